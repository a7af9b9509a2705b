/** A year of the calendar, what a change moves, and days taken from a table. */
import { describe, expect, test } from 'vitest'
import { daysIn } from '../src/model/days-csv'
import type { Calendar } from '../src/model/rows'
import { OFFICE, Workdays, type Day } from '../src/model/workdays'
import { daysOf, decided, decider, hoursIn, monthsOf, moved, range } from '../src/model/year'
import { org, submitted, task } from './examples'

const NATIONAL: Day = { day: '2026-09-02', working: false, name: 'Quốc khánh', source: 'default' }
const calendar: Calendar = { days: [NATIONAL], years: [2026], hours: OFFICE, version: 1 }

describe('a year', () => {
  test('has twelve months of whole weeks, each day with what was decided of it', () => {
    const months = monthsOf(2026, new Workdays(calendar.days))
    expect(months.map(({ weeks }) => weeks.flat().filter(Boolean).length)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    const september = months[8]!.weeks.flat()
    expect(september.indexOf(september.find((cell) => cell?.day === 1)!)).toBe(1) // a Tuesday
    expect(september.find((cell) => cell?.day === 2)).toMatchObject({ working: false, known: NATIONAL })
    expect(september.find((cell) => cell?.day === 5)).toMatchObject({ working: false, known: undefined })
  })

  test('of which only its own days are listed', () => {
    expect([daysOf(2026, calendar).length, daysOf(2027, calendar).length]).toEqual([1, 0])
  })

  test('days in a row are those that would be otherwise than usual; one alone is taken as it is', () => {
    expect(range('2026-11-27', '2026-12-01', false)).toEqual(['2026-11-27', '2026-11-30', '2026-12-01'])
    expect(range('2026-11-27', '2026-12-01', true)).toEqual(['2026-11-28', '2026-11-29'])
    expect(range('2026-11-28', null, false)).toEqual(['2026-11-28'])
    expect(range('2026-12-01', '2026-11-27', false)).toEqual([])
  })

  test('a change replaces, adds and takes away', () => {
    const made: Day = { day: '2026-08-22', working: true, name: 'Làm bù', source: 'decided' }
    expect(decided(calendar, [made], []).map(({ day }) => day)).toEqual(['2026-08-22', '2026-09-02'])
    expect(decided(calendar, [], ['2026-09-02'])).toEqual([])
  })

  test('moves what is open and due on the day, or was set to be', () => {
    const tasks = [
      { fields: task({ deadline: '2026-09-02T10:00:00Z' }) },
      { fields: task({ deadline: '2026-09-03T10:00:00Z', nominal: '2026-09-02T10:00:00Z' }) },
      { fields: submitted({ deadline: '2026-09-02T17:30:00Z' }) }, // the third, in Viet Nam
      { fields: task({ deadline: '2026-09-02T10:00:00Z', state: 'completed' }) },
    ]
    expect(moved(['2026-09-02'], tasks)).toBe(2)
  })

  test('is decided on by administrators of what nothing contains', () => {
    expect(decider(['chairman', 'director'], org)).toBeNull()
  })

  test('has hours in order', () => {
    expect(hoursIn(OFFICE)).toBe(8)
    expect(hoursIn([{ start: '07:30', end: '11:30' }, { start: '11:00', end: '17:00' }])).toBeNull()
    expect(hoursIn([{ start: '', end: '17:00' }])).toBeNull()
    expect(hoursIn([])).toBeNull()
  })
})

describe('a table of days', () => {
  test('is read with or without a heading, by semicolons, tabs or commas, in both ways of writing dates', () => {
    const found = daysIn('\ufeffNgày;Làm việc;Tên\r\n31/8/2026;không;Nghỉ hoán đổi\r\n\r\n22-08-2026;Có;"Làm bù; ngày 31/8"\r\n')
    expect(found.faults).toEqual([])
    expect(found.days.map(({ day, working, name }) => [day, working, name])).toEqual([
      ['2026-08-31', false, 'Nghỉ hoán đổi'],
      ['2026-08-22', true, 'Làm bù; ngày 31/8'],
    ])
    expect(daysIn('2026-09-02,no,"Quốc ""khánh"""').days[0]?.name).toBe('Quốc "khánh"')
  })

  test('is told of its faults by their lines, and the rest is taken', () => {
    const found = daysIn('31/02/2026;có;A\n31/08/2026;có\n31/08/2026;có lẽ;A\n31/08/2026;có;\n31/08/2026;có;A\n2026-08-31;có;B')
    expect(found.days.map(({ day }) => day)).toEqual(['2026-08-31'])
    expect(found.faults.map(({ line, fault }) => [line, fault])).toEqual([
      [1, 'date'],
      [2, 'columns'],
      [3, 'working'],
      [4, 'name'],
      [6, 'twice'],
    ])
  })
})
