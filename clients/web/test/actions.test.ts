import { describe, expect, test } from 'vitest'
import { actionsFor, nextAction, relations } from '../src/model/actions'
import type { Task } from '../src/model/rows'
import { NOW, org, seat, submitted, task } from './examples'

const names = (work: Task, ...posts: string[]) => actionsFor(work, posts, org, NOW).map(({ name }) => name)
const next = (work: Task, ...posts: string[]) => nextAction(work, actionsFor(work, posts, org, NOW))?.name
const form = [{ key: 'q1', label: 'Số hộ', kind: 'number' as const, options: [], required: true, unit: 'hộ' }]

describe('relations', () => {
  test('the desk of a unit leads its work: leaders and intake, nobody else', () => {
    expect(relations(task(), 'ward', org)).toContain('lead')
    expect(relations(task(), 'clerk', org)).toContain('lead')
    expect(relations(task(), 'specialist', org)).not.toContain('lead')
  })

  test('whoever passed it on is a link; the last of the chain leads', () => {
    const work = task({ chain: [seat('saigon'), seat('saigon', 'specialist')] })
    expect(relations(work, 'specialist', org)).toContain('lead')
    expect(relations(work, 'ward', org)).toContain('link')
    expect(relations(work, 'ward', org)).not.toContain('lead')
  })

  test('leaders of what contains the lead are above it', () => {
    expect(relations(task({ assigner: seat('finance', 'director') }), 'chairman', org)).toContain('above')
    expect(relations(task(), 'director', org).size).toBe(0)
  })
})

describe('the next action', () => {
  test.each([
    ['new work: accept', task(), 'ward', 'accept'],
    ['accepted: report', task({ state: 'accepted' }), 'ward', 'report'],
    ['returned: report again', task({ state: 'returned' }), 'ward', 'report'],
    ['with a form: answer', task({ state: 'accepted', form }), 'ward', 'answer'],
    ['with a form answered: submit', task({ state: 'in-progress', form, answers: { q1: 3 } }), 'ward', 'submit'],
    ['submitted: the assigner approves', submitted(), 'chairman', 'complete'],
    [
      'declined: the assigner finds another',
      task({ state: 'declined', waitingSeat: seat('city', 'chairman') }),
      'chairman',
      'reassign',
    ],
    ['submitted: nothing for the lead', submitted(), 'ward', undefined],
    ['completed: nothing', task({ state: 'completed' }), 'chairman', undefined],
  ] as const)('%s', (_what, work, post, expected) => {
    expect(next(work, post)).toBe(expected)
  })

  test('a submission that climbs is endorsed by the link, and not yet completed by the assigner', () => {
    const work = submitted({
      waiting: 'link',
      waitingSeat: seat('saigon'),
      chain: [seat('saigon'), seat('saigon', 'specialist')],
    })
    expect(next(work, 'ward')).toBe('endorse')
    expect(names(work, 'chairman')).not.toContain('complete')
  })

  test('a request for time comes before all else', () => {
    const extension = { deadline: '2026-11-25T10:00:00Z', reason: 'Chờ số liệu', by: 'phat', askedAt: '2026-11-20T00:00:00Z' }
    expect(next(task({ state: 'in-progress', extension }), 'chairman')).toBe('grantExtension')
  })
})

describe('what is possible', () => {
  test('more time is asked before the deadline only, and once', () => {
    expect(names(task(), 'ward')).toContain('requestExtension')
    expect(names(task({ deadline: '2026-11-19T10:00:00Z' }), 'ward')).not.toContain('requestExtension')
  })

  test('work begun is no longer declined', () => {
    expect(names(task({ state: 'in-progress' }), 'ward')).not.toContain('decline')
  })

  test('suspended work is told of and taken up again, and asks nobody for anything', () => {
    const held = task({ state: 'suspended', waiting: 'none', waitingSeat: null })
    expect(names(held, 'ward')).toEqual(['report', 'setChecklist', 'label'])
    expect(names(held, 'chairman')).toContain('resume')
    expect(names(held, 'chairman')).not.toContain('suspend')
    expect([next(held, 'ward'), next(held, 'chairman')]).toEqual([undefined, undefined])
    expect(names(task(), 'chairman')).toContain('suspend')
    expect(names(submitted(), 'chairman')).not.toContain('suspend')
  })

  test('lead and coordinating tick; assigner and lead word; the assigner alone weighs', () => {
    const work = task({ state: 'accepted', coordinating: [seat('finance')] })
    const content = (...posts: string[]) => names(work, ...posts).filter((name) => ['check', 'setChecklist', 'setWeight'].includes(name))
    expect(content('ward')).toEqual(['check', 'setChecklist'])
    expect(content('director')).toEqual(['check'])
    expect(content('chairman')).toEqual(['setChecklist', 'setWeight'])
    expect(names(submitted(), 'ward')).not.toContain('check')
  })

  test('strangers can do nothing', () => {
    expect(names(task(), 'director')).toEqual([])
  })

  test('all posts of mine that may are offered', () => {
    const work = task({ state: 'accepted', coordinating: [seat('saigon', 'specialist')] })
    expect(actionsFor(work, ['clerk', 'specialist'], org, NOW).find(({ name }) => name === 'report')?.posts).toEqual([
      'clerk',
      'specialist',
    ])
  })
})
