/** Lịch: work by its deadline in a grid that keys go through, on a phone a list without a network; its address for other calendars. */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'
import { act, actor } from '../support/talk.ts'
import { giveWard } from '../support/work.ts'

/** Days of December 2031, one for each test, and how a reader hears them. */
const [DAY, HEARD] = ['2031-12-10', 'Thứ Tư, 10/12']
const [OTHER, OTHER_HEARD] = ['2031-12-17', 'Thứ Tư, 17/12']

/** A task for the ward, due on a day. */
const given = (title: string, day: string): Promise<void> => giveWard(title, `${day}T10:00:00Z`)

const cell = (page: Page, day: string) => page.locator(`[data-day="${day}"]`)

test('keys go through the month; a day and its task open beside the grid', async ({ browser }) => {
  const title = `Tổng kết năm ${Date.now()}`
  await given(title, DAY)
  const { page, context } = await openApp(browser, people.wardChairman())
  await page.getByRole('link', { name: 'Lịch', exact: true }).click()
  await expect(page.getByRole('grid')).toBeVisible()
  await expect(page.getByRole('gridcell', { selected: true })).toHaveAttribute('aria-current', 'date')
  await accessible(page)

  await visit(page, '/lich?cua=mine&ngay=2031-12-03')
  await cell(page, '2031-12-03').focus()
  await page.keyboard.press('ArrowDown')
  await expect(cell(page, DAY)).toBeFocused()
  await expect(cell(page, DAY)).toContainText('còn hạn: Tổng kết năm')
  await page.keyboard.press('End')
  await expect(cell(page, '2031-12-14')).toBeFocused()
  await page.keyboard.press('PageDown')
  await expect(cell(page, '2032-01-14')).toBeFocused()
  await expect(page.getByText('Tháng 1, 2032')).toBeVisible()
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Home')
  await expect(cell(page, '2031-12-08')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: HEARD })).toBeFocused()
  await page.getByRole('region', { name: HEARD }).getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expect(page.getByRole('grid')).toBeVisible()
  await page.getByRole('button', { name: 'Về ngày đang xem' }).click()
  await expect(page.getByRole('heading', { name: HEARD })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Hôm nay' }).click()
  await expect(page.getByRole('gridcell', { selected: true })).toHaveAttribute('aria-current', 'date')
  await context.close()
})

test('on a phone the days are a list, also without a network; days off and private reminders stand in it', async ({ browser }) => {
  const [title, text] = [`Tổng kết thi đua ${Date.now()}`, `Gọi điện ${Date.now()}`]
  await given(title, OTHER)
  const ward = await actor(people.wardChairman())
  await act(ward, 'reminder.set', { text, at: `${OTHER}T02:00:00Z`, subject: null })
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  await visit(page, `/don-vi?xep=created`)
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  await page.getByRole('link', { name: 'Lịch', exact: true }).click()
  await expect(page.getByRole('combobox', { name: 'Việc của ai' })).toHaveValue('unit')
  await accessible(page)
  await context.setOffline(true)
  await visit(page, `/lich?cua=mine&ngay=${OTHER}`)
  const day = page.getByRole('region', { name: OTHER_HEARD })
  await expect(day.getByRole('listitem').filter({ hasText: title })).toContainText('17:00 · còn hạn')
  await expect(day.getByRole('listitem').filter({ hasText: text })).toContainText('09:00 · Nhắc việc riêng')
  await page.getByRole('button', { name: 'Tháng sau' }).click()
  await expect(page.getByText('Tháng 1, 2032')).toBeVisible()
  await visit(page, '/lich?ngay=2026-04-01')
  await expect(page.getByText(/^Nghỉ: /).first()).toBeVisible()
  await context.close()
})

test('the address for other calendars is made, fetched, changed and taken back', async ({ browser, request }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  await visit(page, '/cai-dat?lich')
  const feed = page.getByRole('region', { name: 'Lịch trên điện thoại' })
  await expect(feed.getByRole('heading', { name: 'Lịch trên điện thoại' })).toBeFocused()
  await feed.getByRole('button', { name: 'Tạo địa chỉ' }).click()
  const address = feed.getByRole('textbox', { name: 'Địa chỉ' })
  const first = await address.inputValue()
  await accessible(page)
  expect(await (await request.get(first)).text()).toContain('BEGIN:VCALENDAR')

  await feed.getByRole('button', { name: 'Tạo địa chỉ mới' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Tạo địa chỉ mới' }).click()
  await expect(address).not.toHaveValue(first)
  const second = await address.inputValue()
  expect((await request.get(first)).status()).toBe(404)
  expect((await request.get(second)).status()).toBe(200)

  await feed.getByRole('button', { name: 'Ngừng chia sẻ' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ngừng chia sẻ' }).click()
  await expect(feed.getByRole('button', { name: 'Tạo địa chỉ', exact: true })).toBeVisible()
  expect((await request.get(second)).status()).toBe(404)
  await context.close()
})
