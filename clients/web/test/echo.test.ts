import { describe, expect, test } from 'vitest'
import { assigned, changed } from '../src/model/echo'
import { stateAt } from '../src/model/past'
import { isDirective, lacks, questions, EMPTY, type Draft } from '../src/model/draft'
import type { Task, TaskItem, TimelineEntry } from '../src/model/rows'
import { NOW, org, seat, submitted, task } from './examples'

const AT = '2026-11-20T01:00:00Z'
const after = (name: string, before: Task, args: object = {}): Partial<Task> => {
  const change = changed(name, 'id', before, args as Record<string, unknown>, 'phat', AT)[0]
  return change && 'patch' in change ? (change.patch as Partial<Task>) : {}
}

const item = (id: string, text = id): TaskItem => ({ id, text, doneAt: null, doneBy: null })

describe('what an action shows at once', () => {
  test('accepting also opens', () => {
    expect(after('task.accept', task())).toMatchObject({ state: 'accepted', acceptedAt: AT, openedAt: AT, openedBy: 'phat' })
  })

  test('whoever reports has accepted', () => {
    expect(after('task.report', task(), { percent: 50, text: 'x' })).toMatchObject({
      state: 'in-progress',
      percent: 50,
      acceptedAt: AT,
    })
  })

  test('a submission goes to the assigner; from below, to the link above', () => {
    expect(after('task.submit', task())).toMatchObject({ waiting: 'assigner', waitingSeat: seat('city', 'chairman') })
    const passed = task({ chain: [seat('saigon'), seat('saigon', 'specialist')] })
    expect(after('task.submit', passed)).toMatchObject({ waiting: 'link', waitingSeat: seat('saigon') })
  })

  test('endorsed by the last link, it waits for the assigner', () => {
    const climbing = submitted({
      waiting: 'link',
      waitingSeat: seat('saigon'),
      chain: [seat('saigon'), seat('saigon', 'specialist')],
    })
    expect(after('task.endorse', climbing)).toMatchObject({ waiting: 'assigner', waitingSeat: seat('city', 'chairman') })
  })

  test('completion is judged by the submission', () => {
    expect(after('task.complete', submitted())).toMatchObject({ state: 'completed', inTime: true })
    expect(after('task.complete', submitted({ deadline: '2026-11-19T10:00:00Z' }))).toMatchObject({ inTime: false })
  })

  test('passing on keeps the chain', () => {
    expect(after('task.subAssign', task(), { to: seat('saigon', 'specialist') })).toMatchObject({
      chain: [seat('saigon'), seat('saigon', 'specialist')],
    })
  })

  test('chasing says when it was; what the row does not show changes nothing', () => {
    expect(after('task.chase', task())).toMatchObject({ chasedAt: AT })
    expect(changed('task.remind', 'id', task(), {}, 'hoa', AT)).toEqual([])
  })

  test('an item that is checked says who did it; taken back, nobody did', () => {
    const before = task({ checklist: [item('a'), item('b')] })
    const done = after('task.check', before, { item: 'b', done: true })
    expect(done.checklist).toEqual([item('a'), { ...item('b'), doneAt: AT, doneBy: 'phat' }])
    expect(after('task.check', { ...before, ...done }, { item: 'b', done: false }).checklist).toEqual(before.checklist)
  })

  test('a checklist that is set anew keeps what was checked, however it is worded or placed', () => {
    const checked = { ...item('b'), doneAt: AT, doneBy: 'phat' }
    const before = task({ checklist: [item('a'), checked] })
    const items = [{ id: 'b', text: 'khác' }, { id: 'c', text: 'mới' }]
    expect(after('task.setChecklist', before, { items }).checklist).toEqual([{ ...checked, text: 'khác' }, item('c', 'mới')])
  })

  test('suspended, nobody is waited for, and it comes back as it was with the time added, up to a working day', () => {
    const before = task({ state: 'in-progress', deadline: '2026-11-20T10:00:00Z' })
    const held = after('task.suspend', before, { reason: 'chờ kinh phí', until: null })
    expect(held).toMatchObject({ state: 'suspended', waiting: 'none', waitingSeat: null, suspension: { before: 'in-progress', at: AT } })
    const [change] = changed('task.resume', 'id', { ...before, ...held }, {}, 'hoa', '2026-11-22T01:00:00Z')
    expect(change).toMatchObject({ patch: { state: 'in-progress', deadline: '2026-11-23T10:00:00Z', suspension: null, waiting: 'lead' } })
  })

  test('a new task stands in the list at once', () => {
    const args = {
      title: 'x',
      lead: seat('saigon'),
      coordinating: [],
      following: [],
      chaser: null,
      urgency: 'normal' as const,
      deadline: AT,
    }
    expect(assigned('0190a1b2-0000-7000-8000-000000000001', args, seat('city', 'chairman'), 'hoa', AT)).toMatchObject({
      create: { state: 'assigned', waitingSeat: seat('saigon') },
    })
  })
})

