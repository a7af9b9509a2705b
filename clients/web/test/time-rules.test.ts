/** Working days, what a rule makes of a deadline, and which rule holds: as the server reckons them. */
import { describe, expect, test } from 'vitest'
import { foreseen } from '../src/model/foreseen'
import { chooser, endingOf, faultOf, holding, isDays, tidy, USUAL } from '../src/model/rule'
import { dateOf, usual, Workdays } from '../src/model/workdays'
import { org } from './examples'

/** The Monday is a holiday, and the Saturday before is worked instead. */
const SWAPPED = new Workdays([
  { day: '2026-11-28', working: true, name: 'Làm bù', source: 'decided' },
  { day: '2026-11-30', working: false, name: 'Nghỉ hoán đổi', source: 'decided' },
])

describe('working days', () => {
  test('are those of the week, but for what was decided', () => {
    expect([usual('2026-11-27'), usual('2026-11-28'), usual('2026-11-29')]).toEqual([true, false, false])
    expect([SWAPPED.working('2026-11-28'), SWAPPED.working('2026-11-30')]).toEqual([true, false])
  })

  test('are counted from any day, both ways', () => {
    expect(SWAPPED.shifted('2026-11-27', 1)).toBe('2026-11-28')
    expect(SWAPPED.shifted('2026-11-28', 1)).toBe('2026-12-01')
    expect(SWAPPED.shifted('2026-12-01', -2)).toBe('2026-11-27')
    expect(SWAPPED.shifted('2026-11-29', 0)).toBe('2026-11-29')
  })

  test('are those of Viet Nam: late in the evening there it is still the day before in London', () => {
    expect(dateOf(Date.parse('2026-11-27T17:30:00Z'))).toBe('2026-11-28')
  })
})

describe('a rule', () => {
  const deadline = Date.parse('2026-12-01T10:00:00Z')

  test('reminds before, at and past a deadline, on working days only', () => {
    const marks = foreseen(USUAL, SWAPPED, deadline, Date.parse('2026-11-27T02:00:00Z'), 4)
    expect(marks.map(({ at, kind, days }) => [dateOf(at), kind, days])).toEqual([
      ['2026-11-28', 'before', 1],
      ['2026-12-01', 'due', 0],
      ['2026-12-02', 'past', 1],
      ['2026-12-03', 'past', 2],
    ])
    expect(marks[0]?.at).toBe(Date.parse('2026-11-28T01:00:00Z'))
  })

  test('tells those of all steps that were reached', () => {
    const marks = foreseen(USUAL, new Workdays(), deadline, deadline, 5)
    expect(marks.at(1)?.to).toEqual(['lead', 'chaser'])
    expect(marks.at(2)?.to).toEqual(['lead', 'chaser', 'leader'])
    expect(marks.at(4)?.to).toEqual(['lead', 'chaser', 'leader', 'assigner'])
  })

  test('says nothing where nobody is to be told', () => {
    expect(foreseen({ ...USUAL, before: [], due: [], past: [] }, new Workdays(), deadline, 0, 5)).toEqual([])
  })

  test('holds for all that a unit contains, until one of them chose its own', () => {
    const own = { ...USUAL, at: '07:30' }
    const rows = [{ fields: { unit: 'city', rule: own, ending: 3, version: 1 } }, { fields: { unit: 'finance', rule: null, ending: 3, version: 2 } }]
    expect(holding('saigon', rows, org)).toEqual({ rule: own, origin: 'city' })
    expect(holding('finance', rows, org).origin).toBe('city')
    expect(holding('city', rows, org, true)).toEqual({ rule: USUAL, origin: null })
    expect(holding('saigon', [], org)).toEqual({ rule: USUAL, origin: null })
  })

  test('the end of delegations is told as the nearest unit says that chose a rule or another number', () => {
    const row = (unit: string, rule: typeof USUAL | null, ending: number) => ({ fields: { unit, rule, ending, version: 1 } })
    expect(endingOf('finance', [], org)).toBe(3)
    expect(endingOf('finance', [row('city', USUAL, 5)], org)).toBe(5)
    expect(endingOf('finance', [row('city', USUAL, 5), row('finance', null, 3)], org)).toBe(5)
    expect(endingOf('finance', [row('city', USUAL, 5), row('finance', null, 10)], org)).toBe(10)
    expect(endingOf('finance', [row('city', USUAL, 5), row('finance', USUAL, 3)], org)).toBe(3)
    expect([0, 1, 365, 366, 1.5, NaN].map(isDays)).toEqual([false, true, true, false, false, false])
  })

  test('is chosen by those who lead the unit or administer it', () => {
    expect(chooser('saigon', ['clerk', 'ward'], org)).toBe('ward')
    expect(chooser('saigon', ['clerk', 'director'], org)).toBeNull()
  })

  test.each([
    [{ at: '24:00' }, 'clock'],
    [{ before: [{ days: 0, to: ['lead'] as const }] }, 'days'],
    [{ past: [1, 1].map((days) => ({ days, to: ['lead'] as const })) }, 'twice'],
    [{ past: [{ days: 1, to: [] }] }, 'nobody'],
    [{ before: Array.from({ length: 11 }, (_, at) => ({ days: at + 1, to: ['lead'] as const })) }, 'steps'],
    [{ unopened: 0 }, 'hours'],
    [{ submission: null }, null],
  ])('%j: %s', (change, fault) => {
    expect(faultOf({ ...USUAL, ...change })).toBe(fault)
  })

  test('is sent with its steps in order', () => {
    const steps = [5, 2].map((days) => ({ days, to: ['lead'] as const }))
    expect(tidy({ ...USUAL, before: steps }).before.map(({ days }) => days)).toEqual([2, 5])
  })
})
