import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { History } from '../src/history.ts'

const said = (from: number, to: number): [number, { n: number }][] =>
  Array.from({ length: to - from + 1 }, (_, place) => [from + place, { n: from + place }])
const numbers = async (history: History, place: string, from = 0, to = 1_000) =>
  (await history.range<{ n: number }>(place, from, to)).map(({ n }) => n)

describe('what was read of long histories', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
  })

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

  it('is trimmed: places that one hears no longer go, and of the others what is oldest', async () => {
    const history = new History('test')
    await history.put('a', said(1, 10))
    await history.put('b', said(1, 3))
    await history.put('c', said(0, 0))
    await history.trim(new Set(['a']), 4)
    expect(await numbers(history, 'a')).toEqual([7, 8, 9, 10])
    expect(await numbers(history, 'b')).toEqual([])
    expect(await numbers(history, 'c')).toEqual([])
  })

  it('leaves nothing once it is wiped', async () => {
    const history = new History('test')
    await history.put('a', said(1, 2))
    await history.wipe()
    expect((await indexedDB.databases()).length).toBe(0)
    expect(await numbers(history, 'a')).toEqual([])
  })

  it('is empty where there is no disk', async () => {
    const history = new History(null)
    await history.put('a', said(1, 2))
    expect(await numbers(history, 'a')).toEqual([])
  })
})
