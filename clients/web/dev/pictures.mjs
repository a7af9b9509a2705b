/** The README's pictures, from a running demonstration: node dev/pictures.mjs 'LINE THAT congvu serve PRINTED' FOLDER */
import { mkdirSync } from 'node:fs'
import { chromium, devices } from 'playwright-core'

const { url, signIns } = JSON.parse(process.argv[2])
const out = process.argv[3]
mkdirSync(out, { recursive: true })
const [chairman, director, ward, specialist] = signIns
const browser = await chromium.launch({
  executablePath: process.env.CONGVU_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})

async function open(who, phone, theme = 'light') {
  const size = phone
    ? { ...devices['Pixel 7'], viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }
    : { viewport: { width: 1440, height: 900 } }
  const context = await browser.newContext({ ...size, colorScheme: theme, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  const page = await context.newPage()
  await page.goto(url)
  await page.fill('[name=username]', who.login)
  await page.fill('[name=password]', who.password)
  await page.click('[type=submit]')
  await page.locator('[data-status=live]').waitFor()
  await page.locator('.row').first().waitFor()
  await page.waitForTimeout(2500)
  return page
}

const take = async (page, name) => {
  await page.waitForTimeout(700)
  await page.screenshot({ path: `${out}/${name}.png` })
  console.log(name)
}

const city = await open(chairman, false)
await take(city, 'today-wide')
await city.locator('a[href^="/chi-dao/"]').first().click()
await city.locator('.board-dot').first().waitFor()
await city.locator('.board-dot').nth(24).click()
await take(city, 'board-wide')
await city.getByRole('button', { name: 'Bảng số liệu' }).click()
await take(city, 'answers-wide')
await city.goto(`${url}/danh-ba`)
await city.locator('input[type=search]').fill('ubnd p ben nghe')
await city.locator('.found a').first().click()
await take(city, 'directory-wide')

const small = await open(chairman, true, 'dark')
await small.locator('a[href^="/chi-dao/"]').first().click()
await small.locator('.board-dot').first().waitFor()
await small.locator('input[type=range]').fill('350')
await take(small, 'board-past-phone-dark')

const phone = await open(ward, true)
await take(phone, 'today-phone')
await phone.locator('.row-link[href^="/viec/"]').first().click()
await take(phone, 'task-phone')
await phone.goto(`${url}/giao`)
await phone.locator('input[type=search]').first().fill('nguyen phuong hoa')
await take(phone, 'assign-phone')

const night = await open(specialist, true, 'dark')
await take(night, 'today-phone-dark')
await night
  .getByRole('button', { name: /^Báo cáo/ })
  .first()
  .click()
await take(night, 'report-phone-dark')

const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, timezoneId: 'Asia/Ho_Chi_Minh' })
const demo = await context.newPage()
await demo.goto(`${url}/demo`)
const frame = (role) => demo.frameLocator(`.device.${role} iframe`)
for (const role of ['chairman', 'ward', 'office']) await frame(role).locator('[data-status=live]').waitFor()
await demo.getByRole('button', { name: 'Điền sẵn chỉ đạo', exact: true }).click()
await frame('chairman').getByRole('button', { name: 'Giao cho 168 đơn vị' }).click()
await frame('chairman').getByRole('dialog').getByRole('button', { name: 'Giao cho 168 đơn vị' }).click()
await frame('ward')
  .getByRole('link', { name: /triều cường/ })
  .first()
  .click()
await frame('office')
  .getByRole('link', { name: /triều cường/ })
  .first()
  .click()
await demo.waitForTimeout(14_000)
await take(demo, 'demo')
await browser.close()
