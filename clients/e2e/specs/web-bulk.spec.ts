/**
 * One action on many pieces of work: picked by hand and by keys, weighed by the server, done, and what failed tried again;
 * and the slow units of a board, chased with one tap.
 */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'
import { act, actor, type Actor } from '../support/talk.ts'

const [WARD, CITY] = [people.wardChairman, people.chairman]

/** So many tasks of one title and label, by the city's chairman for a ward; the chairman. */
async function given(title: string, label: string, many: number): Promise<Actor> {
  const [chairman, ward] = [await actor(CITY()), await actor(WARD())]
  for (let number = 1; number <= many; number += 1) {
    const deadline = new Date(Date.now() + (number + 3) * 86_400_000).toISOString()
    const lead = { unit: ward.unit, post: null }
    await act(chairman, 'task.assign', { title: `${title} ${number}`, lead, urgency: 'normal', deadline, labels: [label] })
  }
  return chairman
}

const bar = (page: Page) => page.getByRole('group', { name: 'Làm với các việc đã chọn' })
const boxes = (page: Page) => page.getByRole('listitem').getByRole('checkbox')

async function choose(page: Page, label: string): Promise<void> {
  await visit(page, `/don-vi?nhan=${encodeURIComponent(label)}&xep=deadline`)
  await page.getByRole('button', { name: 'Chọn nhiều' }).click()
  await expect(boxes(page).first()).toBeFocused()
}

test('several are picked by keys, chased after a look at what would happen, and their people are told', async ({ browser }) => {
  const [title, label] = [`Rà soát cống ${Date.now()}`, `nhãn ${Date.now()}`]
  await given(title, label, 4)
  const { page, context } = await openApp(browser, CITY())
  await choose(page, label)
  await expect(page.getByRole('button', { name: `Bỏ ${label}` })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByText('Đã chọn 1 việc')).toBeVisible()
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('Đã chọn 2 việc')).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('Đã chọn 4 việc')).toBeVisible()
  await accessible(page)

  await bar(page).getByRole('button', { name: 'Đôn đốc' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(/^Lời nhắc/).fill('Đề nghị báo cáo trong hôm nay')
  await sheet.getByRole('button', { name: 'Xem trước' }).click()
  await expect(sheet.getByRole('status').getByText('4 việc sẽ được đôn đốc')).toBeVisible()
  await expect(sheet.getByText('Báo cho 1 nơi')).toBeVisible()
  await accessible(page)
  await sheet.getByRole('button', { name: 'Đôn đốc 4 việc' }).click()
  await expect(sheet.getByText('Đã đôn đốc 4 việc')).toBeVisible()
  await sheet.getByRole('button', { name: 'Xong' }).click()
  await expect(page.getByRole('button', { name: 'Chọn nhiều' })).toBeVisible()

  const ward = await openApp(browser, WARD(), true)
  await visit(ward.page, `/don-vi?nhan=${encodeURIComponent(label)}`)
  await ward.page.getByRole('link', { name: `${title} 1` }).click()
  await expect(ward.page.getByText('Đề nghị báo cáo trong hôm nay')).toBeVisible()
  await ward.context.close()
  await context.close()
})

