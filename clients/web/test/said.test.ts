import { describe, expect, it } from 'vitest'
import { BLOCK, blocksOf, inBrief, inOrder, joinedAt, linesOf, newer, newest, WAITING } from '../src/model/said'
import { said } from './saying'

const known = (...numbers: number[]) => new Map(numbers.map((number) => [number, said(number)]))

describe('what is known of a conversation', () => {
  it('is read without gaps around a number', () => {
    const all = known(1, 2, 3, 7, 8, 20)
    expect(joinedAt(all, 8).map(({ number }) => number)).toEqual([7, 8])
    expect(joinedAt(all, 1).map(({ number }) => number)).toEqual([1, 2, 3])
    expect(joinedAt(all, 5)).toEqual([])
    expect(newest(all)).toBe(20)
    expect(newest(new Map())).toBe(0)
  })

  it('is what tells more of a message: a newer version, or more answers to the same', () => {
    expect(newer(undefined, said(1))).toBe(true)
    expect(newer(said(1), said(1))).toBe(false)
    expect(newer(said(1), said(1, { version: 2 }))).toBe(true)
    expect(newer(said(1, { version: 2 }), said(1, { replies: 3 }))).toBe(false)
    expect(newer(said(1), said(1, { replies: 1 }))).toBe(true)
  })

  it('stands in the order of saying, what waits last, each once', () => {
    const waiting = said(WAITING + 5, { id: 'w', pending: true, version: 0 })
    const list = inOrder([waiting, said(3), said(1), said(3, { version: 2, text: 'Sửa' })])
    expect(list.map(({ id, text }) => `${id} ${text}`)).toEqual(['m1 Nước rút', 'm3 Sửa', 'w Nước rút'])
  })
})

describe('the lines of a conversation', () => {
  it('name the day, the author once in a row, and where the unread begins', () => {
    const lines = linesOf([said(1), said(2), said(30), said(31, { author: 'phat' }), said(32, { author: 'phat' })], 2, 'phat')
    const words = lines.map(({ message, day, unread, head }) => `${day ? 'day ' : ''}${unread ? 'unread ' : ''}${head ? '!' : ''}${message.order}`)
    expect(words).toEqual(['day !1', '2', 'unread !30', '!31', '32'])
  })

  it('begin the unread with what others said, and not at all when it is not asked for', () => {
    const messages = [said(1), said(2, { author: 'phat' }), said(3)]
    expect(linesOf(messages, 1, 'phat').findIndex(({ unread }) => unread)).toBe(2)
    expect(linesOf(messages, null, 'phat').some(({ unread }) => unread)).toBe(false)
  })

  it('name an author again in another post, on another day in Viet Nam, and around what was passed on', () => {
    const night = said(2, { at: '2026-11-20T17:00:30Z' })
    const evening = said(1, { at: '2026-11-20T16:59:30Z' })
    expect(linesOf([evening, night], null, '').map(({ day }) => day)).toEqual([true, true])
    expect(linesOf([said(1), said(2, { post: 'clerk' })], null, '')[1]?.head).toBe(true)
    const origin = { message: 'm', channel: 'c', author: 'phat', at: '2026-11-20T01:00:00Z' }
    expect(linesOf([said(1), said(2, { origin }), said(3)], null, '').map(({ head }) => head)).toEqual([true, true, true])
  })
})

describe('blocks of lines', () => {
  const keys = (numbers: number[], more: boolean) =>
    blocksOf(linesOf(numbers.map((number) => said(number)), null, ''), more).map(({ key, lines }) => [key, lines.length])

  it('stay the same whatever comes before', () => {
    expect(keys([BLOCK, BLOCK + 1, 2 * BLOCK], true)).toEqual([[1, 2], [2, 1]])
    expect(keys([1, 2, 3, BLOCK, 2 * BLOCK], false)).toEqual([[0, 3], [1, 1], [2, 1]])
  })

  it('begin with a whole one while older messages are still to come, unless there is but one', () => {
    expect(keys([BLOCK - 1, BLOCK, 2 * BLOCK], true)).toEqual([[1, 1], [2, 1]])
    expect(keys([BLOCK - 1], true)).toEqual([[0, 1]])
  })

  it('count what waits on from what was said, so that it stays where it is once it has a number', () => {
    const waiting = said(WAITING, { number: 0, pending: true })
    const numbered = said(BLOCK + 1)
    for (const last of [waiting, numbered]) expect(blocksOf(linesOf([said(BLOCK), last], null, ''), false)).toHaveLength(1)
    const answers = Array.from({ length: BLOCK + 1 }, (_, index) => said(50 + index, { number: 0, thread: 'm5' }))
    expect(blocksOf(linesOf(answers, null, ''), false).map(({ lines }) => lines.length)).toEqual([BLOCK, 1])
  })
})

describe('a message in brief', () => {
  it.each([
    ['Sáng mai triều đạt **1,62 m** lúc _05:40_', 'Sáng mai triều đạt 1,62 m lúc 05:40'],
    ['Dạ:\n- Hẻm 48: 5 hộ\n- Hẻm 62', 'Dạ: Hẻm 48: 5 hộ Hẻm 62'],
    ['> trích\n`mã` và ~~bỏ~~ [đây](https://a.vn)', 'trích mã và bỏ đây'],
    ['a_b_c 2*3*4', 'a_b_c 2*3*4'],
  ])('%j is %j', (text, brief) => {
    expect(inBrief(text)).toBe(brief)
  })
})
