/**
 * The SDK in a bare page against a stand-in gateway in this process (whose cost is included).
 *
 * Catching up: 10,000 of 12,000 rows over 20 scopes changed while the device was away; from `openSync` to live, over a connection with a
 * round trip of 200 ms. From disk: 5,000 rows at a CPU slowed 6 times, no network, from `openSync` to the rows. Echo: `send` to the
 * change on screen, same CPU.
 */
import type { Browser, Page } from '@playwright/test'
import { bundle } from '../support/bundle.ts'
import { standIn, type Standing } from '../support/gateway.ts'
import { median, round } from './figures.ts'

const ROUND_TRIP = 200
const SCOPES = 20
const RUNS = 5

const OPEN = `(url) => congvu.openSync({ url, official: 'o-1', token: async () => 'good' }).then((sync) => (window.sync = sync))`

function task(index: number, round: number): Record<string, unknown> {
  const seat = { unit: `0191f000-0000-7000-8000-${String(index % 168).padStart(12, '0')}`, post: null }
  const at = new Date(Date.UTC(2026, 10, 21, 0, index % 1440)).toISOString()
  return {
    stale: false, title: `Rà soát, thống kê số hộ dân bị ngập do triều cường đợt ${index}`, description: 'Báo cáo trước 11 giờ.',
    source: { kind: 'directive', reference: `0191f000-0000-7000-8000-${String(index).padStart(12, '0')}` }, urgency: 'urgent',
    state: 'in-progress', assigner: seat, creator: seat.unit, lead: seat, chain: [seat], coordinating: [seat], following: [seat],
    chaser: null, deadline: at, originalDeadline: at, parent: null, directive: null, form: [], answers: {}, percent: round,
    openedAt: at, openedBy: seat.unit, acceptedAt: at, submittedAt: null, completedAt: null,
    lastReport: { at, by: seat.unit, percent: round, text: 'Đã kiểm tra các điểm ngập sâu, đang hỗ trợ di dời.' },
    waiting: 'lead', waitingSince: at, waitingSeat: seat, extension: null, decline: null, returned: null, inTime: null,
    createdAt: at, updatedAt: at, version: round,
  }
}

function write(city: Standing, count: number, round: number): void {
  for (let index = 0; index < count; index++) {
    city.gateway.write('task', `0191f000-0000-7000-9000-${String(index).padStart(12, '0')}`, [`post:${index % SCOPES}`], task(index, round))
  }
}

const live = (page: Page): Promise<unknown> =>
  page.waitForFunction(`window.sync?.status().connection === 'live'`, null, { polling: 5 })

/** Milliseconds from opening to live, after `changed` rows moved on. */
async function catchUp(browser: Browser, sdk: string): Promise<number> {
  const city = await standIn(sdk, ROUND_TRIP / 2)
  const context = await browser.newContext()
  try {
    write(city, 12_000, 1)
    const page = await context.newPage()
    await page.goto(city.page)
    await page.evaluate(`(${OPEN})('${city.socket}')`)
    await live(page)
    await page.evaluate(`sync.close()`)
    write(city, 10_000, 2)
    await page.reload()
    const began = performance.now()
    await page.evaluate(`(${OPEN})('${city.socket}').then(() => undefined)`)
    await live(page)
    const took = performance.now() - began
    const stale = await page.evaluate(`[...sync.rows('task').values()].filter((row) => row.fields.version === 2).length`)
    if (stale !== 10_000) throw new Error(`only ${String(stale)} rows are new`)
    return took
  } finally {
    await context.close()
    await city.close()
  }
}

/** Milliseconds until 5,000 rows are there from disk, and until an action shows. */
async function slowDevice(browser: Browser, sdk: string): Promise<{ disk: number[]; echo: number[] }> {
  const city = await standIn(sdk)
  const context = await browser.newContext()
  const [disk, echo]: [number[], number[]] = [[], []]
  try {
    write(city, 5000, 1)
    const page = await context.newPage()
    await page.goto(city.page)
    await page.evaluate(`(${OPEN})('${city.socket}')`)
    await live(page)
    await page.evaluate(`sync.close()`)
    city.cut(true)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    for (let run = 0; run < RUNS; run++) {
      await page.reload()
      disk.push(await page.evaluate(fromDisk(city.socket)))
      echo.push(await page.evaluate(ECHO))
      await page.evaluate(`sync.close()`)
    }
    return { disk, echo }
  } finally {
    await context.close()
    await city.close()
  }
}

const fromDisk = (url: string): string => `(async () => {
  const began = performance.now()
  await (${OPEN})('${url}')
  if (sync.rows('task').size !== 5000) throw new Error('rows are missing')
  return performance.now() - began
})()`

const ECHO = `(async () => {
  const id = sync.rows('task').keys().next().value
  const began = performance.now()
  const optimistic = [{ collection: 'task', id, patch: { state: 'accepted' } }]
  const shown = new Promise((resolve) => sync.subscribe('task', resolve))
  sync.send('task.accept', { task: id }, { optimistic })
  await shown
  if (sync.rows('task').get(id).fields.state !== 'accepted') throw new Error('not shown')
  return performance.now() - began
})()`

/** The figures, times in milliseconds. */
export async function sdk(browser: Browser): Promise<object> {
  const script = await bundle()
  const { disk, echo } = await slowDevice(browser, script)
  const caught = [await catchUp(browser, script), await catchUp(browser, script), await catchUp(browser, script)]
  return {
    catchUp: { changedRows: 10_000, rows: 12_000, scopes: SCOPES, roundTripMs: ROUND_TRIP, ms: median(caught), runs: caught.map(round) },
    fromDisk: { rows: 5000, cpuSlowdown: 6, ms: median(disk), runs: disk.map(round) },
    echo: { rows: 5000, cpuSlowdown: 6, ms: median(echo), runs: echo.map(round) },
  }
}
