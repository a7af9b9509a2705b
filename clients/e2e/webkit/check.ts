/**
 * The SDK in WebKitGTK, the engine of iOS: storage, offline, outbox, wiping. Run by `npm run webkit`.
 * Exits 0 if all holds, 1 if not, 77 if this machine has no WebKitGTK driver.
 */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { bundle } from '../support/bundle.ts'
import { standIn, type Standing } from '../support/gateway.ts'
import { available, WebKit } from './driver.ts'

const OPEN = `const [url] = args
  window.sync = await congvu.openSync({ url, official: 'o-1', token: async () => 'good' })`
const OPTIMISTIC = `[{ collection: 'task', id: 't-1', patch: { state: 'accepted' } }]`
const ACCEPT = `sync.send('task.accept', { task: 't-1' }, { as: { post: 'p-1' }, optimistic: ${OPTIMISTIC} })`
const STATE = `sync.row('task', 't-1')?.fields.state`

async function check(webkit: WebKit, city: Standing): Promise<void> {
  const { gateway } = city
  gateway.write('task', 't-1', ['post:p-1'], { title: 'Rà soát hộ ngập', state: 'assigned' })
  for (let index = 0; index < 5000; index++) gateway.write('unit', `u-${index}`, ['all'], { name: `Phường ${index}` })
  await webkit.goto(city.page)
  await webkit.run(OPEN, city.socket)
  await webkit.until(`sync.status().connection === 'live' && sync.rows('unit').size === 5000`)
  assert.deepEqual(await webkit.run(`return [sync.status().storage, sync.status().leader]`), ['durable', true])
  step('live, 5,000 rows, stored')

  city.cut(true)
  await webkit.until(`sync.status().connection !== 'live'`)
  await webkit.run(ACCEPT)
  await webkit.until(`sync.outbox()[0]?.state === 'kept'`)
  city.cut(false)
  gateway.up = false
  await webkit.reload()
  const began = Date.now()
  await webkit.run(OPEN, city.socket)
  const opened = Date.now() - began
  assert.deepEqual(await webkit.run(`return [sync.rows('unit').size, ${STATE}, sync.outbox().length]`), [5000, 'accepted', 1])
  assert.deepEqual(gateway.executed, [])
  step(`offline, acted, loaded again: all there in ${opened} ms`)

  gateway.up = true
  await webkit.until(`sync.outbox().length === 0 && sync.status().connection === 'live'`)
  assert.equal(gateway.executed.length, 1)
  step('online: sent once')

  gateway.revoke('post:p-1')
  await webkit.until(`sync.rows('task').size === 0`)
  await webkit.run(`await sync.wipe()`)
  assert.deepEqual(await webkit.run(`return await indexedDB.databases()`), [])
  step('access lost, then wiped: nothing left')
}

function step(text: string): void {
  process.stdout.write(`ok - ${text}\n`)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

async function main(): Promise<number> {
  if (!available()) {
    process.stdout.write('skipped: WebKitGTK is not here (apt install webkit2gtk-driver xvfb)\n')
    return 77
  }
  const city = await standIn(await bundle())
  const webkit = await WebKit.start(await freePort())
  try {
    await check(webkit, city)
    return 0
  } finally {
    await webkit.stop()
    await city.close()
  }
}

process.exitCode = await main()
