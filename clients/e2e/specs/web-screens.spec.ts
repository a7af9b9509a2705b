/** Every screen, small and large, in both themes: drawn, free of what axe objects to, no wider than the device. */
import { expect, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

const SCREENS = ['/', '/don-vi', '/giao', '/danh-ba', '/thong-bao', '/cong-bo', '/cai-dat'] as const

for (const phone of [true, false]) {
  test(`all screens, ${phone ? '360' : '1440'} pixels wide`, async ({ browser }) => {
    const { page, context } = await openApp(browser, people.wardSpecialist(), phone)
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      for (const path of SCREENS) {
        await visit(page, path)
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
        await accessible(page)
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(page.viewportSize()!.width)
      }
    }
    await visit(page, '/')
    await page.locator('.row-link[href^="/viec/"]').first().click()
    await expect(page.getByRole('heading', { name: 'Diễn biến' })).toBeVisible()
    await accessible(page)
    await context.close()
  })
}

const DEEPER = ['/lich', '/so-lieu', '/danh-gia', '/dinh-ky', '/dinh-ky/moi', '/mau-viec', '/uy-quyen', '/vang-mat', '/ban-giao'] as const

test('what a leader plans, counts and hands over is no wider than a phone', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  for (const path of DEEPER) {
    await visit(page, path)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await expect(page.locator('.filling')).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(page.viewportSize()!.width)
  }
  await context.close()
})

test('in English, chosen in the settings', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  await visit(page, '/cai-dat')
  await page.getByRole('radio', { name: 'English' }).check()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await visit(page, '/')
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
  await accessible(page)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
  await context.close()
})

test('keys: somewhere, search, help', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist())
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await expect(page.getByRole('heading', { name: 'Danh bạ công vụ' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('ubnd p ben nghe')
  await expect(page.getByRole('link', { name: 'Phường Sài Gòn' }).first()).toBeVisible()
  await page.keyboard.press('Tab')
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Phím tắt' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await context.close()
})

test('signing out leaves nothing on the device', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist())
  await visit(page, '/cai-dat')
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Đăng xuất' }).click()
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible()
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
  expect(await page.evaluate(() => localStorage.getItem('congvu.session'))).toBeNull()
  await context.close()
})
