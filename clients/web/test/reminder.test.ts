/** Personal reminders: which have come, which are of today, and the moments one is offered. */
import { describe, expect, test } from 'vitest'
import { dueToday, mine, quick } from '../src/model/reminder'
import type { Reminder } from '../src/model/rows'
import { Workdays } from '../src/model/workdays'
import { NOW } from './examples'

const row = (id: string, at: string, status: Reminder['status'] = 'pending', official = 'me') => ({
  id,
  fields: { official, subject: null, text: id, at, status, version: 1 },
})

const ROWS = [
  row('next-week', '2026-11-27T01:00:00Z'),
  row('fired', '2026-11-18T01:00:00Z', 'fired'),
  row('tonight', '2026-11-20T15:00:00Z'),
  row('missed', '2026-11-20T00:30:00Z'),
  row('done', '2026-11-20T00:30:00Z', 'done'),
  row('theirs', '2026-11-20T00:30:00Z', 'fired', 'other'),
]

describe('my reminders', () => {
  test('are all that are not done, the earliest first', () => {
    expect(mine(ROWS, 'me', NOW).map(({ id, come }) => [id, come])).toEqual([
      ['fired', true],
      ['missed', true],
      ['tonight', false],
      ['next-week', false],
    ])
  })

  test('of today are those that have come and those still to come until midnight in Viet Nam', () => {
    expect(dueToday(mine(ROWS, 'me', NOW), NOW).map(({ id }) => id)).toEqual(['fired', 'missed', 'tonight'])
  })
})

describe('moments that are offered', () => {
  const days = new Workdays()

  test('lie ahead, and no two are the same', () => {
    const found = quick(NOW, days, Date.parse('2026-11-25T10:00:00Z'))
    expect(found.map(({ key }) => key)).toEqual(['hour', 'afternoon', 'tomorrow', 'workday', 'before'])
    expect(found.at(3)?.at).toBe(Date.parse('2026-11-23T01:00:00Z'))
    expect(found.at(4)?.at).toBe(Date.parse('2026-11-24T01:00:00Z'))
  })

  test('leave out the afternoon in the evening, and what is past', () => {
    const evening = Date.parse('2026-11-20T11:00:00Z')
    expect(quick(evening, days, evening).map(({ key }) => key)).toEqual(['hour', 'tomorrow', 'workday'])
  })
})
