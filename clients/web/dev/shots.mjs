/** Pictures of every screen, in both sizes and themes, each looked over by axe. Usage: node dev/shots.mjs [name filter] */
import { createRequire } from 'node:module'
import { readFileSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { SHOTS } from './shots.list.mjs'

const base = process.env.SHOTS_URL ?? 'http://localhost:5173'
const out = process.env.SHOTS_OUT ?? '/tmp/shots'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SIZES = { m: { width: 360, height: 740 }, d: { width: 1440, height: 900 } }
const only = process.argv[2] ? new RegExp(process.argv[2]) : /./
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
let wrong = 0
for (const { name, as = 'chu.tich', path = '/', size = 'md', theme = 'l', act, language = process.env.SHOTS_LANGUAGE ?? 'vi', query = '' } of SHOTS) {
  for (const s of size)
    for (const th of theme) {
      const file = `${name}-${s}${th === 'd' ? '-dark' : ''}`
      if (!only.test(file)) continue
      const context = await browser.newContext({
        viewport: SIZES[s],
        deviceScaleFactor: s === 'm' ? 2 : 1,
        colorScheme: th === 'd' ? 'dark' : 'light',
        hasTouch: s === 'm',
        timezoneId: 'Asia/Ho_Chi_Minh',
        bypassCSP: true,
      })
      await context.addInitScript(
        ([as, language]) => {
          localStorage.setItem('congvu.language', language)
          if (as && !localStorage.getItem('congvu.session'))
            localStorage.setItem('congvu.session', JSON.stringify({ official: as, realtime: 'ws://fixture' }))
        },
        [as, language],
      )
      const page = await context.newPage()
      page.on('pageerror', (error) => {
        wrong += 1
        console.log(`  ${file}: ${error.message}`)
      })
      page.on('console', (message) => message.type() === 'error' && console.log(`  ${file}: console ${message.text()}`))
      await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}${query}`)
      await page.waitForSelector('#app > *')
      if (act) await act(page, s)
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${out}/${file}.png` })
      await page.evaluate(axe)
      const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
      for (const { id, nodes } of found.violations) {
        wrong += 1
        console.log(
          `  ${file}: axe ${id}: ${nodes
            .slice(0, 3)
            .map((node) => node.target + ' ' + (node.any[0]?.message ?? ''))
            .join(' | ')}`,
        )
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      if (wide) {
        wrong += 1
        console.log(`  ${file}: wider than the screen`)
      }
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, a[href], select, input')]
          .filter((el) => {
            const r = el.getBoundingClientRect()
            const st = getComputedStyle(el)
            return (
              r.width > 0 &&
              r.height > 0 &&
              r.bottom > 0 &&
              r.top < innerHeight &&
              (r.height < 40 || r.width < 40) &&
              st.clipPath === 'none' &&
              !el.closest('.skip,p,.cell')
            )
          })
          .map(
            (el) =>
              `${el.className || el.tagName} ${Math.round(el.getBoundingClientRect().width)}×${Math.round(el.getBoundingClientRect().height)}`,
          )
          .slice(0, 4),
      )
      if (s === 'm' && small.length) console.log(`  ${file}: small ${small.join(', ')}`)
      console.log(file)
      await context.close()
    }
}
await browser.close()
console.log(wrong ? `${wrong} faults` : 'no faults')
