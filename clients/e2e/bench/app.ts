/**
 * The web app against the real server, at a CPU slowed 6 times: 5,000 rows on the device (the official's own and copies of their tasks),
 * from the start of the navigation to a list with buttons, and from pressing one to the change on screen.
 */
import type { Browser } from '@playwright/test'
import { openApp } from '../support/app.ts'
import { bundle } from '../support/bundle.ts'
import { people } from '../support/city.ts'
import { median, round } from './figures.ts'
import { opened, SLOWDOWN, slowed } from './opening.ts'

const ROWS = 5000
const RUNS = 5

/** Fills the device up with copies of the official's tasks, as the SDK stores them; how many rows it then has. */
const fill = (records: string): string => `(async () => {
  ${records}
  const { name } = (await indexedDB.databases()).find(({ name }) => name.endsWith(':rows'))
  const database = await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result)))
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject })
  const store = () => database.transaction('records', 'readwrite').objectStore('records')
  const rows = congvu.unpacked(await done(store().getAll()))
  const tasks = rows.filter(([collection, , , , fields]) => collection === 'task' && fields !== null)
  const copies = Array.from({ length: Math.max(0, ${ROWS} - rows.length) }, (_, index) => {
    const [collection, , position, scopes, fields] = tasks[index % tasks.length]
    return [collection, crypto.randomUUID(), position, scopes, fields]
  })
  for (const record of congvu.packed(copies)) await done(store().add(record))
  database.close()
  return rows.length + copies.length
})()`

/** Accepts a task, which needs no more words; milliseconds until its row has changed. */
const PRESS = `new Promise((resolve, reject) => {
  const button = [...document.querySelectorAll('.row .button.primary')].find((each) => each.ariaLabel?.startsWith('Nhận:'))
  if (!button) return reject(new Error('there is no task to accept'))
  const row = button.closest('.row')
  const before = row.textContent
  const began = performance.now()
  const observer = new MutationObserver(() => {
    if (row.isConnected && row.textContent === before) return
    observer.disconnect()
    requestAnimationFrame(() => resolve(performance.now() - began))
  })
  observer.observe(document.body, { childList: true, subtree: true, characterData: true })
  setTimeout(() => reject(new Error('the row did not change')), 10000)
  button.click()
})`

/** The figures, times in milliseconds; needs the server of CONGVU_E2E_READY. */
export async function app(browser: Browser): Promise<object> {
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  const rows = await page.evaluate<number>(fill(await bundle('records.ts')))
  await page.close()
  const [usable, echo]: [number[], number[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    const slow = await context.newPage()
    await slowed(slow)
    usable.push(await opened(slow, '/', '.row .button'))
    echo.push(await slow.evaluate<number>(PRESS))
    await slow.close()
  }
  await context.close()
  return {
    fromDisk: { rows, cpuSlowdown: SLOWDOWN, ms: median(usable), runs: usable.map(round) },
    echo: { rows, cpuSlowdown: SLOWDOWN, ms: median(echo), runs: echo.map(round) },
  }
}
