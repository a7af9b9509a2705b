import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { gaps, History, inThread, type Where } from '../src/history.ts'
import { type Key, SAID } from '../src/places.ts'

interface Value {
  n: number
  version?: number
  at?: number
}

const said = (from: number, to: number): [number, Value][] =>
  Array.from({ length: to - from + 1 }, (_, place) => [from + place, { n: from + place }])
const numbers = async (history: History, place: string, from = 0, to = 100_000) =>
  (await history.range<Value>(place, from, to)).map(({ n }) => n)

describe('what was said and has left the rows', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
  })
  afterEach(() => vi.restoreAllMocks())

  it('is there after a reload, by place and number', async () => {
    const before = new History('test')
    await before.put('a', said(1, 5))
    await before.put('b', said(3, 4))
    await before.put('a', [[5, { n: 50 }]])
    await before.close()
    const after = new History('test')
    expect(await numbers(after, 'a', 2, 5)).toEqual([2, 3, 4, 50])
    expect(await numbers(after, 'b')).toEqual([3, 4])
  })

  it('is never replaced by what is older', async () => {
    const history = new History('test')
    await history.put('a', [[1, { n: 2, version: 2 }]])
    await history.add('a', [[1, { n: 1, version: 1 }]])
    expect(await numbers(history, 'a')).toEqual([2])
    await history.add('a', [[1, { n: 3, version: 3 }]])
    expect(await numbers(history, 'a')).toEqual([3])
  })

  it('is brought up to date where it is kept, and nothing is added by that', async () => {
    const history = new History('test')
    await history.put('a', said(1, 2))
    await history.amend('a', [
      [2, { n: 20, version: 1 }],
      [3, { n: 30, version: 1 }],
    ])
    await history.amend('b', said(1, 1))
    expect(await numbers(history, 'a')).toEqual([1, 20])
    expect(await numbers(history, 'b')).toEqual([])
  })

  it('gives, of whatever is kept, the page that was asked for, and says what is missing in it', async () => {
    const number = fc.integer({ min: 1, max: 40 })
    const limit = fc.integer({ min: 1, max: 15 })
    const where = fc.oneof(
      fc.record({ before: number, limit }),
      fc.record({ after: fc.integer({ min: 0, max: 40 }), limit }),
      fc.record({ around: number, limit }),
    )
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uniqueArray(number, { maxLength: 12 }), { maxLength: 4 }), where, async (puts, where) => {
        const history = new History(`test-${run++}`)
        for (const put of puts) await history.put('a', put.map((n) => [n, { n }]))
        await history.put('b', said(1, 40))
        const here = new Set(puts.flat())
        const wanted = stretchOf(where)
        const page = await history.page<Value>('a', where)
        expect(page.values.map(({ n }) => n)).toEqual(wanted.filter((n) => here.has(n)))
        const missing = page.missing.flatMap(([from, to]) => said(from, to).map(([n]) => n))
        expect(missing).toEqual(wanted.filter((n) => !here.has(n)))
        expect(page.missing.every(([, to], index) => to + 1 < (page.missing[index + 1]?.[0] ?? Infinity))).toBe(true)
        await history.close()
      }),
      { numRuns: 150 },
    )
  })

  it('tells runs apart', () => {
    expect(gaps([2, 3, 6], 1, 7)).toEqual([
      [1, 1],
      [4, 5],
      [7, 7],
    ])
    expect(gaps([], 4, 6)).toEqual([[4, 6]])
    expect(gaps([4, 5, 6], 4, 6)).toEqual([])
  })

  it('finds the first from a moment on, however much is kept, by reading little', async () => {
    const history = new History('test')
    await history.put('a', said(1, 3000).filter(([n]) => n % 7 !== 0).map(([n]) => [n, { n, at: n * 10 }]))
    const asked = vi.fn<(value: Value) => boolean>((value) => value.at! >= 15_395)
    expect(await history.find<Value>('a', asked)).toEqual([1541, { n: 1541, at: 15_410 }])
    expect(asked.mock.calls.length).toBeLessThan(15)
    expect(await history.find<Value>('a', ({ n }) => n >= 2100)).toMatchObject([2101, {}])
    expect(await history.find<Value>('a', () => true)).toMatchObject([1, {}])
    expect(await history.find<Value>('a', () => false)).toBeNull()
    expect(await history.find<Value>('b', () => true)).toBeNull()
  })

  it('reads of 20,000 messages those that are shown, and no others', async () => {
    const history = new History('test')
    await history.put('a', said(1, 20_000))
    const read = vi.spyOn(IDBObjectStore.prototype, 'getAll')
    const { values, missing } = await history.page<Value>('a', { before: 19_951, limit: 100 })
    expect(values.map(({ n }) => n)).toEqual(said(19_851, 19_950).map(([n]) => n))
    expect(missing).toEqual([])
    const ranges = read.mock.calls.map(([range]) => range as IDBKeyRange)
    expect(ranges.map(({ lower, upper }) => [lower, upper])).toEqual([[['a', 19_851], ['a', 19_950]]])
  })

  it('keeps no more than so much: of a place the newest, of all the places that were read last', async () => {
    let now = 1_000_000
    const history = new History('test', () => now, { each: 10, all: 30, left: 25 })
    await history.put('a', said(1, 14))
    expect(await numbers(history, 'a')).toEqual(said(5, 14).map(([n]) => n))
    for (const place of ['b', 'c']) {
      now += 100_000
      await history.put(place, said(1, 10))
    }
    now += 100_000
    await history.range('a', 1, 1)
    await history.add('d', said(1, 1))
    expect(await numbers(history, 'b')).toEqual([])
    expect((await numbers(history, 'a')).length + (await numbers(history, 'c')).length).toBe(20)
    await history.put('e', said(1, 10))
    expect(await numbers(history, 'd')).toEqual([])
    expect(await numbers(history, 'e')).toHaveLength(10)
  })

  it('stays within its bounds, and forgets no more than it must, whatever is put and forgotten', async () => {
    const places = ['a', 'b', 'c', 'a/t']
    const put = fc.record({
      place: fc.constantFrom(...places),
      numbers: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 14 }),
    })
    const forget = fc.record({ gone: fc.constantFrom('a', 'b') })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof({ weight: 5, arbitrary: put }, forget), { minLength: 3, maxLength: 12 }), async (steps) => {
        let now = 0
        const name = `test-${run++}`
        const history = new History(name, () => ++now, { each: 10, all: 24, left: 20 })
        const model = new Map<string, number[]>()
        for (const step of steps) {
          if ('gone' in step) {
            await history.retain((place) => place !== step.gone)
            for (const place of places) if (place.split('/')[0] === step.gone) model.delete(place)
          } else {
            await history.put(step.place, step.numbers.map((n) => [n, { n }]))
            const all = new Set([...(model.get(step.place) ?? []), ...step.numbers])
            model.delete(step.place)
            model.set(step.place, [...all].sort((a, b) => a - b).slice(-10))
            const total = (): number => [...model.values()].flat().length
            if (total() > 24) while (total() > 20 && model.size > 1) model.delete([...model.keys()][0]!)
          }
          expect(await everything(name)).toEqual(Object.fromEntries([...model].filter(([, numbers]) => numbers.length > 0)))
        }
        await history.close()
      }),
      { numRuns: 60 },
    )
  })

  it('goes with its place, threads too', async () => {
    const history = new History('test')
    await history.put('a', said(1, 3))
    await history.put('b', said(1, 3))
    await history.put(inThread('b', 'm-1'), said(70, 71))
    await history.put(inThread('a', 'm-2'), said(80, 81))
    await history.retain((place) => place === 'a')
    expect(await numbers(history, 'a')).toEqual([1, 2, 3])
    expect(await numbers(history, inThread('a', 'm-2'))).toEqual([80, 81])
    expect(await numbers(history, 'b')).toEqual([])
    expect(await numbers(history, inThread('b', 'm-1'))).toEqual([])
  })

  it('gives way where there is no room, and goes on', async () => {
    const history = new History('test')
    await history.put('a', said(1, 3))
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await history.put('a', said(4, 6))
    expect(await numbers(history, 'a')).toEqual([])
    await history.put('a', said(4, 6))
    expect(await numbers(history, 'a')).toEqual([4, 5, 6])
  })

  it('leaves nothing once it is wiped', async () => {
    const history = new History('test')
    await history.put('a', said(1, 2))
    await history.wipe()
    expect(await indexedDB.databases()).toEqual([])
    expect(await numbers(history, 'a')).toEqual([])
    await history.put('a', said(1, 2))
    expect(await indexedDB.databases()).toEqual([])
  })

  it('is empty where there is no disk', async () => {
    const history = new History(null)
    await history.put('a', said(1, 2))
    expect(await numbers(history, 'a')).toEqual([])
    expect(await history.page('a', { after: 0, limit: 5 })).toEqual({ values: [], missing: [[1, 5]] })
    expect(await history.find('a', () => true)).toBeNull()
  })
})

/** All that lies on disk: the numbers by place. */
async function everything(name: string): Promise<Record<string, number[]>> {
  const database = await openDB(`${name}:history`)
  const found: Record<string, number[]> = {}
  for (const [place, number] of (await database.getAllKeys(SAID)) as unknown as Key[]) (found[place] ??= []).push(number)
  database.close()
  return found
}

/** The numbers of a page. */
function stretchOf(where: Where): number[] {
  const all = said(1, 100).map(([n]) => n)
  if ('before' in where) return all.filter((n) => n < where.before && n >= where.before - where.limit)
  if ('after' in where) return all.filter((n) => n > where.after && n <= where.after + where.limit)
  const from = Math.max(1, where.around - Math.floor(where.limit / 2))
  return all.filter((n) => n >= from && n < from + where.limit)
}
