import { describe, expect, test } from 'vitest'
import { figureName, type Counts, type Group } from '../src/graphql/figures'
import { beginOf, dateOf, endOf, ordered, percent, rangeOf } from '../src/model/figures'

const NOW = Date.parse('2026-11-27T20:00:00+07:00')
const OWN = { start: 1, end: 2 }
const at = (text: string) => Date.parse(`${text}T00:00:00+07:00`)

function group(name: string, counts: Partial<Counts>): Group {
  const unit = { id: name, shortName: name }
  return { unit, post: null, directive: null, source: null, counts: { rate: null, red: 0, open: 0, ...counts } as Counts }
}

describe('periods', () => {
  test('begin and end at midnight in Việt Nam', () => {
    expect(rangeOf('month', NOW, OWN)).toEqual({ start: at('2026-11-01'), end: at('2026-12-01') })
    expect(rangeOf('quarter', NOW, OWN)).toEqual({ start: at('2026-10-01'), end: at('2027-01-01') })
    expect(rangeOf('year', NOW, OWN)).toEqual({ start: at('2026-01-01'), end: at('2027-01-01') })
    expect(rangeOf('all', NOW, OWN)).toEqual({ start: null, end: null })
    expect(rangeOf('own', NOW, OWN)).toBe(OWN)
  })

  test('the month before January is December of the year before', () => {
    expect(rangeOf('last-month', at('2027-01-05'), OWN)).toEqual({ start: at('2026-12-01'), end: at('2027-01-01') })
  })

  test('late in the evening of UTC it is the next day already', () => {
    const late = Date.parse('2026-11-30T18:00:00Z')
    expect(dateOf(late)).toBe('2026-12-01')
    expect(rangeOf('month', late, OWN).start).toBe(at('2026-12-01'))
  })

  test('a date field without a date is no moment', () => {
    expect(beginOf('')).toBeNull()
    expect(endOf('2026-13')).toBeNull()
    expect(dateOf(endOf('2026-11-27') ?? 0)).toBe('2026-11-27')
  })
})

describe('groups', () => {
  const groups = [group('Phường Bến Nghé', { red: 2, rate: 0.5 }), group('Phường An Đông', { red: 2, rate: 1 }), group('Xã Đông Thạnh', { red: 7 })]
  const names = (list: Group[]) => list.map(({ unit }) => unit?.shortName)

  test('numbers begin with the largest, equal ones by name', () => {
    expect(names(ordered(groups, 'red', false, ''))).toEqual(['Xã Đông Thạnh', 'Phường An Đông', 'Phường Bến Nghé'])
    expect(names(ordered(groups, 'red', true, ''))).toEqual(['Phường Bến Nghé', 'Phường An Đông', 'Xã Đông Thạnh'])
  })

  test('nothing done comes after everything late', () => {
    expect(names(ordered(groups, 'rate', false, ''))).toEqual(['Phường An Đông', 'Phường Bến Nghé', 'Xã Đông Thạnh'])
  })

  test('a share is whole percent, or nothing', () => {
    expect(percent({ rate: 0.9175 })).toBe(92)
    expect(percent({ rate: null })).toBeNull()
  })
})

test('a figure is named as the server names it', () => {
  expect(figureName('waitingAssigner')).toBe('WAITING_ASSIGNER')
  expect(figureName('open')).toBe('OPEN')
})
