/** People talk in the app: live in two browsers, without a network, in threads, with reactions; and the inbox tells. */
import { expect, test } from '@playwright/test'
import { accessible, live, openApp, visit } from '../support/app.ts'
import { people } from '../support/city.ts'

const WARD = 'Phường Sài Gòn'

async function openWard(page: import('@playwright/test').Page): Promise<void> {
  await visit(page, '/trao-doi')
  await page.getByRole('link', { name: WARD }).first().click()
  await expect(page.getByRole('heading', { name: WARD })).toBeVisible()
}

test('what one says in the ward the other hears, edits and reactions included; unread agrees', async ({ browser }) => {
  const chairman = await openApp(browser, people.wardChairman())
  const specialist = await openApp(browser, people.wardSpecialist(), true)
  const text = `Nước rút ${Date.now()} cm`
  await openWard(chairman.page)
  await openWard(specialist.page)
  await accessible(specialist.page)
  await chairman.page.getByLabel('Viết tin nhắn').fill(text)
  await chairman.page.keyboard.press('Enter')
  await expect(specialist.page.locator('.message', { hasText: text })).toBeVisible()
  await expect(chairman.page.locator('.message', { hasText: text })).toBeVisible()

  const heard = specialist.page.locator('.message', { hasText: text })
  await heard.getByRole('button', { name: /thao tác/ }).click()
  await specialist.page.getByRole('button', { name: '👍', exact: true }).locator('visible=true').click()
  await expect(chairman.page.locator('.message', { hasText: text }).getByRole('button', { name: /👍 1/ })).toBeVisible()

  const said = chairman.page.locator('.message', { hasText: text })
  await said.getByRole('button', { name: /thao tác/ }).click()
  await chairman.page.getByRole('button', { name: 'Sửa', exact: true }).locator('visible=true').click()
  await chairman.page.getByLabel('Viết tin nhắn').fill(`${text}, đã đo lại`)
  await chairman.page.keyboard.press('Enter')
  await expect(specialist.page.locator('.message', { hasText: `${text}, đã đo lại` })).toBeVisible()
  await expect(specialist.page.locator('.message', { hasText: 'đã đo lại' }).getByText(/đã sửa/)).toBeVisible()
  await chairman.context.close()
  await specialist.context.close()
})

test('said without a network it is kept, and sent once', async ({ browser }) => {
  const chairman = await openApp(browser, people.wardChairman())
  const specialist = await openApp(browser, people.wardSpecialist())
  const text = `Ngoại tuyến ${Date.now()}`
  await openWard(chairman.page)
  await openWard(specialist.page)
  await specialist.context.setOffline(true)
  await specialist.page.getByLabel('Viết tin nhắn').fill(text)
  await specialist.page.keyboard.press('Enter')
  await expect(specialist.page.locator('.message.pending', { hasText: text })).toBeVisible()
  await specialist.context.setOffline(false)
  await live(specialist.page)
  await expect(chairman.page.locator('.message', { hasText: text })).toHaveCount(1)
  await expect(specialist.page.locator('.message.pending', { hasText: text })).toHaveCount(0)
  await expect(specialist.page.locator('.message', { hasText: text })).toHaveCount(1)
  await chairman.context.close()
  await specialist.context.close()
})

test('who is called is told, and finds the message in its place; a thread has its answers', async ({ browser }) => {
  const chairman = await openApp(browser, people.wardChairman())
  const specialist = await openApp(browser, people.wardSpecialist())
  const name = people.wardSpecialist().name
  const text = `xem giúp ${Date.now()}`
  await openWard(chairman.page)
  await chairman.page.getByLabel('Viết tin nhắn').pressSequentially(`@${name.slice(0, 9)}`)
  await chairman.page.getByRole('option', { name }).click()
  await chairman.page.getByLabel('Viết tin nhắn').pressSequentially(text)
  await chairman.page.keyboard.press('Enter')
  await visit(specialist.page, '/thong-bao')
  await expect(specialist.page.getByRole('link', { name: WARD }).first()).toBeVisible()
  await accessible(specialist.page)
  await specialist.page.getByRole('link', { name: WARD }).first().click()
  const heard = specialist.page.locator('.message', { hasText: text })
  await heard.getByRole('button', { name: /thao tác/ }).click()
  await specialist.page.getByRole('button', { name: 'Trả lời trong luồng' }).locator('visible=true').click()
  const thread = specialist.page.getByRole('complementary', { name: 'Luồng trả lời' })
  await thread.getByLabel('Viết tin nhắn').fill('Đã xem, đúng ạ')
  await specialist.page.keyboard.press('Enter')
  await expect(thread.getByText('Đã xem, đúng ạ')).toBeVisible()
  await expect(chairman.page.locator('.message', { hasText: text }).getByText('1 trả lời')).toBeVisible()
  await chairman.context.close()
  await specialist.context.close()
})

test('one search finds work, people and what was said', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman())
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Tìm mọi thứ' }).fill('may bom luu dong')
  await expect(page.getByRole('group', { name: 'Tin nhắn' }).getByRole('option').first()).toBeVisible()
  await accessible(page)
  await page.keyboard.press('Escape')
  await context.close()
})
