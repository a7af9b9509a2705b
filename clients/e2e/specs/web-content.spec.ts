/**
 * The task in full: templates with versions, checklists, labels, weights, evidence from a phone, suspending and
 * resuming; each as its users do it, on both sides.
 */
import { expect, type Page, test } from '@playwright/test'
import { accessible, type App, live, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFklEQVR4nGNk+M+AFTBhFx6VGMoSAEmSARDXCBzUAAAAAElFTkSuQmCC',
  'base64',
)

let chairman: App
let specialist: App

test.beforeAll(async ({ browser }) => {
  chairman = await openApp(browser, people.wardChairman())
  specialist = await openApp(browser, people.wardSpecialist(), true)
})

test.afterAll(async () => {
  await chairman.context.close()
  await specialist.context.close()
})

/** Chooses the ward's specialist in a field of seats. */
async function pickSpecialist(page: Page, label: string | RegExp): Promise<void> {
  await page.getByLabel(label).fill(people.wardSpecialist().name)
  await page.getByRole('option', { name: people.wardSpecialist().name }).first().click()
}

/** The ward's chairman gives the specialist a task with these lines to do; both have it open. */
async function given(title: string, lines: readonly string[] = []): Promise<void> {
  const { page } = chairman
  await visit(page, '/giao')
  await page.getByLabel('Việc gì').fill(title)
  await pickSpecialist(page, 'Giao cho')
  await page.getByRole('radio', { name: 'Ngày mai' }).check()
  if (lines.length > 0) {
    await page.getByText('Việc cần làm, nhãn, trọng số, tệp').click()
    for (const line of lines) {
      await page.getByLabel('Thêm việc cần làm').fill(line)
      await page.keyboard.press('Enter')
    }
  }
  await page.getByRole('button', { name: 'Giao việc', exact: true }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await opened(specialist.page, title)
}

async function opened(page: Page, title: string): Promise<void> {
  await visit(page, '/don-vi?xep=created')
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

/** An entry of the task's menu of further actions. */
async function more(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Việc khác' }).click()
  await page.getByRole('button', { name: entry, exact: true }).locator('visible=true').click()
}

test('a template is made, changed to a new version, and fills the sheet of new work; it is its unit’s alone', async ({ browser }) => {
  const name = `Kiểm tra PCCC ${Date.now()}`
  const { page } = chairman
  await visit(page, '/cai-dat')
  await page.getByRole('link', { name: 'Mẫu nhiệm vụ' }).click()
  await page.getByRole('link', { name: 'Tạo mẫu' }).click()
  await page.getByRole('button', { name: 'Tạo mẫu' }).click()
  await expect(page.getByText('Hãy đặt tên cho mẫu.')).toBeVisible()
  await page.getByLabel('Tên mẫu').fill(name)
  await page.getByLabel('Việc gì').fill(`${name}: chung cư trên 5 tầng`)
  await page.getByLabel('Số ngày').fill('3')
  await pickSpecialist(page, /^Giao cho/)
  for (const line of ['Lập danh sách', 'Kiểm tra tại chỗ']) {
    await page.getByLabel('Thêm việc cần làm').fill(line)
    await page.keyboard.press('Enter')
  }
  await page.getByRole('combobox', { name: 'Nhãn' }).fill('An toàn')
  await page.keyboard.press('Enter')
  await accessible(page)
  await page.getByRole('button', { name: 'Tạo mẫu' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await page.getByRole('link', { name: 'Sửa thành bản mới' }).click()
  await page.getByLabel('Số ngày').fill('7')
  await page.getByRole('button', { name: 'Lưu thành bản mới' }).click()
  await expect(page.locator('.state-tag', { hasText: 'Bản 2' })).toBeVisible()
  await expect(page.getByText('7 ngày làm việc')).toBeVisible()

  await visit(specialist.page, '/mau-viec?tim=pccc')
  await specialist.page.getByRole('link', { name, exact: true }).click()
  await expect(specialist.page.locator('.state-tag', { hasText: 'Bản 2' })).toBeVisible()
  await specialist.page.getByLabel('Bản').selectOption({ label: 'Bản 1' })
  await expect(specialist.page.getByText('3 ngày làm việc')).toBeVisible()
  await accessible(specialist.page)

  await visit(page, '/giao')
  await page.getByRole('button', { name: 'Từ mẫu' }).click()
  await page.getByRole('combobox', { name: 'Tìm mẫu' }).fill(name)
  await accessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Việc gì')).toHaveValue(`${name}: chung cư trên 5 tầng`)
  await expect(page.getByText(`Theo mẫu “${name}”, bản 2`)).toBeVisible()
  await expect(page.locator('.chosen-time')).toContainText('17:00')
  await expect(page.getByText('Kiểm tra tại chỗ')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Giao việc', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Việc cần làm 0/2 xong' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Nhãn' })).toContainText('an toàn')
  await expect(page.locator('p.trail')).toContainText(/Đã gửi|Đã mở/)

  await visit(page, '/mau-viec?tim=pccc')
  await page.getByRole('link', { name, exact: true }).click()
  const elsewhere = await openApp(browser, people.director())
  await visit(elsewhere.page, new URL(page.url()).pathname)
  await expect(elsewhere.page.getByText('Mẫu này không có trên máy')).toBeVisible()
  await elsewhere.context.close()
  await more(page, 'Lưu trữ')
  await expect(specialist.page.getByText('Mẫu đã lưu trữ')).toBeVisible()
})

test('a checklist is ticked without a network, worded and ordered on the other side, and both agree', async () => {
  const title = `Dọn kênh ${Date.now()}`
  await given(title, ['Huy động xe', 'Vớt rác', 'Chụp ảnh'])
  const [page, phone] = [chairman.page, specialist.page]
  await specialist.context.setOffline(true)
  await phone.getByRole('checkbox', { name: 'Vớt rác' }).check()
  await phone.getByLabel('Thêm việc cần làm').fill('Báo cáo phường')
  await phone.keyboard.press('Enter')
  await phone.getByRole('checkbox', { name: 'Báo cáo phường' }).check()
  await expect(phone.getByRole('region', { name: 'Việc cần làm 2/4 xong' })).toBeVisible()
  await accessible(phone)
  await expect(page.getByRole('region', { name: 'Việc cần làm 0/3 xong' })).toBeVisible()
  await specialist.context.setOffline(false)
  await live(phone)
  await expect(page.getByRole('region', { name: 'Việc cần làm 2/4 xong' })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /^Vớt rác/ })).toBeDisabled()

  const of = async (item: string, entry: string) => {
    await page.getByRole('button', { name: `Thao tác với “${item}”` }).click()
    await page.getByRole('button', { name: entry, exact: true }).locator('visible=true').click()
  }
  await of('Vớt rác', 'Sửa lời')
  await page.getByLabel('Lời của mục việc').fill('Vớt rác, lục bình')
  await page.keyboard.press('Enter')
  await of('Vớt rác, lục bình', 'Đưa lên')
  await of('Chụp ảnh', 'Bỏ')
  await accessible(page)
  const items = phone.locator('.checklist .item:has(input[type=checkbox]) label')
  await expect(items).toHaveText([/^Vớt rác, lục bình/, 'Huy động xe', /^Báo cáo phường/])
  await expect(items.first().getByRole('checkbox')).toBeChecked()
})

test('a report shows what was done by pictures of the phone; whoever gave the work sees them', async () => {
  const title = `Chụp hố ga ${Date.now()}`
  await given(title)
  const [page, phone] = [chairman.page, specialist.page]
  await phone.getByRole('button', { name: 'Nhận', exact: true }).click()
  await phone.getByRole('button', { name: 'Báo cáo kèm tệp' }).click()
  await expect(phone.getByLabel('Một dòng kết quả')).toBeFocused()
  await phone.getByRole('radio', { name: '50%' }).check()
  await phone.getByLabel('Một dòng kết quả').fill('Đã chụp 2 hố')
  const camera = phone.getByLabel('Chụp ảnh').and(phone.locator('input'))
  await expect(camera).toHaveAttribute('capture', 'environment')
  await camera.setInputFiles({ name: 'ho-ga.png', mimeType: 'image/png', buffer: PNG })
  await phone.getByLabel('Đính kèm tệp').and(phone.locator('input')).setInputFiles({ name: 'bien-ban.txt', mimeType: 'text/plain', buffer: Buffer.from('biên bản') })
  await expect(phone.locator('.upload.done')).toHaveCount(2)
  await accessible(phone)
  await phone.getByRole('button', { name: 'Gửi báo cáo' }).click()
  const evidence = page.getByRole('region', { name: 'Tệp và minh chứng 2' })
  await expect(evidence.getByRole('button', { name: /ho-ga\.png/ })).toBeVisible()
  await expect(evidence.getByText('bien-ban.txt')).toBeVisible()
  await expect(evidence.getByText(/báo cáo 50%/)).toBeVisible()
  await accessible(page)
})

test('work is suspended with why and until when, is not late meanwhile, and goes on; labels and weight are the giver’s', async () => {
  const title = `Sửa đèn đường ${Date.now()}`
  await given(title)
  const [page, phone] = [chairman.page, specialist.page]
  await more(page, 'Tạm dừng')
  await page.getByRole('dialog').getByRole('button', { name: 'Tạm dừng' }).click()
  await expect(page.getByText('Hãy ghi lý do.')).toBeVisible()
  await page.getByLabel('Vì sao').fill('Chờ bố trí kinh phí')
  await page.getByRole('radio', { name: 'Một tháng nữa' }).check()
  await accessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Tạm dừng' }).click()
  await expect(phone.getByText('Chờ bố trí kinh phí').first()).toBeVisible()
  await expect(phone.locator('.held')).toContainText(/Đang tạm dừng từ .* dự kiến đến/)
  await expect(phone.locator('.detail-head .light')).toHaveCount(0)
  await expect(phone.getByRole('button', { name: 'Nhận', exact: true })).toHaveCount(0)
  await accessible(phone)
  await page.getByRole('button', { name: 'Cho làm tiếp' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cho làm tiếp' }).click()
  await expect(phone.locator('.state-tag', { hasText: 'Mới giao' })).toBeVisible()
  await expect(phone.getByRole('button', { name: 'Nhận', exact: true })).toBeVisible()

  await more(page, 'Gắn nhãn')
  await page.getByRole('combobox', { name: 'Nhãn' }).fill('Chiếu sáng')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Lưu nhãn' }).click()
  await more(page, 'Trọng số')
  await page.getByRole('spinbutton', { name: 'Trọng số' }).fill('2')
  await page.getByRole('button', { name: 'Lưu trọng số' }).click()
  const tags = phone.getByRole('list', { name: 'Nhãn' })
  await expect(tags).toContainText('chiếu sáng')
  await expect(tags).toContainText('Trọng số 2')
  await phone.getByRole('button', { name: 'Việc khác' }).click()
  await expect(phone.getByRole('button', { name: 'Gắn nhãn' })).toBeVisible()
  await expect(phone.getByRole('button', { name: 'Trọng số' })).toHaveCount(0)
})
