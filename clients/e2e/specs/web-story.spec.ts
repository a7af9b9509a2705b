/** The story of the product: one directive, 168 wards, one phone without a network, one board filling as one watches. */
import { expect, test } from '@playwright/test'
import { accessible, openApp } from '../support/app.ts'
import { people } from '../support/city.ts'

test('a directive to 168 wards, answered without a network, on the board once it is back', async ({ browser }) => {
  const title = `Báo cáo số hộ bị ngập ${Date.now()}`
  const chairman = await openApp(browser, people.chairman())
  const ward = await openApp(browser, people.wardChairman(), true)

  await chairman.page.keyboard.press('n')
  await chairman.page.getByLabel('Việc gì').fill(title)
  await chairman.page.getByRole('button', { name: 'Tất cả 168' }).click()
  await chairman.page.getByRole('radio', { name: 'Trong 2 giờ' }).check()
  await chairman.page.getByRole('radio', { name: 'Hỏa tốc' }).check()
  await chairman.page.getByText('Biểu mẫu cần điền').click()
  await chairman.page.getByRole('button', { name: 'Thêm câu hỏi' }).click()
  await chairman.page.getByLabel('Hỏi gì').fill('Số hộ bị ngập')
  await chairman.page.getByRole('button', { name: 'Giao cho 168 đơn vị' }).click()
  await chairman.page.getByRole('dialog').getByRole('button', { name: 'Giao cho 168 đơn vị' }).click()
  await expect(chairman.page.getByRole('heading', { name: title })).toBeVisible()
  await expect(chairman.page.locator('.board-dot')).toHaveCount(168)

  await ward.page.getByRole('link', { name: title }).first().click()
  await expect(ward.page.getByRole('heading', { name: title })).toBeVisible()
  await expect(chairman.page.getByRole('button', { name: 'Phường Sài Gòn: Đã mở' })).toBeVisible()
  await accessible(ward.page)

  await ward.context.setOffline(true)
  await expect(ward.page.locator('[data-status=live]')).toHaveCount(0)
  await ward.page.getByRole('button', { name: 'Trả lời', exact: true }).click()
  await ward.page.getByLabel(/Số hộ bị ngập/).fill('37')
  await ward.page.getByRole('button', { name: 'Gửi trả lời' }).click()
  await expect(ward.page.getByText('Giữ trên máy', { exact: true })).toBeVisible()
  await ward.page.reload()
  await expect(ward.page.getByRole('heading', { name: title })).toBeVisible()
  await expect(ward.page.getByText('37')).toBeVisible()

  await ward.context.setOffline(false)
  await expect(chairman.page.getByRole('button', { name: 'Phường Sài Gòn: Đã nộp' })).toBeVisible()
  await chairman.page.getByRole('button', { name: 'Phường Sài Gòn: Đã nộp' }).click()
  const card = chairman.page.getByRole('complementary', { name: 'Phường Sài Gòn' })
  await expect(card.getByText('37')).toBeVisible()
  await expect(card.getByRole('link', { name: /Gọi/ }).first()).toHaveAttribute('href', /^tel:/)
  await accessible(chairman.page)

  await chairman.page.getByRole('slider').fill('0')
  await expect(chairman.page.locator('.board-dot[aria-label$="Chưa mở"]')).toHaveCount(168)
  await chairman.page.getByRole('button', { name: 'Về hiện tại' }).click()
  await expect(chairman.page.getByRole('button', { name: 'Phường Sài Gòn: Đã nộp' })).toBeVisible()

  await chairman.page.getByRole('button', { name: 'Bảng số liệu' }).click()
  await expect(chairman.page.getByRole('row', { name: /Phường Sài Gòn/ })).toContainText('37')
  const download = chairman.page.waitForEvent('download')
  await chairman.page.getByRole('button', { name: 'Tải CSV' }).click()
  expect((await download).suggestedFilename()).toBe(`${title}.csv`)
  await chairman.context.close()
  await ward.context.close()
})
