/** The calendar of work: what stands on which day, and where the keys lead. */
import { describe, expect, test } from 'vitest'
import { byDay, concerns, dayAfterMonths, foreseen, monthAfter, overdue, stepFrom, weeksOf, work, type Asked } from '../src/model/agenda'
import type { Directive, Task } from '../src/model/rows'
import { NOW, org, seat, task } from './examples'

const asked: Asked = { whose: 'mine', posts: ['ward'], lent: [], org, now: NOW }
const rows = (...tasks: Task[]) => tasks.map((fields, place) => ({ id: String(place), fields }))
const none = new Map<string, { fields: Directive }>()
const flood = { get: (id: string) => (id === 'flood' ? { fields: { title: 'Chống ngập' } as Directive } : undefined) }

describe('whose work it is', () => {
  test('mine is what my seats do; my unit’s all that is done below; given what my seats assigned', () => {
    const passed = task({ chain: [seat('saigon'), seat('saigon', 'specialist')] })
    const finance = task({ lead: seat('finance'), chain: [seat('finance')] })
    const may = (each: Task, more: Partial<Asked>) => concerns(each, { ...asked, ...more })
    expect([may(passed, {}), may(finance, {}), may(finance, { posts: ['director'] })]).toEqual([true, false, true])
    expect(may(passed, { posts: ['specialist'] })).toBe(true)
    const waits = task({ lead: seat('finance', 'director'), chain: [], waitingSeat: seat('finance', 'director') })
    expect([may(waits, {}), may(waits, { lent: ['director'] }), may(waits, { lent: ['director'], whose: 'given' })]).toEqual([false, true, false])
    expect(may(task({ lead: seat('saigon', 'specialist'), chain: [seat('saigon', 'specialist')] }), { whose: 'unit' })).toBe(true)
    expect([may(finance, { whose: 'unit' }), may(finance, { whose: 'unit', posts: ['chairman'] })]).toEqual([false, true])
    expect([may(finance, { whose: 'given' }), may(finance, { whose: 'given', posts: ['chairman'] })]).toEqual([false, true])
  })
})

describe('what stands on a day', () => {
  test('work by its deadline, by time within the day; what was cancelled is left out', () => {
    const tasks = rows(task({ deadline: '2026-11-22T17:30:00Z' }), task({ deadline: '2026-11-22T10:00:00Z' }), task({ state: 'cancelled' }))
    const days = byDay(work(tasks, none, asked))
    expect([...days].map(([date, entries]) => [date, entries.map(({ id }) => id)])).toEqual([
      ['2026-11-22', ['1']],
      ['2026-11-23', ['0']], // 00:30 in Viet Nam
    ])
  })

  test('a directive of many units is one, as bad as the worst of its tasks; of mine it is my task', () => {
    const tasks = rows(
      task({ directive: 'flood', state: 'completed', inTime: true, deadline: '2026-11-19T10:00:00Z' }),
      task({ directive: 'flood', lead: seat('finance'), deadline: '2026-11-19T10:00:00Z' }),
      task({ directive: 'flood', lead: seat('dong'), deadline: '2026-11-25T10:00:00Z' }),
    )
    const given = work(tasks, flood, { ...asked, whose: 'given', posts: ['chairman'] })
    expect(given).toMatchObject([
      { kind: 'directive', id: 'flood', light: 'red', tasks: 2, open: 1, title: 'Chống ngập' },
      { kind: 'directive', light: 'green', tasks: 1, open: 1 },
    ])
    expect(overdue(given, '2026-11-20')).toHaveLength(1)
    expect(overdue(given, '2026-11-19')).toHaveLength(0)
    expect(work(tasks, flood, asked)).toMatchObject([{ kind: 'task', id: '0' }])
  })

  test('recurring work stands where it will next be given, unless it rests', () => {
    const row = (state: string, nextDay: string | null) =>
      ({ id: nextDay ?? state, fields: { state, nextDay, title: 'Báo cáo tháng', schedule: { at: '08:00' } } }) as never
    const found = foreseen([row('active', '2026-12-01'), row('active', null), row('paused', '2026-12-02')])
    expect(found).toEqual([{ kind: 'foreseen', id: '2026-12-01', at: Date.parse('2026-12-01T01:00:00Z'), title: 'Báo cáo tháng' }])
  })
})

describe('months', () => {
  test('are whole weeks from Monday, with the days before and after', () => {
    const weeks = weeksOf('2026-12')
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7])
    expect([weeks[0]![0], weeks[0]![1], weeks.at(-1)!.at(-1)]).toEqual(['2026-11-30', '2026-12-01', '2027-01-03'])
    expect(weeksOf('2027-02')).toHaveLength(4) // begins on Monday and has four weeks
  })

  test('one after another, over the year', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-05', -17)]).toEqual(['2027-01', '2025-12', '2024-12'])
    expect(dayAfterMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(dayAfterMonths('2026-12-31', -1)).toBe('2026-11-30')
  })

  test('keys lead by days, weeks, to the ends of the week and by months', () => {
    const from = (key: string, control = false) => stepFrom('2026-12-03', key, control) // a Thursday
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'].map((key) => from(key))).toEqual([
      '2026-12-02',
      '2026-12-04',
      '2026-11-26',
      '2026-12-10',
      '2026-11-30',
      '2026-12-06',
      '2026-11-03',
      '2027-01-03',
    ])
    expect([from('Home', true), from('End', true), from('a')]).toEqual(['2026-12-01', '2026-12-31', null])
  })
})
