/**
 * Evaluation: one's own figure with the tasks behind it, contested and decided; a rule drafted, tried on a past month and
 * adopted; a rule of reminders tried. Names are seen by whom they concern.
 */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

/** The month so many before this one in Việt Nam, as "2026-11". */
function month(back: number): string {
  const there = new Date(Date.now() + 7 * 3_600_000)
  return new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() - back, 1)).toISOString().slice(0, 7)
}

async function percent(page: Page): Promise<number> {
  const text = await page.locator('.verdict-percent').textContent()
  return Number(text!.replace('%', '').replace(',', '.'))
}

/** Goes to a month in which some work lost something. */
async function lossy(page: Page): Promise<string> {
  for (const period of [1, 2, 3, 0].map(month)) {
    await visit(page, `/danh-gia?ky=${period}`)
    await expect(page.getByRole('combobox', { name: 'Kỳ', exact: true })).toHaveValue(period)
    await expect(page.locator('.judged')).toBeVisible()
    if ((await page.locator('.row.line').getByRole('button', { name: 'Kiến nghị', exact: true }).count()) > 0) return period
  }
  throw new Error('no work lost anything in four months')
}

/** Tries on one month after the other until somebody's level or light would be another. */
async function tryUntilSomebodyTurns(page: Page): Promise<void> {
  for (const period of [1, 2, 3].map(month)) {
    await page.getByLabel('Kỳ thử').selectOption(period)
    await page.getByRole('button', { name: /^(Bắt đầu thử|Thử lại)$/ }).click()
    const [, year, number] = /^(\d+)-(\d+)$/.exec(period)!
    await expect(page.getByRole('heading', { name: `Kết quả, kỳ ${number}/${year}` })).toBeVisible()
    if ((await page.locator('.change-line').count()) > 0) return
  }
  throw new Error('nobody would have turned in three months')
}