test('what would be refused says so beforehand, and nothing is done', async ({ browser }) => {
  const [title, label] = [`Nạo vét kênh ${Date.now()}`, `nhãn ${Date.now()}`]
  await given(title, label, 2)
  const { page, context } = await openApp(browser, WARD(), true)
  await choose(page, label)
  await page.getByRole('button', { name: 'Chọn cả 2' }).click()
  await bar(page).getByRole('button', { name: 'Đổi hạn' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Xem trước' }).click()
  await expect(sheet.getByText('Hãy chọn hạn.')).toBeVisible()
  await sheet.getByRole('radio', { name: '+1 tuần' }).check()
  await sheet.getByRole('button', { name: 'Xem trước' }).click()
  await expect(sheet.getByRole('status').getByText('2 việc không làm được')).toBeVisible()
  await expect(sheet.getByText(`${title} 1`)).toBeVisible()
  await accessible(page)
  await expect(sheet.getByRole('button', { name: /^Đổi hạn/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(bar(page)).toHaveCount(0)
  await context.close()
})

test('what is refused after all is named with its reason, and tried again; without a network nothing is begun', async ({ browser }) => {
  const [title, label] = [`Cấp giấy phép ${Date.now()}`, `nhãn ${Date.now()}`]
  const chairman = await given(title, label, 3)
  const { page, context } = await openApp(browser, CITY())
  await visit(page, `/don-vi?nhan=${encodeURIComponent(label)}`)
  const href = await page.getByRole('link', { name: `${title} 2` }).getAttribute('href')
  const task = href!.split('/').at(-1)!
  await choose(page, label)
  await page.keyboard.press('Control+a')
  await bar(page).getByRole('button', { name: 'Chuyển' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Chuyển cho').fill(people.director().name)
  await sheet.getByRole('option', { name: people.director().name }).first().click()
  await context.setOffline(true)
  await sheet.getByRole('button', { name: 'Xem trước' }).click()
  await expect(sheet.getByText('Cần kết nối để xem trước')).toBeVisible()
  await context.setOffline(false)
  await sheet.getByRole('button', { name: 'Xem lại' }).click()
  await expect(sheet.getByRole('status').getByText('3 việc sẽ được chuyển')).toBeVisible()

  await act(chairman, 'task.cancel', { task, reason: 'Trùng việc' })
  await sheet.getByRole('button', { name: 'Chuyển 3 việc' }).click()
  await expect(sheet.getByText('Đã chuyển 2 việc')).toBeVisible()
  await expect(sheet.getByText('1 việc chưa làm được')).toBeVisible()
  await expect(sheet.getByText(`${title} 2`)).toBeVisible()
  await accessible(page)
  await act(chairman, 'task.reopen', { task, reason: 'Không trùng' })
  await sheet.getByRole('button', { name: 'Thử lại 1 việc' }).click()
  await expect(sheet.getByText('Đã chuyển 3 việc')).toBeVisible()
  await sheet.getByRole('button', { name: 'Xong' }).click()
  await expect(page.getByRole('button', { name: 'Chọn nhiều' })).toBeVisible()
  await context.close()
})

test('on a board one unit or all slow ones are chased with one tap, for five seconds to be taken back; it says when', async ({ browser }) => {
  const title = `Kiểm tra đê bao ${Date.now()}`
  const [chairman, ward, office] = [await actor(CITY()), await actor(WARD()), await actor(people.director())]
  const deadline = new Date(Date.now() + 86_400_000).toISOString()
  const asked = { title, text: 'Kiểm tra và báo cáo.', deadline, urgency: 'normal', form: [], units: [ward.unit, office.unit] }
  await act(chairman, 'directive.issue', asked)
  const { page, context } = await openApp(browser, CITY())
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await page.getByRole('button', { name: `${WARD().unit}:` }).click()
  const card = page.getByRole('complementary', { name: WARD().unit })
  await card.getByRole('button', { name: 'Đôn đốc' }).click()
  await page.getByRole('button', { name: 'Hoàn tác' }).click()
  await expect(page.getByText('Đã hoàn tác, chưa gửi gì đi')).toBeVisible()
  await expect(card.getByText('Đã đôn đốc')).toHaveCount(0)

  await page.getByRole('button', { name: 'Đôn đốc 2 nơi chậm' }).click()
  await expect(card.getByRole('listitem').filter({ hasText: 'Đã đôn đốc' })).toContainText(/\d\d:\d\d/)
  await expect(page.locator('.chased-at')).toContainText('Đã đôn đốc')
  await accessible(page)
  const second = await openApp(browser, CITY())
  await expect(second.page.getByRole('heading', { name: title })).toBeVisible()
  await expect(second.page.locator('.chased-at')).toContainText('Đã đôn đốc')
  await second.context.close()
  await context.close()
})
