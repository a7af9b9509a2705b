/**
 * Nothing is forgotten: reminders of a task and of one's own, on the task, on the first screen and in their list;
 * the calendar that moves deadlines, and the rules of units.
 */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

/** The newest task that I may see; its title. */
async function openTask(page: Page): Promise<string> {
  await visit(page, '/don-vi?xep=created')
  const link = page.locator('.row-link').first()
  const title = (await link.locator('.row-title').textContent())!
  await link.click()
  await expect(page.getByRole('heading', { name: 'Diễn biến' })).toBeVisible()
  return title
}

test('a task says when it reminds next and whom; a private reminder is set there, put off, and done elsewhere', async ({ browser }) => {
  const text = `Gọi lại ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  await openTask(page)
  await expect(page.getByText(/^Lần nhắc tới:|^Việc này không còn lần nhắc nào/)).toBeVisible()

  await page.getByRole('button', { name: 'Nhắc tôi riêng' }).click()
  await page.getByRole('radio', { name: 'Một giờ nữa' }).check()
  await page.getByLabel('Nhắc tôi việc gì').fill(text)
  await accessible(page)
  await page.getByRole('button', { name: 'Đặt nhắc việc' }).click()
  await expect(page.locator('.row.reminder', { hasText: text })).toBeVisible()

  await context.setOffline(true)
  await visit(page, '/nhac-viec')
  await page.getByRole('button', { name: new RegExp(`Thao tác với “${text}”`) }).click()
  await page.getByRole('button', { name: 'Sửa nhắc việc' }).locator('visible=true').click()
  await page.getByRole('radio', { name: 'Ngày mai 8:00' }).check()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(page.locator('.row.reminder', { hasText: text })).toContainText('08:00')
  await accessible(page)
  await context.setOffline(false)

  const second = await openApp(browser, people.wardSpecialist())
  await visit(second.page, '/nhac-viec')
  await expect(second.page.locator('.row.reminder', { hasText: text })).toContainText('08:00')
  await second.page.getByRole('button', { name: `Xong: ${text}` }).click()
  await expect(page.locator('.row.reminder', { hasText: text })).toHaveCount(0)
  await second.context.close()
  await context.close()
})

test('a notice of a reminder leads to it on the first screen, or says that it is done', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman())
  await visit(page, `/hom-nay?nhac=${crypto.randomUUID()}`)
  await expect(page.getByText('Lời nhắc này đã xong hoặc không còn trên máy.')).toBeVisible()
  await context.close()
})

test('an administrator swaps a day; its name is seen by others, who cannot change it; taken out, it is as usual', async ({ browser }) => {
  const name = `Nghỉ hoán đổi ${Date.now()}`
  const administrator = await openApp(browser, people.administrator())
  const specialist = await openApp(browser, people.wardSpecialist(), true)
  const { page } = administrator
  await visit(page, '/lich-lam-viec?nam=2031')
  await expect(page.getByRole('status').getByText('Năm 2031')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Thêm ngày' }).click()
  await page.getByLabel('Ngày', { exact: true }).fill('2031-03-12')
  await page.getByLabel('Tên').fill(name)
  await page.getByLabel(/^Văn bản/).fill('Công văn 12/UBND-VX')
  await accessible(page)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(page.getByRole('button', { name: `Thứ Tư 12/3, Nghỉ: ${name}` })).toBeVisible()

  await visit(specialist.page, '/lich-lam-viec?nam=2031')
  const row = specialist.page.locator('.day-row', { hasText: name })
  await expect(row).toContainText('Thành phố quyết định')
  await expect(specialist.page.getByRole('button', { name: 'Thêm ngày' })).toHaveCount(0)
  await row.getByRole('button').click()
  await expect(specialist.page.getByRole('dialog')).toContainText('Lịch do quản trị Thành phố quyết định.')
  await specialist.page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Nhập từ CSV' }).click()
  await page.getByLabel('Nội dung').fill(`ngày;làm việc;tên\n13/03/2031;không;${name} 2\n31/02/2031;không;Nghỉ`)
  await expect(page.getByText('Dòng 3')).toBeVisible()
  await page.getByRole('button', { name: 'Nhập 1 ngày' }).click()
  await expect(specialist.page.locator('.day-row', { hasText: `${name} 2` })).toBeVisible()

  await page.getByRole('button', { name: `Thứ Tư 12/3, Nghỉ: ${name}` }).click()
  await page.getByRole('button', { name: 'Bỏ khỏi lịch' }).click()
  await expect(specialist.page.locator('.day-row', { hasText: '12/03' })).toHaveCount(0)
  await administrator.context.close()
  await specialist.context.close()
})

test('a ward chooses its own rule of reminders; its specialist reads it from a task; then it follows the city again', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman())
  const specialist = await openApp(browser, people.wardSpecialist(), true)
  await visit(page, '/quy-tac-nhac')
  await page.getByRole('button', { name: 'Đặt quy tắc riêng' }).click()
  await page.getByLabel('Giờ nhắc trong ngày').fill('07:15')
  await page.getByRole('switch', { name: 'Chưa ai mở xem' }).uncheck()
  const ending = page.getByLabel('ngày làm việc trước khi hết hạn')
  await ending.fill('0')
  await page.getByRole('button', { name: 'Lưu quy tắc' }).click()
  await expect(page.getByText('Số ngày phải từ 1 đến 365.')).toBeVisible()
  await ending.fill('5')
  await accessible(page)
  await page.getByRole('button', { name: 'Lưu quy tắc' }).click()
  await expect(page.getByText('Đơn vị này có quy tắc riêng')).toBeVisible()

  await openTask(specialist.page)
  await specialist.page.getByRole('link', { name: 'Quy tắc áp dụng' }).click()
  await expect(specialist.page.getByText('Nhắc theo ngày vào lúc 07:15, chỉ trong ngày làm việc.')).toBeVisible()
  const ends = (days: number) => specialist.page.getByText(`Còn ${days} ngày làm việc: nhắc người ủy quyền và người được ủy quyền, rồi lúc hết hạn.`)
  await expect(ends(5)).toBeVisible()
  await expect(specialist.page.getByText('Lãnh đạo đơn vị hoặc quản trị được đổi quy tắc này.')).toBeVisible()

  await page.getByRole('button', { name: /^Trở lại theo/ }).click()
  await expect(specialist.page.getByText('Nhắc theo ngày vào lúc 08:00, chỉ trong ngày làm việc.')).toBeVisible()
  await expect(ends(3)).toBeVisible()
  await accessible(specialist.page)
  await specialist.context.close()
  await context.close()
})

test('who is away says so: others see it, the stand-in finds the seat, and it ends when they are back', async ({ browser }) => {
  const chairman = await openApp(browser, people.wardChairman())
  const specialist = await openApp(browser, people.wardSpecialist(), true)
  const { page } = chairman
  await visit(page, '/vang-mat')
  await page.getByRole('button', { name: 'Báo vắng mặt' }).click()
  await page.getByLabel('Từ', { exact: true }).fill('2026-01-05T07:30')
  await page.getByLabel('Người làm thay').first().fill(people.wardSpecialist().name)
  await page.getByRole('option', { name: people.wardSpecialist().name }).first().click()
  await accessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Báo vắng mặt' }).click()
  await expect(page.locator('.row.absence', { hasText: 'Nghỉ phép' })).toContainText(people.wardSpecialist().name)

  await visit(specialist.page, '/vang-mat')
  await expect(specialist.page.getByRole('region', { name: 'Tôi làm thay' })).toContainText(people.wardChairman().name)
  await visit(specialist.page, '/giao')
  await specialist.page.getByLabel('Giao cho').fill(people.wardChairman().name)
  await expect(specialist.page.locator('.option', { hasText: people.wardChairman().name }).first()).toContainText('vắng đến')

  const title = `Kiểm tra cống ${Date.now()}`
  const city = await openApp(browser, people.chairman())
  await visit(city.page, '/giao')
  await city.page.getByLabel('Việc gì').fill(title)
  await city.page.getByLabel('Giao cho').fill(people.wardChairman().name)
  await city.page.getByRole('option', { name: people.wardChairman().name }).first().click()
  await city.page.getByRole('radio', { name: 'Ngày mai' }).check()
  await city.page.getByRole('button', { name: 'Giao việc', exact: true }).click()
  await visit(specialist.page, '/thong-bao')
  const line = specialist.page.locator('.row', { hasText: title })
  await expect(line.getByText(`vì bạn thay ${people.wardChairman().name}`)).toBeVisible()
  await visit(specialist.page, '/don-vi?xep=created')
  await specialist.page.getByRole('link', { name: title }).click()
  await specialist.page.getByRole('button', { name: 'Nhận', exact: true }).click()
  await expect(city.page.locator('.timeline')).toContainText(people.wardSpecialist().name)
  await expect(city.page.locator('.state-tag', { hasText: 'Đã nhận' })).toBeVisible()
  await city.context.close()

  await page.getByRole('button', { name: /^Thao tác với lần vắng/ }).click()
  await page.getByRole('button', { name: 'Tôi đã trở lại' }).locator('visible=true').click()
  await visit(specialist.page, '/vang-mat')
  await expect(specialist.page.getByRole('region', { name: 'Tôi làm thay' })).toHaveCount(0)
  await accessible(specialist.page)
  await chairman.context.close()
  await specialist.context.close()
})

/** Hands a post over, found by the name of whoever holds it, and says to whom. */
async function handOver(page: Page, post: { holder: string; title: string }, heir: string): Promise<void> {
  await visit(page, '/ban-giao')
  await page.getByLabel('Chức vụ', { exact: true }).fill(post.holder)
  await page.getByRole('option', { name: post.title }).first().click()
  await expect(page.getByText('việc đang mở chuyển theo chức vụ')).toBeVisible()
  await accessible(page)
  await page.getByLabel('Người nhận').fill(heir)
  await page.getByRole('option', { name: heir }).first().click()
  await page.getByLabel(/^Lý do, dặn dò/).fill('Bàn giao hồ sơ kèm theo')
  await page.getByRole('button', { name: 'Bàn giao', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Bàn giao', exact: true }).click()
  await expect(page.getByText(`Đã bàn giao cho ${heir}`).first()).toBeVisible()
}

test('a post is handed over in steps, with what moves shown before, and back again', async ({ browser }) => {
  const [specialist, director] = [people.wardSpecialist(), people.director()]
  const { page, context } = await openApp(browser, people.wardChairman())
  const heir = await openApp(browser, director)
  await visit(heir.page, '/ban-giao')
  const seat = heir.page.locator('.step-card').getByRole('button', { name: specialist.post })
  await expect(seat).toHaveCount(0)
  await handOver(page, { holder: specialist.name, title: specialist.post }, director.name)
  await expect(seat).toBeVisible()
  const leaver = await openApp(browser, specialist, true)
  for (const reader of [heir.page, leaver.page]) {
    await visit(reader, '/thong-bao')
    await reader.getByRole('link', { name: new RegExp(`Bàn giao công việc: ${specialist.post}`) }).first().click()
    await expect(reader.getByRole('heading', { name: 'Biên bản bàn giao' })).toBeVisible()
    const list = reader.locator('details.part').first()
    await expect(list.getByText('Việc đang mở')).toBeVisible()
    await expect(list.locator('li a').first()).toBeVisible()
    await accessible(reader)
  }
  await leaver.context.close()
  await visit(heir.page, '/ban-giao')
  await expect(seat).toBeVisible()
  await handOver(page, { holder: director.name, title: specialist.post }, specialist.name)
  await expect(seat).toHaveCount(0)
  await heir.context.close()
  await context.close()
})

test('a delegation is given by its paper, seen by whoever received it, and taken back', async ({ browser }) => {
  const paper = `${Date.now()}/GUQ-UBND`
  const [chairman, specialist] = [people.wardChairman(), people.wardSpecialist()]
  const { page, context } = await openApp(browser, chairman)
  await visit(page, '/uy-quyen')
  await accessible(page)
  await page.getByRole('button', { name: 'Ủy quyền', exact: true }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Ủy quyền', exact: true }).click()
  await expect(sheet.getByText('Hãy chọn người được ủy quyền.')).toBeVisible()
  await expect(sheet.getByText(/^Ủy quyền phải bằng văn bản/)).toBeVisible()
  await sheet.getByLabel('Người được ủy quyền').fill(specialist.name)
  await page.getByRole('option', { name: specialist.name }).first().click()
  await sheet.getByLabel('Từ', { exact: true }).fill('2026-01-05T07:30')
  await sheet.getByLabel('Văn bản ủy quyền').fill(paper)
  await accessible(page)
  await sheet.getByRole('button', { name: 'Ủy quyền', exact: true }).click()

  const receiver = await openApp(browser, specialist, true)
  await visit(receiver.page, '/uy-quyen')
  const row = receiver.page.locator('.row.absence', { hasText: paper })
  await expect(row).toContainText('đang hiệu lực')
  await expect(row).toContainText(chairman.name)
  await accessible(receiver.page)
  await page.getByRole('button', { name: `Thao tác với ủy quyền theo ${paper}` }).click()
  await page.getByRole('button', { name: 'Thu hồi ủy quyền' }).locator('visible=true').click()
  await expect(row).toContainText('đã thu hồi')
  await receiver.context.close()
  await context.close()
})