test('the head of a ward contests a task that was late; the city’s chairman comes by the notice and confirms the cause; the figure rises', async ({ browser }) => {
  const reason = `Mưa lớn, đường ngập ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  const period = await lossy(page)
  await accessible(page)
  const before = await percent(page)
  const line = page.locator('.row.line').filter({ has: page.getByRole('button', { name: 'Kiến nghị', exact: true }) }).first()
  await expect(line).toContainText(/trễ \d+ ngày|bị trả lại/)
  const title = await line.locator('.row-title').textContent()
  await line.getByRole('button', { name: 'Kiến nghị', exact: true }).click()
  await page.getByRole('button', { name: 'Gửi kiến nghị' }).click()
  await expect(page.getByText('Hãy ghi lý do.')).toBeVisible()
  await page.getByLabel('Lý do').fill(reason)
  await accessible(page)
  await page.getByRole('button', { name: 'Gửi kiến nghị' }).click()

  const city = await openApp(browser, people.chairman())
  await visit(city.page, '/thong-bao')
  const notice = city.page.locator('a[href^="/danh-gia/kien-nghi/"]').first()
  await notice.click()
  const contest = city.page.locator('.row.line.current')
  await expect(contest).toContainText(reason)
  await expect(contest).toBeInViewport()
  await expect(city.page.getByRole('button', { name: 'Kiến nghị', exact: true })).toHaveAttribute('aria-current', 'page')
  await contest.getByRole('button', { name: 'Không chấp nhận' }).click()
  await city.page.getByRole('dialog').getByRole('button', { name: 'Không chấp nhận' }).click()
  await expect(city.page.getByText('Hãy ghi câu trả lời.')).toBeVisible()
  await city.page.keyboard.press('Escape')
  await contest.getByRole('button', { name: 'Chấp nhận', exact: true }).click()
  await city.page.getByRole('checkbox', { name: 'Không tính việc này vào kết quả' }).check()
  await city.page.getByLabel(/^Trả lời/).fill('Đã kiểm tra, đúng')
  await accessible(city.page)
  await city.page.getByRole('dialog').getByRole('button', { name: 'Chấp nhận', exact: true }).click()
  await expect(contest).toContainText('được chấp nhận')
  await visit(city.page, `/danh-gia/kien-nghi/${crypto.randomUUID()}`)
  await expect(city.page.getByText(/^Kiến nghị này không có trên máy/)).toBeVisible()
  await accessible(city.page)

  await visit(page, '/danh-gia?muc=contests')
  await expect(page.locator('.row.line', { hasText: reason })).toContainText('Đã kiểm tra, đúng')
  await visit(page, `/danh-gia?ky=${period}`)
  await expect(page.locator('.row.line', { hasText: title! })).toHaveCount(0)
  const better = async () => (await page.locator('.verdict-level').textContent()) === 'Chưa có việc để tính' || (await percent(page)) > before
  await expect.poll(better).toBe(true)
  await city.context.close()
  await context.close()
})

/** Whoever lost anything is not excellent, and red. */
const STRICT = [
  ['Hoàn thành xuất sắc từ (%)', '100'],
  ['Hoàn thành tốt từ (%)', '99'],
  ['Hoàn thành từ (%)', '98'],
  ['Đèn xanh từ (%)', '100'],
  ['Đèn đỏ dưới (%)', '100'],
] as const

test('a rule is drafted and made stricter, tried on a month that is over with who would turn and why, and adopted', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman())
  await visit(page, '/danh-gia?muc=rules')
  await page.getByRole('button', { name: 'Soạn bản mới' }).click()
  const draft = page.locator('.version', { has: page.locator('.state-tag.draft') }).first()
  await draft.getByRole('button', { name: 'Sửa bản thảo' }).click()
  const name = `Quy tắc phường ${Date.now()}`
  await page.getByLabel('Tên bản quy tắc').fill(name)
  await page.getByLabel('Hoàn thành xuất sắc từ (%)').fill('')
  await page.getByRole('dialog').getByRole('button', { name: 'Lưu bản thảo' }).click()
  await expect(page.getByText('Các số phải là số nguyên không âm.')).toBeVisible()
  for (const [field, value] of STRICT) await page.getByLabel(field, { exact: true }).fill(value)
  await accessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Lưu bản thảo' }).click()
  const version = page.getByRole('region', { name })
  await version.getByRole('button', { name: 'Thử với kỳ đã qua' }).click()

  await page.route('**/api/evaluation/trials', () => undefined)
  await page.getByRole('button', { name: 'Bắt đầu thử' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('button', { name: 'Dừng thử' }).click()
  await expect(page.getByText('Đã dừng. Chưa có kết quả nào.')).toBeVisible()
  await page.unroute('**/api/evaluation/trials')
  await page.route('**/api/evaluation/trials', (route) => route.abort())
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await expect(page.getByText(/^Đường truyền bị ngắt/)).toBeVisible()
  await page.unroute('**/api/evaluation/trials')

  await tryUntilSomebodyTurns(page)
  await expect(page.locator('.moves').filter({ hasText: 'ngưỡng xếp mức, đèn khác' })).toBeVisible()
  await page.getByLabel('Loại thay đổi').selectOption('higher')
  await expect(page.getByText('Không có ai ở mục này.')).toBeVisible()
  await page.getByLabel('Loại thay đổi').selectOption('lower')
  const person = page.locator('.change-line').first()
  await expect(person).toContainText(/ thành (Hoàn thành tốt|Hoàn thành|Không hoàn thành)/)
  await person.getByRole('button').press('Enter')
  await expect(person).toContainText('Không việc nào tính khác đi: chỉ ngưỡng thay đổi.')
  await accessible(page)

  await page.getByRole('button', { name: 'Sửa bản thảo' }).click()
  await page.getByLabel('Trừ mỗi lần trễ hạn (%)').fill('100')
  await page.getByRole('dialog').getByRole('button', { name: 'Thử với kỳ đã qua' }).click()
  await page.getByRole('button', { name: 'Bắt đầu thử' }).click()
  await expect(page.getByRole('heading', { name: /^Kết quả, kỳ / })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Áp dụng bản này' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Về các bản quy tắc' }).click()
  await expect(page.getByLabel('Trừ mỗi lần trễ hạn (%)')).toHaveValue('100')
  await page.keyboard.press('Escape')

  await version.getByRole('button', { name: 'Thử với kỳ đã qua' }).click()
  await page.getByRole('button', { name: 'Bắt đầu thử' }).click()
  await page.getByRole('button', { name: 'Áp dụng bản này' }).click()
  await page.getByLabel(/^Số, ký hiệu/).fill('Quyết định 12/QĐ-UBND')
  await page.getByRole('dialog').getByRole('button', { name: 'Áp dụng' }).click()
  await expect(version.locator('.state-tag')).toHaveText('sẽ áp dụng')
  await expect(version).toContainText('Quyết định 12/QĐ-UBND')
  await context.close()
})

test('who administers sees how many would turn in the whole city, and not who; on a phone', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.administrator(), true)
  await visit(page, '/danh-gia?muc=rules')
  await page.getByRole('combobox', { name: 'Đơn vị' }).selectOption({ label: 'Thành phố Hồ Chí Minh' })
  await page.getByRole('button', { name: 'Soạn bản mới' }).click()
  const version = page.getByRole('region', { name: 'Mặc định' })
  await version.getByRole('button', { name: 'Thử với kỳ đã qua' }).click()
  await page.getByRole('button', { name: 'Bắt đầu thử' }).click()
  await expect(page.getByText(/người có việc để tính/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Không ai đổi mức hay đèn.')).toBeVisible()
  await accessible(page)
  await context.close()
})

test('a rule of reminders is tried as it is being written: how many more, why, to whom, in which units', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  await visit(page, '/quy-tac-nhac')
  await page.getByText('Thử với kỳ đã qua').click()
  await page.getByRole('button', { name: 'Bắt đầu thử' }).click()
  await expect(page.getByText('số lần nhắc như cũ')).toBeVisible()
  await page.getByRole('button', { name: 'Đặt quy tắc riêng' }).click()
  await page.getByRole('button', { name: 'Thêm mức' }).first().click()
  await expect(page.getByText('Bản này đã sửa sau lần thử.')).toBeVisible()
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await expect(page.getByText(/nhiều hơn \d+ lần nhắc/)).toBeVisible()
  await expect(page.locator('table.compared').first()).toContainText('sắp đến hạn')
  await accessible(page)
  await page.getByRole('button', { name: 'Lưu quy tắc này' }).click()
  await expect(page.getByText('Đơn vị này có quy tắc riêng')).toBeVisible()
  await page.getByRole('button', { name: /^Trở lại theo/ }).click()
  await expect(page.getByText('Theo quy tắc mặc định của hệ thống')).toBeVisible()
  await context.close()
})
