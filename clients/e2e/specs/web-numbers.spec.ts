/** Figures: chosen by period and group, as of a day that was, with the tasks behind each number, and taken away as tables. */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'
import { csvLines, xlsxLines } from '../support/sheet.ts'
import { giveWard } from '../support/work.ts'

/** The number in a cell of the summary. */
async function cell(page: Page, name: string): Promise<number> {
  const text = await page.locator('.summary button.cell').filter({ hasText: name }).first().locator('b').textContent()
  return Number(text!.replace(/\D/g, ''))
}

/** The number in the heading of the summary. */
async function open(page: Page): Promise<number> {
  const text = await page.getByRole('heading', { name: /^Đang mở: / }).textContent()
  return Number(text!.replace(/\D/g, ''))
}

/** The day so many days ago in Việt Nam, as a date field has it. */
function daysAgo(days: number): string {
  return new Date(Date.now() + 7 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
}

async function loaded(page: Page): Promise<void> {
  await expect(page.locator('.numbers-screen[aria-busy=false] .summary')).toBeVisible()
}

test('figures of the city lead to a ward and to the tasks behind each number; a column sorts; tables are taken away', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.chairman())
  await visit(page, '/')
  await page.getByRole('link', { name: 'Số liệu' }).first().click()
  await loaded(page)
  await page.getByRole('combobox', { name: 'Kỳ', exact: true }).selectOption({ label: 'Tất cả' })
  await loaded(page)
  const table = page.locator('table.groups')
  await page.getByRole('button', { name: 'Sắp xếp theo Đang mở' }).click()
  await expect(table.getByRole('columnheader', { name: /Đang mở/ })).toHaveAttribute('aria-sort', 'descending')
  const column = async () => (await table.locator('tbody td[data-label="Đang mở"]').allTextContents()).map((text) => Number(text.replace(/\D/g, '')))
  const falling = await column()
  expect(falling).toEqual([...falling].sort((a, b) => b - a))
  await page.getByRole('button', { name: 'Sắp xếp theo Đang mở' }).press('Enter')
  const rising = await column()
  expect(rising).toEqual([...rising].sort((a, b) => a - b))
  await accessible(page)

  const total = await open(page)
  const done = await cell(page, 'Đúng hạn ban đầu')
  for (const [kind, read] of [['CSV', csvLines], ['XLSX', xlsxLines]] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Xuất ${kind}` }).click()])
    expect(download.suggestedFilename()).toBe(`Số liệu.${kind.toLowerCase()}`)
    const lines = await read(await download.path())
    const sum = lines.at(-1)!
    expect([kind, lines[0]![1], sum[0], Number(sum[1]), Number(sum[13])]).toEqual([kind, 'Đang thực hiện', 'Cộng', total, done])
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.slice(1, -1).reduce((all, line) => all + Number(line[1]), 0)).toBe(total)
  }

  await page.getByRole('button', { name: 'Sắp xếp theo Đang mở' }).click()
  const ward = table.locator('tbody tr').filter({ has: page.getByRole('link') }).first()
  const [name, count] = [await ward.getByRole('link').textContent(), (await column())[0]!]
  await ward.getByRole('button', { name: /^Đang mở, / }).click()
  const sheet = page.getByRole('dialog', { name: `Đang mở · ${name!}` })
  await expect(sheet.locator('li.row')).toHaveCount(Math.min(30, count))
  await accessible(page)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await ward.getByRole('link').click()
  await loaded(page)
  await page.getByRole('button', { name: 'Lên đơn vị cấp trên' }).click()
  await expect(page.locator('.screen-head')).toContainText('Thành phố Hồ Chí Minh')
  await context.close()
})

test('on a phone the figures of a ward are as they were on a day, and tell so; a task opens from them; without a network they say it', async ({ browser }) => {
  await giveWard(`Rà soát cống ${Date.now()}`, new Date(Date.now() + 86_400_000).toISOString())
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  await visit(page, '/so-lieu?ky=all')
  await loaded(page)
  await accessible(page)
  const now = await open(page)
  expect(now).toBeGreaterThan(0)
  await page.getByLabel('Nhìn lại ngày').fill(daysAgo(2_000))
  await expect(page.getByText(/^Số liệu như vào cuối ngày/)).toBeVisible()
  await loaded(page)
  await expect.poll(() => open(page)).toBe(0)
  await page.getByRole('button', { name: 'Về hiện tại' }).click()
  await expect.poll(() => open(page)).toBe(now)

  await page.getByLabel('Xem theo').selectOption({ label: 'Nguồn việc' })
  await expect(page.locator('table.groups').getByRole('rowheader', { name: 'Không ghi nguồn' })).toBeVisible()
  await expect(page.locator('table.groups tbody button')).toHaveCount(0)
  await page.getByLabel('Xem theo').selectOption({ label: 'Chức vụ' })
  await page.getByRole('combobox', { name: 'Kỳ', exact: true }).selectOption({ label: 'Tự chọn…' })
  await page.getByLabel('Từ ngày').fill(daysAgo(3))
  await page.getByLabel('Đến ngày').fill(daysAgo(4))
  await expect(page.getByRole('heading', { name: 'Đã hoàn thành: 0' })).toBeVisible()
  await page.getByLabel('Từ ngày').fill(daysAgo(60))
  await page.getByLabel('Đến ngày').fill(daysAgo(0))
  await expect(page.getByRole('heading', { name: 'Đã hoàn thành: 0' })).toHaveCount(0)

  const inTime = await cell(page, 'Đúng hạn (kể cả gia hạn)')
  await page.locator('.summary button.cell').filter({ hasText: 'Đúng hạn (kể cả gia hạn)' }).click()
  const tasks = page.getByRole('dialog').locator('li.row')
  await expect(tasks).toHaveCount(Math.min(30, inTime))
  const title = await tasks.first().locator('.row-title').textContent()
  await tasks.first().getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: title! })).toBeVisible()
  await context.setOffline(true)
  await visit(page, '/so-lieu?ky=quarter')
  await expect(page.getByText('Không có kết nối hoặc bạn không được xem số liệu của đơn vị này.')).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await loaded(page)
  await context.close()
})
