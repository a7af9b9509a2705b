import 'fake-indexeddb/auto'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OutboxEntry } from '../src/outbox.ts'
import type { Delta } from '../src/replica.ts'
import { DiskStorage } from '../src/storage.ts'
import type { WireRow } from '../src/wire.ts'

const entry: OutboxEntry = {
  id: '019ac4a2-0000-7000-8000-000000000001',
  at: '2026-11-21T07:05:01.000Z',
  name: 'task.accept',
  as: { post: 'p-1' },
  args: { task: 't-1' },
  state: 'kept',
  heldUntil: 0,
  optimistic: [],
}
const delta = (to: number, rows: WireRow[], cleared = false): Delta => ({ to, cursor: `c-${to}`, cleared, rows })
const none = (): Delta => delta(0, [], true)
/** What a load gives, folded: rows that are there. */
const there = (loaded: Delta | null): WireRow[] =>
  [...new Map(loaded?.rows.map((row) => [row[1], row])).values()].filter((row) => row[4] !== null)
const task = (id: string, n: number, scopes = ['post:1']): WireRow => ['task', id, n, scopes, { n }]

describe('storage on disk', () => {
  let failed: ReturnType<typeof vi.fn<() => void>>
  const open = (schema = 1) => new DiskStorage('test:o-1', schema, () => 'd-1', failed)

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    failed = vi.fn<() => void>()
  })
  afterEach(() => vi.restoreAllMocks())

  it('gives back rows, cursor, commands and the device after a reload', async () => {
    const before = open()
    await before.load()
    before.save(delta(1, [task('a', 1), task('b', 1)], true), none)
    before.save(delta(2, [['task', 'a', 2, [], null], task('c', 2)]), none)
    await before.keep(entry)
    await before.close()
    const { rows, outbox, device } = await new DiskStorage('test:o-1', 1, () => 'd-2', failed).load()
    expect(rows).toMatchObject({ to: 2, cursor: 'c-2', cleared: true })
    expect(there(rows)).toEqual([task('b', 1), task('c', 2)])
    expect(outbox).toEqual([entry])
    expect(device).toBe('d-1')
  })

  it.each([
    ['a record', 'add', 0],
    ['another record', 'add', 1],
    ['the cursor', 'put', 0],
  ] as const)('never has rows without their cursor: writing %s fails', async (_, method, fatal) => {
    const storage = open()
    const first = Array.from({ length: 2100 }, (_, index) => task(`t-${index}`, 1))
    storage.save(delta(1, first, true), none)
    await storage.flushed()
    const real = IDBObjectStore.prototype[method]
    let count = 0
    vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (this: IDBObjectStore, ...args) {
      if (count++ === fatal) throw new DOMException('disk', 'DataError')
      return real.apply(this, args)
    })
    vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(() => {
      throw new DOMException('disk', 'DataError')
    })
    storage.save(delta(9, first.slice(0, 510).map(([, id]) => task(id, 9))), none)
    await storage.flushed()
    expect(count).toBe(fatal + 1)
    expect((await open().load()).rows).toEqual({ to: 1, cursor: 'c-1', cleared: true, rows: first })
  })

  it('writes everything anew when most of what is there was superseded', async () => {
    const storage = open()
    storage.save(delta(1, [task('a', 1)], true), none)
    let written = 1
    while (written++ < 700) {
      storage.save(delta(written, [task('a', written)]), () => delta(written, [task('a', written)], true))
      await storage.flushed()
    }
    const { rows } = await open().load()
    expect(there(rows)).toEqual([task('a', 700)])
    expect(rows!.rows.length).toBeLessThan(600)
  })

  it('leaves what another tab wrote since as it is', async () => {
    const frozen = open()
    frozen.save(delta(1, [task('a', 1)], true), none)
    await frozen.flushed()
    const leader = open()
    await leader.load()
    leader.save(delta(2, [task('a', 2)]), none)
    await leader.flushed()
    frozen.save(delta(3, [task('a', 3)]), none)
    await frozen.flushed()
    leader.save(delta(4, [task('b', 4)]), none)
    await leader.flushed()
    const { rows } = await open().load()
    expect(there(rows)).toEqual([task('a', 2), task('b', 4)])
    expect(rows).toMatchObject({ to: 4, cursor: 'c-4' })
  })

  it('does not keep what only counts while it is on screen', async () => {
    const storage = open()
    storage.save(delta(1, [task('a', 1, ['below:u-1']), task('b', 1, ['post:1', 'below:u-1'])], true), none)
    await storage.flushed()
    expect(there((await open().load()).rows)).toEqual([task('b', 1, ['post:1'])])
    storage.save(delta(2, [task('b', 2, ['below:u-1'])]), none)
    await storage.flushed()
    expect(there((await open().load()).rows)).toEqual([])
  })

  it('starts afresh when the shape of rows has changed, but keeps the commands', async () => {
    const storage = open(1)
    storage.save(delta(1, [task('a', 1)], true), none)
    await storage.keep(entry)
    await storage.close()
    const { rows, outbox } = await open(2).load()
    expect(rows).toBeNull()
    expect(outbox).toEqual([entry])
  })

  it('opens again when the browser has lost the connection', async () => {
    const storage = open()
    await storage.load()
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError')
    })
    await storage.keep(entry)
    transaction.mockRestore()
    expect(await storage.outbox()).toEqual([entry])
    expect(storage.state).toBe('durable')
  })

  it('gives up rows, never commands, when there is no room', async () => {
    const storage = open()
    storage.save(delta(1, [task('a', 1)], true), none)
    await storage.flushed()
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await storage.keep(entry)
    expect(storage.state).toBe('full')
    expect(failed).toHaveBeenCalled()
    storage.save(delta(2, [task('b', 2)]), none)
    await storage.flushed()
    const { rows, outbox } = await open().load()
    expect(rows).toBeNull()
    expect(outbox).toEqual([entry])
  })

  it('keeps no rows rather than old ones when rows cannot be written', async () => {
    const storage = open()
    storage.save(delta(1, [task('a', 1)], true), none)
    await storage.flushed()
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    storage.save(delta(2, [task('a', 2)]), none)
    await storage.flushed()
    expect(storage.state).toBe('full')
    expect((await open().load()).rows).toBeNull()
  })

  it('leaves nothing behind when wiped', async () => {
    const storage = open()
    storage.save(delta(1, [task('a', 1)], true), none)
    await storage.keep(entry)
    await storage.wipe()
    expect(await indexedDB.databases()).toEqual([])
  })
})
