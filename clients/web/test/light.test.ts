import { describe, expect, test } from 'vitest'
import { light, lights } from '../src/model/light'
import { NOW, submitted, task } from './examples'

describe('a traffic light', () => {
  test.each([
    ['far ahead', task({ deadline: '2026-12-01T10:00:00Z' }), 'green'],
    ['three days before', task({ deadline: '2026-11-23T01:00:00Z' }), 'yellow'],
    ['a second more than three days before', task({ deadline: '2026-11-23T01:00:01Z' }), 'green'],
    ['past its deadline', task({ deadline: '2026-11-19T10:00:00Z' }), 'red'],
    ['submitted in time, while it waits', submitted({ deadline: '2026-11-20T00:30:00Z' }), 'green'],
    ['submitted late', submitted({ deadline: '2026-11-19T10:00:00Z' }), 'red'],
    ['completed in time', task({ state: 'completed', inTime: true }), 'done'],
    ['completed late', task({ state: 'completed', inTime: false }), 'done-late'],
    ['cancelled', task({ state: 'cancelled' }), 'none'],
    ['suspended, whenever its deadline was', task({ state: 'suspended', deadline: '2026-11-19T10:00:00Z' }), 'none'],
  ] as const)('%s', (_what, work, colour) => {
    expect(light(work, NOW)).toBe(colour)
  })
})

test('open deadlines are counted by their light', () => {
  const open = { '2026-11-19T10:00:00Z': 2, '2026-11-21T10:00:00Z': 3, '2026-12-21T10:00:00Z': 5 }
  expect(lights(open, NOW)).toEqual({ red: 2, yellow: 3, green: 5 })
})
