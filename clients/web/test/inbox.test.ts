import { describe, expect, it } from 'vitest'
import { choices, inbox, later } from '../src/model/inbox'
import { Organisation } from '../src/model/organisation'
import type { Notice, NoticeEntry, Snooze, Task } from '../src/model/rows'

const NOW = Date.parse('2026-03-02T03:00:00Z')
const ME = 'me'
const org = new Organisation(new Map(), new Map(), new Map())

function entry(position: number, over: Partial<NoticeEntry> = {}): NoticeEntry {
  return {
    position,
    kind: 'task.assigned',
    reason: 'lead',
    waits: true,
    at: new Date(NOW).toISOString(),
    by: 'an',
    post: null,
    policy: null,
    cause: null,
    message: null,
    thread: null,
    ...over,
  }
}

function notice(id: string, subject: string, entries: NoticeEntry[], kind: Notice['kind'] = 'task'): { id: string; fields: Notice } {
  return { id, fields: { kind, subject, to: id, order: entries.at(-1)?.position ?? 0, count: entries.length, entries } }
}

function found(
  notices: { id: string; fields: Notice }[],
  over: { reads?: [string, number][]; snoozes?: Snooze[]; waiting?: string[]; owed?: string[]; contested?: string[] } = {},
) {
  const tasks = new Map(
    (over.waiting ?? []).map((id) => [id, { fields: { state: 'assigned', waitingSeat: { unit: 'u', post: 'p' } } as Task }]),
  )
  const snoozes = (over.snoozes ?? []).map((fields, at) => ({ id: String(at), fields }))
  const reads = new Map(over.reads)
  const owed = new Set(over.owed)
  const contested = new Set(over.contested)
  return inbox({ notices, snoozes, tasks, owed, contested, reads, me: ME, posts: ['p'], org, now: NOW })
}

describe('the inbox', () => {
  it('has one line for a thing, however many seats were told, newest first', () => {
    const { know } = found([
      notice('a', 't1', [entry(5)]),
      notice('b', 't1', [entry(5), entry(8)]),
      notice('c', 't2', [entry(6)]),
    ])
    expect(know.map(({ subject }) => subject)).toEqual(['t1', 't2'])
    expect(know[0]?.entries.map(({ position }) => position)).toEqual([5, 8])
  })

  it('does not tell me what I did', () => {
    const { know, unread } = found([notice('a', 't1', [entry(5, { by: ME })]), notice('b', 't2', [entry(6), entry(7, { by: ME })])])
    expect(know.map(({ subject, newest }) => [subject, newest.position])).toEqual([['t2', 6]])
    expect(unread).toBe(1)
  })

  it('is unread until the number read reaches what others did', () => {
    const rows = [notice('a', 't1', [entry(5), entry(9, { by: ME })])]
    expect(found(rows, { reads: [['a', 4]] }).unread).toBe(1)
    expect(found(rows, { reads: [['a', 5]] }).unread).toBe(0)
  })

  it('waits for me as long as the task does', () => {
    const rows = [notice('a', 't1', [entry(5)])]
    expect(found(rows, { waiting: ['t1'] }).waits).toHaveLength(1)
    expect(found(rows).waits).toHaveLength(0)
  })

  it('waits for me until I have acknowledged an announcement, read or not', () => {
    const rows = [notice('a', 'a1', [entry(5, { kind: 'announcement.issued', reason: 'addressed' })], 'announcement')]
    expect(found(rows, { owed: ['a1'], reads: [['a', 5]] }).waits).toHaveLength(1)
    expect(found(rows).know).toHaveLength(1)
  })

  it('waits for me while a contest is open that my leaders decide about', () => {
    const rows = [notice('a', 'k1', [entry(5, { kind: 'contest.raised', reason: 'judge' })], 'contest')]
    expect(found(rows, { contested: ['k1'], reads: [['a', 5]] }).waits).toHaveLength(1)
    expect(found(rows).know).toHaveLength(1)
  })

  it('puts off until its time', () => {
    const rows = [notice('a', 't1', [entry(5)])]
    const snooze = (minutes: number): Snooze => ({
      official: ME,
      subject: 't1',
      until: new Date(NOW + minutes * 60_000).toISOString(),
    })
    expect(found(rows, { snoozes: [snooze(10)] })).toMatchObject({ know: [], unread: 0, snoozed: [{ subject: 't1' }] })
    expect(found(rows, { snoozes: [snooze(-10)] })).toMatchObject({ snoozed: [], unread: 1 })
  })
})

describe('putting off', () => {
  it('comes up at times that people name', () => {
    // A Monday, 10:00 in Việt Nam.
    expect(new Date(later('evening', NOW)).toISOString()).toBe('2026-03-02T09:00:00.000Z')
    expect(new Date(later('tomorrow', NOW)).toISOString()).toBe('2026-03-03T00:30:00.000Z')
    expect(new Date(later('monday', NOW)).toISOString()).toBe('2026-03-09T00:30:00.000Z')
    expect(choices(NOW)).toContain('evening')
    expect(choices(NOW + 6 * 3_600_000)).not.toContain('evening')
  })
})
