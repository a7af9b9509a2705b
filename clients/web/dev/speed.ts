/**
 * The app's figures in real Chromium, as one JSON object: usable list from disk and echo of an action, on a CPU slowed six times.
 *
 * 5,000 tasks and the city's directory lie in IndexedDB; no network answers. "List" is from navigation to the first row of the list of
 * work, ready to be pressed; "echo" from pressing Nhận to the changed row on screen. Best and median of the runs are given.
 * Usage: tsx dev/speed.ts (after a build)
 */
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { chromium, type Page, type Route } from 'playwright-core'
import { build } from './fixture'

const DIST = join(import.meta.dirname, '../dist')
const ORIGIN = 'http://congvu.test'
const SLOWER = 6
const RUNS = Number(process.env['RUNS'] ?? 5)
const TASKS = 5_000
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

type WireRow = [string, string, number, string[], object]

const { city, signIns } = build(Date.now())
const official = signIns[2]?.official ?? ''

function rows(): WireRow[] {
  const all: WireRow[] = []
  for (const name of ['unit', 'post', 'official', 'phone'] as const)
    for (const [id, fields] of city[name]) all.push([name, id, 1, ['all'], fields])
  const [unit] = [...city.unit].find(([, fields]) => fields.name === 'Phường Sài Gòn') ?? ['']
  const sample = [...city.task.values()].filter((task) => task.lead.unit === unit)
  for (let place = 0; place < TASKS; place += 1) {
    const like = sample[place % sample.length]
    const id = `0192f000-0000-7000-9000-${place.toString(16).padStart(12, '0')}`
    all.push([
      'task',
      id,
      1,
      ['desk'],
      { ...like, title: `${like?.title ?? ''} (${place})`, ...(place % 3 === 0 ? { state: 'assigned', waiting: 'lead' } : {}) },
    ])
  }
  return all
}

async function file(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url())
  if (pathname.startsWith('/api/'))
    return route.fulfill({ status: 200, json: { accessToken: 'good', official, realtime: `ws://congvu.test/sync` } })
  const name = extname(pathname) ? pathname : '/index.html'
  try {
    return await route.fulfill({
      body: readFileSync(join(DIST, name)),
      contentType: TYPES[extname(name)] ?? 'application/octet-stream',
    })
  } catch {
    return route.fulfill({ status: 404 })
  }
}

async function fill(page: Page): Promise<void> {
  const frames = JSON.stringify(rows())
  await page.routeWebSocket(/sync/, (socket) => {
    socket.onMessage((text) => {
      const { t } = JSON.parse(String(text)) as { t: string }
      if (t === 'ping') socket.send(JSON.stringify({ t: 'pong', head: 1 }))
      if (t !== 'hello') return
      const limits = { frame: 1_048_576, commands: 32 }
      socket.send(
        JSON.stringify({ t: 'welcome', v: 1, session: 's', head: 1, clock: new Date().toISOString(), limits, heartbeat: 25 }),
      )
      socket.send(JSON.stringify({ t: 'begin', to: 1, reset: [], added: ['all', 'desk'], dropped: [] }))
      socket.send(`{"t":"rows","rows":${frames}}`)
      socket.send(JSON.stringify({ t: 'end', cursor: 'c' }))
    })
  })
}

const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN

const browser = await chromium.launch({
  executablePath: process.env['CONGVU_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, serviceWorkers: 'block' })
await context.route(`${ORIGIN}/**`, file)
await context.addInitScript((who) => {
  localStorage.setItem('congvu.session', JSON.stringify({ official: who, realtime: 'ws://congvu.test/sync' }))
}, official)
const first = await context.newPage()
await fill(first)
await first.goto(`${ORIGIN}/don-vi`)
await first.locator('.row-link').first().waitFor({ timeout: 60_000 })
await first.waitForTimeout(3_000)
await first.close()

const lists: number[] = []
const echoes: number[] = []
for (let run = 0; run < RUNS; run += 1) {
  const page = await context.newPage()
  await page.routeWebSocket(/sync/, () => undefined)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector('.rows .row .button')) return
      seen.disconnect()
      requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { usable: performance.now() })))
    })
    seen.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${ORIGIN}/don-vi`, { waitUntil: 'commit' })
  await page.waitForFunction(() => 'usable' in globalThis, null, { timeout: 60_000 })
  lists.push(await page.evaluate(() => (globalThis as unknown as { usable: number }).usable))
  await page.waitForTimeout(1_500)
  echoes.push(
    await page.evaluate(async () => {
      const button = [...document.querySelectorAll<HTMLButtonElement>('.row .button')].find(
        ({ textContent }) => textContent === 'Nhận',
      )
      const row = button?.closest('.row')
      const began = performance.now()
      button?.click()
      while (!row?.querySelector('.trail') && performance.now() - began < 5_000) await new Promise(requestAnimationFrame)
      return performance.now() - began
    }),
  )
  await page.close()
}
await browser.close()
console.log(
  JSON.stringify({
    slower: SLOWER,
    tasks: TASKS,
    rows: rows().length,
    listMs: { best: Math.min(...lists), median: median(lists) },
    echoMs: { best: Math.min(...echoes), median: median(echoes) },
    all: { lists, echoes },
  }),
)
