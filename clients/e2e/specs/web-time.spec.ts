/** Nothing is forgotten: reminders of a task and of one's own, on the task, on the first screen and in their list. */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

/** The newest task that I may see; its title. */
async function openTask(page: Page): Promise<string> {
  await visit(page, '/don-vi?xep=created')
  const link = page.locator('.row-link').first()
  const title = (await link.locator('.row-title').textContent())!
  await link.click()
  await expect(page.getByRole('heading', { name: 'Diễn biến' })).toBeVisible()
  return title
}

test('a task says when it reminds next and whom; a private reminder is set there, put off, and done elsewhere', async ({ browser }) => {
  const text = `Gọi lại ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  await openTask(page)
  await expect(page.getByText(/^Lần nhắc tới:|^Việc này không còn lần nhắc nào/)).toBeVisible()

  await page.getByRole('button', { name: 'Nhắc tôi riêng' }).click()
  await page.getByRole('radio', { name: 'Một giờ nữa' }).check()
  await page.getByLabel('Nhắc tôi việc gì').fill(text)
  await accessible(page)
  await page.getByRole('button', { name: 'Đặt nhắc việc' }).click()
  await expect(page.locator('.row.reminder', { hasText: text })).toBeVisible()

  await context.setOffline(true)
  await visit(page, '/nhac-viec')
  await page.getByRole('button', { name: new RegExp(`Thao tác với “${text}”`) }).click()
  await page.getByRole('button', { name: 'Sửa nhắc việc' }).locator('visible=true').click()
  await page.getByRole('radio', { name: 'Ngày mai 8:00' }).check()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(page.locator('.row.reminder', { hasText: text })).toContainText('08:00')
  await accessible(page)
  await context.setOffline(false)

  const second = await openApp(browser, people.wardSpecialist())
  await visit(second.page, '/nhac-viec')
  await expect(second.page.locator('.row.reminder', { hasText: text })).toContainText('08:00')
  await second.page.getByRole('button', { name: `Xong: ${text}` }).click()
  await expect(page.locator('.row.reminder', { hasText: text })).toHaveCount(0)
  await second.context.close()
  await context.close()
})

test('a notice of a reminder leads to it on the first screen, or says that it is done', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman())
  await visit(page, `/hom-nay?nhac=${crypto.randomUUID()}`)
  await expect(page.getByText('Lời nhắc này đã xong hoặc không còn trên máy.')).toBeVisible()
  await context.close()
})
