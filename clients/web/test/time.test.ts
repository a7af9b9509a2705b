import { describe, expect, test } from 'vitest'
import { atDay, civilDay, deadlineChips, fromLocalInput, iso, span, toLocalInput, weekday, HOUR, MINUTE } from '../src/model/time'
import { NOW } from './examples'

describe('what is left until a deadline', () => {
  const at = (text: string) => Date.parse(text)
  test.each([
    ['2026-11-20T01:25:00Z', { late: false, unit: 'minute', count: 25 }],
    ['2026-11-20T10:00:00Z', { late: false, unit: 'hour', count: 9 }],
    ['2026-11-21T10:00:00Z', { late: false, unit: 'day', count: 1 }],
    ['2026-11-22T10:00:00Z', { late: false, unit: 'day', count: 2 }],
    ['2026-11-20T00:30:00Z', { late: true, unit: 'minute', count: 30 }],
    ['2026-11-19T10:00:00Z', { late: true, unit: 'hour', count: 15 }],
    ['2026-11-17T10:00:00Z', { late: true, unit: 'day', count: 2 }],
  ] as const)('%s', (deadline, expected) => {
    expect(span(at(deadline), NOW)).toEqual(expected)
  })
})

test('a civil day begins at midnight in Viet Nam', () => {
  const midnight = Date.parse('2026-11-19T17:00:00Z')
  expect(civilDay(midnight) - civilDay(midnight - 1)).toBe(1)
  expect(weekday(midnight)).toBe(5)
})

test('a day alone is due at 17:00', () => {
  expect(iso(atDay(NOW, 1))).toBe('2026-11-21T10:00:00Z')
  expect(iso(fromLocalInput('2026-11-21'))).toBe('2026-11-21T10:00:00Z')
})

test('the device’s own zone changes nothing in the date field', () => {
  expect(toLocalInput(NOW)).toBe('2026-11-20T08:00')
  expect(fromLocalInput('2026-11-20T08:00')).toBe(NOW)
  expect(fromLocalInput('')).toBeNaN()
})

describe('deadline chips', () => {
  test('lie ahead and are all different', () => {
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const chips = deadlineChips(NOW + hour * HOUR)
      expect(chips.every(({ at }) => at > NOW + hour * HOUR)).toBe(true)
      expect(new Set(chips.map(({ at }) => at)).size).toBe(chips.length)
    }
  })

  test('after 17:00 today is no longer offered', () => {
    expect(deadlineChips(atDay(NOW, 0) + MINUTE).map(({ key }) => key)).not.toContain('today')
  })

  test('on a Friday the next Friday is meant', () => {
    expect(iso(deadlineChips(NOW).find(({ key }) => key === 'friday')?.at ?? 0)).toBe('2026-11-27T10:00:00Z')
  })
})
