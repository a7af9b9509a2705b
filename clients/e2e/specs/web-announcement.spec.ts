/** An announcement: written, read with and without a network, acknowledged once; its board fills as one watches. */
import { expect, type Page, test } from '@playwright/test'
import { accessible, live, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

/** The ward's chairman tells their own unit. */
async function announce(page: Page, title: string): Promise<void> {
  await visit(page, '/cong-bo/moi')
  await page.getByLabel('Thông báo về việc gì').fill(title)
  await page.getByLabel('Nội dung', { exact: true }).fill('Trực **24/24** tại trụ sở.')
  await page.getByRole('button', { name: 'Đơn vị tôi' }).click()
  await expect(page.getByText(/^1 đơn vị, \d+ người sẽ nhận được$/)).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Gửi thông báo' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

const progress = (page: Page) => page.locator('.progress')

test('written, opened and acknowledged with and without a network, reminded, corrected, withdrawn', async ({ browser }) => {
  const title = `Lịch trực ${Date.now()}`
  const issuer = await openApp(browser, people.wardChairman())
  const reader = await openApp(browser, people.wardSpecialist(), true)
  await announce(issuer.page, title)
  await expect(progress(issuer.page)).toContainText(/^0\/\d+ người đã nắm rõ$/)

  await test.step('opened: the issuer sees it as it happens', async () => {
    await expect(reader.page.getByRole('heading', { name: /Thông báo cần xác nhận/ })).toBeVisible()
    await visit(reader.page, '/cong-bo')
    await reader.page.getByRole('link', { name: title }).first().click()
    await expect(reader.page.getByText('24/24', { exact: true })).toBeVisible()
    await accessible(reader.page)
    await expect(issuer.page.getByRole('button', { name: /^Đã xem 1$/ })).toBeEnabled()
  })

  await test.step('acknowledged without a network: kept, sent once it is back, and once only', async () => {
    await reader.context.setOffline(true)
    await expect(reader.page.locator('[data-status=live]')).toHaveCount(0)
    await reader.page.getByRole('button', { name: 'Đã nắm rõ', exact: true }).click()
    await expect(reader.page.getByText('Giữ trên máy, tự gửi khi có mạng.')).toBeVisible()
    await reader.page.reload()
    await expect(reader.page.getByText(/^Bạn đã nắm rõ lúc/)).toBeVisible()
    await expect(progress(issuer.page)).toContainText(/^0\//)
    await reader.context.setOffline(false)
    await expect(progress(issuer.page)).toContainText(/^1\//)
    await live(reader.page)
    await reader.page.reload()
    await live(reader.page)
    await expect(reader.page.getByText('Giữ trên máy')).toHaveCount(0)
    await expect(progress(issuer.page)).toContainText(/^1\//)
  })

  await test.step('who they are, by unit and by name', async () => {
    await issuer.page.locator('.unit-tile').click()
    const card = issuer.page.getByRole('complementary', { name: 'Phường Sài Gòn' })
    await card.getByRole('button', { name: /^Đã nắm rõ/ }).click()
    await expect(card.getByText(people.wardSpecialist().name)).toBeVisible()
    await expect(card.getByText(/^nắm rõ lúc/)).toBeVisible()
    await accessible(issuer.page)
    await issuer.page.getByRole('button', { name: /^Nhắc \d+ người chưa xác nhận$/ }).first().click()
    await expect(issuer.page.getByText(/^Nhắc lần gần nhất lúc/)).toBeVisible()
  })

  await test.step('corrected, and to be acknowledged once more', async () => {
    await issuer.page.getByRole('button', { name: 'Việc khác' }).click()
    await issuer.page.getByRole('button', { name: 'Đính chính' }).click()
    const sheet = issuer.page.getByRole('dialog', { name: 'Đính chính' })
    await sheet.getByLabel('Nội dung', { exact: true }).fill('Trực đến **ngày 12**.')
    await sheet.getByLabel('Yêu cầu mọi người xác nhận lại').check()
    await sheet.getByRole('button', { name: 'Đính chính' }).click()
    await expect(progress(issuer.page)).toContainText(/^0\//)
    await expect(reader.page.getByText('ngày 12', { exact: true })).toBeVisible()
    await expect(reader.page.getByText(/^Nội dung đã được đính chính/)).toBeVisible()
    await reader.page.getByText('Nội dung trước khi đính chính').click()
    await expect(reader.page.getByText('24/24', { exact: true })).toBeVisible()
    await accessible(reader.page)
    await reader.page.getByRole('button', { name: 'Đã nắm rõ', exact: true }).click()
    await expect(progress(issuer.page)).toContainText(/^1\//)
  })

  await test.step('withdrawn', async () => {
    await issuer.page.getByRole('button', { name: 'Việc khác' }).click()
    await issuer.page.getByRole('button', { name: 'Thu hồi' }).click()
    const sheet = issuer.page.getByRole('dialog', { name: 'Thu hồi' })
    await sheet.getByLabel('Lý do').fill('Triều đã rút')
    await sheet.getByRole('button', { name: 'Thu hồi' }).click()
    await expect(reader.page.getByText('Triều đã rút')).toBeVisible()
    await expect(reader.page.getByRole('button', { name: 'Đã nắm rõ', exact: true })).toHaveCount(0)
  })
  await issuer.context.close()
  await reader.context.close()
})

test('of the city to everybody: two readers, one board', async ({ browser }) => {
  const title = `Thông báo toàn thành phố ${Date.now()}`
  const chairman = await openApp(browser, people.chairman())
  const director = await openApp(browser, people.director(), true)
  const specialist = await openApp(browser, people.wardSpecialist(), true)
  await visit(chairman.page, '/cong-bo/moi')
  await chairman.page.getByLabel('Thông báo về việc gì').fill(title)
  await chairman.page.getByLabel('Nội dung', { exact: true }).fill('Mọi cán bộ đọc và xác nhận.')
  await chairman.page.getByRole('button', { name: /^Toàn bộ \d+ đơn vị$/ }).click()
  await chairman.page.getByRole('radio', { name: 'Khẩn', exact: true }).check()
  await chairman.page.getByRole('button', { name: 'Gửi thông báo' }).click()
  await chairman.page.getByRole('dialog').getByRole('button', { name: 'Gửi thông báo' }).click()
  await expect(progress(chairman.page)).toContainText(/^0\/\d{3,} người đã nắm rõ$/)
  await expect(chairman.page.locator('.unit-tile').nth(170)).toBeAttached()

  for (const [count, { page }] of [director, specialist].entries()) {
    await page.getByRole('link', { name: title }).first().click()
    await page.getByRole('button', { name: 'Đã nắm rõ', exact: true }).click()
    await expect(progress(chairman.page)).toContainText(new RegExp(`^${count + 1}/`))
  }
  await chairman.page.getByRole('button', { name: /^Đã nắm rõ 2$/ }).click()
  const names = chairman.page.getByRole('complementary', { name: 'Từng người' })
  for (const each of [people.director(), people.wardSpecialist()]) await expect(names.getByText(each.name)).toBeVisible()
  await accessible(chairman.page)
  for (const { context } of [chairman, director, specialist]) await context.close()
})