test('a task in the past is folded from its timeline', () => {
  const entry = (version: number, kind: string, at: string, data = {}): TimelineEntry => ({
    version,
    at,
    kind,
    official: 'phat',
    post: null,
    behalfOf: null,
    basis: null,
    policy: null,
    text: 'đã đo',
    data,
  })
  const timeline = [
    entry(1, 'task.assigned', '2026-11-19T01:00:00Z'),
    entry(2, 'task.accepted', '2026-11-19T02:00:00Z'),
    entry(3, 'task.reported', '2026-11-19T03:00:00Z', { percent: 40 }),
    entry(4, 'task.submitted', '2026-11-19T04:00:00Z'),
  ]
  const at = (time: string) => stateAt(submitted({ percent: 100 }), timeline, Date.parse(time))
  expect(at('2026-11-19T01:30:00Z')).toMatchObject({ state: 'assigned', percent: 0, acceptedAt: null, submittedAt: null })
  expect(at('2026-11-19T03:30:00Z')).toMatchObject({ state: 'in-progress', percent: 40, lastReport: { text: 'đã đo' } })
  expect(at('2026-11-19T04:30:00Z')).toMatchObject({ state: 'submitted', percent: 100 })
})

describe('a draft', () => {
  const draft: Draft = { ...EMPTY, title: 'Báo cáo', to: [seat('saigon')], deadline: NOW + 1000 }
  const two: Draft = { ...draft, to: [seat('saigon'), seat('canGio')] }

  test('lacks what was not written', () => {
    expect(lacks(EMPTY, 'chairman', org, NOW)).toEqual(['title', 'to', 'deadline'])
    expect(lacks(draft, 'chairman', org, NOW)).toEqual([])
    expect(lacks({ ...draft, deadline: NOW }, 'chairman', org, NOW)).toEqual(['past'])
  })

  test('to many it is a directive, for which one needs the power', () => {
    expect(isDirective(draft)).toBe(false)
    expect(isDirective(two)).toBe(true)
    expect(lacks(two, 'chairman', org, NOW)).toEqual([])
    expect(lacks(two, 'director', org, NOW)).toEqual(['notAllowed'])
    expect(lacks({ ...two, to: [...two.to, seat('saigon', 'ward')] }, 'chairman', org, NOW)).toEqual(['people'])
  })

  test('its questions become a form with keys', () => {
    const form = [{ label: ' Mức ngập ', kind: 'choice' as const, unit: 'cm', options: 'A\nB\n\nA', required: true }]
    expect(questions({ ...draft, form })).toEqual([
      { key: 'q1', label: 'Mức ngập', kind: 'choice', options: ['A', 'B'], required: true, unit: null },
    ])
    expect(
      lacks({ ...draft, form: [{ label: 'x', kind: 'choice', unit: '', options: 'A', required: true }] }, 'chairman', org, NOW),
    ).toEqual(['options'])
  })
})
