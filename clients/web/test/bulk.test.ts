/** Picking many, and what the server's word on each comes to. */
import { describe, expect, test } from 'vitest'
import { actionsFor } from '../src/model/actions'
import { batches, mayAct, NOTHING, preview, reached, toggled, type Weighed } from '../src/model/bulk'
import { NOW, org, seat, submitted, task } from './examples'

const shown = ['a', 'b', 'c', 'd', 'e']
const ids = (picked: { ids: ReadonlySet<string> }) => [...picked.ids].sort().join('')

describe('picking', () => {
  test('one by one, and back', () => {
    const two = toggled(toggled(NOTHING, 'a'), 'c')
    expect(ids(two)).toBe('ac')
    expect(ids(toggled(two, 'a'))).toBe('c')
  })

  test('a range goes from what was picked last by itself, either way, and keeps what there was', () => {
    const from = toggled(toggled(NOTHING, 'a'), 'd')
    expect(ids(reached(from, shown, 'b'))).toBe('abcd')
    expect(ids(reached(from, shown, 'e'))).toBe('ade')
    expect(ids(reached(reached(from, shown, 'e'), shown, 'c'))).toBe('acde')
  })

  test('a range from what is shown no more is one alone', () => {
    expect(ids(reached(toggled(NOTHING, 'x'), shown, 'b'))).toBe('bx')
    expect(ids(reached(NOTHING, shown, 'b'))).toBe('b')
  })
})

describe('what would become of it', () => {
  const weighed = (name: string, more: Partial<Weighed> = {}): Weighed => ({
    task: name,
    allowed: true,
    changes: true,
    detail: null,
    told: [seat('saigon')],
    ...more,
  })

  test('parts what goes, what is so already and what is refused, by reason', () => {
    const found = preview([
      weighed('a'),
      weighed('b', { allowed: false, changes: false, detail: 'Đã xong', told: [] }),
      weighed('c', { changes: false, told: [] }),
      weighed('d', { allowed: false, changes: false, detail: 'Không có quyền', told: [] }),
      weighed('e', { allowed: false, changes: false, detail: 'Đã xong', told: [] }),
    ])
    expect(found.goes.map(({ task }) => task)).toEqual(['a'])
    expect(found.idle.map(({ task }) => task)).toEqual(['c'])
    expect(found.refused.map(([reason, tasks]) => [reason, tasks.length])).toEqual([
      ['Đã xong', 2],
      ['Không có quyền', 1],
    ])
  })

  test('whoever is told is named once, with of how many', () => {
    const found = preview([weighed('a'), weighed('b', { told: [seat('finance', 'director')] }), weighed('c', { told: [seat('finance', 'director')] })])
    expect(found.told).toEqual([
      [seat('finance', 'director'), 2],
      [seat('saigon'), 1],
    ])
  })
})

test('posts that may do it to any, those that may to most first', () => {
  const own = task({ assigner: seat('saigon', 'ward'), lead: seat('saigon', 'specialist') })
  const tasks = [task(), task(), own, submitted()]
  const actions = tasks.map((each) => actionsFor(each, ['ward', 'chairman'], org, NOW))
  expect(mayAct('chase', actions)).toEqual(['chairman', 'ward'])
  expect(mayAct('chase', [])).toEqual([])
})

test('as many at a time as the server takes', () => {
  expect(batches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(batches([], 2)).toEqual([])
})
