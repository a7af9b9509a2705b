/** The demonstration page: three devices side by side, the phone's network switched off and on. */
import { expect, test } from '@playwright/test'
import { city } from '../support/city.ts'

test('chairman, phone and office side by side; the phone loses its network and gets it back', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, timezoneId: 'Asia/Ho_Chi_Minh' })
  const page = await context.newPage()
  await page.goto(new URL('/demo', city().url).href)
  const device = (role: string) => page.frameLocator(`.device.${role} iframe`)
  for (const role of ['chairman', 'ward', 'office']) await expect(device(role).locator('[data-status=live]')).toBeVisible()

  await page.getByRole('button', { name: 'Điền sẵn chỉ đạo', exact: true }).click()
  await device('chairman').getByRole('button', { name: 'Giao cho 168 đơn vị' }).click()
  await device('chairman').getByRole('dialog').getByRole('button', { name: 'Giao cho 168 đơn vị' }).click()
  await device('ward')
    .getByRole('link', { name: /ngập do triều cường/ })
    .first()
    .click()

  await page.getByRole('switch', { name: 'Mạng của điện thoại' }).uncheck()
  await expect(device('ward').locator('[data-status=offline]')).toBeVisible()
  await device('ward').getByRole('button', { name: 'Trả lời', exact: true }).click()
  await device('ward')
    .getByLabel(/Số hộ bị ngập/)
    .fill('21')
  await device('ward').getByRole('radio', { name: 'Dưới 20 cm' }).check()
  await device('ward').getByRole('button', { name: 'Gửi trả lời' }).click()
  await expect(device('ward').getByText('Giữ trên máy', { exact: true })).toBeVisible()

  await page.getByRole('switch', { name: 'Mạng của điện thoại' }).check()
  await device('office')
    .getByRole('link', { name: /ngập do triều cường/ })
    .first()
    .click()
  await expect(device('office').getByRole('button', { name: 'Phường Sài Gòn: Đã nộp' })).toBeVisible()
  await context.close()
})
