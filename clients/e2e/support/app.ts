/** The web app in a browser, as someone of the city uses it. */
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, devices, expect, type Page } from '@playwright/test'
import { city } from './city.ts'
import type { SignIn } from './server.ts'

export interface App {
  readonly page: Page
  readonly context: BrowserContext
}

/** Opens the app on a device of its own and signs in by the form; resolves once everything is here. */
export async function openApp(browser: Browser, who: SignIn, phone = false): Promise<App> {
  const size = phone
    ? { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } }
    : { viewport: { width: 1440, height: 900 } }
  const context = await browser.newContext({ ...size, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  const page = await context.newPage()
  await page.goto(city().url)
  await page.getByLabel('Tên đăng nhập').fill(who.login)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await live(page)
  return { page, context }
}

/** Waits until the app says, truthfully, that it is online. */
export async function live(page: Page): Promise<void> {
  await expect(page.locator('[data-status=live]')).toBeVisible()
}

/** Nothing that axe would object to on the screen as it is now. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

/** Goes somewhere by the app's own links. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement('a')
    link.href = to
    document.querySelector('.frame')?.append(link)
    link.click()
    link.remove()
  }, path)
}
