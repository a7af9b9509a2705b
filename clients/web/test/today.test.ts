import { describe, expect, test } from 'vitest'
import { groups, reports, shares, ROWS } from '../src/model/today'
import { labelsOf, listed, type Choice } from '../src/model/list'
import type { Task } from '../src/model/rows'
import { NOW, org, seat, submitted, task } from './examples'

const work = (...tasks: Task[]) => tasks.map((fields, place) => ({ id: String(place), fields }))
const sizes = (tasks: Task[], ...posts: string[]) => {
  const found = groups(work(...tasks), posts, org, NOW)
  return [found.late.length, found.due.length, found.decide.length]
}

describe('Hôm nay', () => {
  test('my late work, my due work, and what waits for my word', () => {
    expect(sizes([task({ deadline: '2026-11-19T10:00:00Z' })], 'ward')).toEqual([1, 0, 0])
    expect(sizes([task()], 'ward')).toEqual([0, 1, 0])
    expect(sizes([task({ deadline: '2026-12-19T10:00:00Z' })], 'ward')).toEqual([0, 0, 1])
    expect(sizes([submitted()], 'chairman')).toEqual([0, 0, 1])
  })

  test('work in progress that is due much later is not for today', () => {
    expect(sizes([task({ state: 'in-progress', deadline: '2026-12-19T10:00:00Z' })], 'ward')).toEqual([0, 0, 0])
  })

  test('others’ late work does not crowd the assigner’s day', () => {
    expect(sizes([task({ deadline: '2026-11-19T10:00:00Z' })], 'chairman')).toEqual([0, 0, 0])
  })

  test('what units submit to a directive is decided on its board', () => {
    expect(sizes([submitted({ directive: 'flood' })], 'chairman')).toEqual([0, 0, 0])
  })

  test('how many reports of a directive wait for the issuer, and for nobody else', () => {
    const flood = submitted({ directive: 'flood' })
    const link = submitted({ directive: 'flood', waiting: 'link', waitingSeat: seat('saigon', 'ward') })
    const tasks = work(flood, flood, link, task({ directive: 'flood' }), submitted(), submitted({ directive: 'dengue' }))
    expect(Object.fromEntries(reports(tasks, ['chairman'], org))).toEqual({ flood: 2, dengue: 1 })
    expect(reports(tasks, ['ward'], org).size).toBe(0)
  })

  test('the most urgent comes first', () => {
    const found = groups(
      work(task({ deadline: '2026-11-22T10:00:00Z' }), task({ deadline: '2026-11-21T10:00:00Z' })),
      ['ward'],
      org,
      NOW,
    )
    expect(found.due.map(({ id }) => id)).toEqual(['1', '0'])
  })

  test('what has just come at the highest urgency stands above what is due before it, until it is taken up', () => {
    const flash = (createdAt: string) => task({ urgency: 'flash', deadline: '2026-11-22T10:00:00Z', createdAt })
    const [before, now] = [flash('2026-11-20T01:00:00Z'), flash('2026-11-20T02:00:00Z')]
    const accepted: Task = { ...now, state: 'accepted' }
    const found = groups(work(task({ deadline: '2026-11-21T10:00:00Z' }), before, now, accepted), ['ward'], org, NOW)
    expect(found.due.map(({ id }) => id)).toEqual(['2', '1', '0', '3'])
  })
})

describe('the seven rows', () => {
  test('are never exceeded, and none is left free while there is work', () => {
    for (let late = 0; late < 10; late += 1)
      for (let due = 0; due < 10; due += 1)
        for (let decide = 0; decide < 10; decide += 1) {
          const share = shares({ late, due, decide })
          expect(share.late + share.due + share.decide).toBe(Math.min(ROWS, late + due + decide))
          expect(share.late <= late && share.due <= due && share.decide <= decide).toBe(true)
        }
  })

  test('each group keeps its fair part', () => {
    expect(shares({ late: 50, due: 50, decide: 50 })).toEqual({ late: 3, due: 2, decide: 2 })
    expect(shares({ late: 50, due: 0, decide: 1 })).toEqual({ late: 6, due: 0, decide: 1 })
  })
})

describe('the list of work', () => {
  const choice: Choice = { role: 'all', light: 'open', sort: 'deadline', label: '', words: '', posts: ['ward'], org, now: NOW }
  const find = (more: Partial<Choice>, ...tasks: Task[]) => listed(work(...tasks), { ...choice, ...more }).map(({ id }) => id)

  test('by role', () => {
    const mine = task()
    const given = task({ assigner: seat('saigon', 'ward'), lead: seat('saigon', 'specialist') })
    const other = task({ lead: seat('finance'), coordinating: [seat('saigon')] })
    expect(find({ role: 'lead' }, mine, given, other)).toEqual(['0'])
    expect(find({ role: 'assigner' }, mine, given, other)).toEqual(['1'])
    expect(find({ role: 'other' }, mine, given, other)).toEqual(['2'])
  })

  test('by label, of those that there are', () => {
    const tasks = [task({ labels: ['Úng ngập', 'Đất đai'] }), task({ labels: ['Đất đai'] }), task()]
    expect(labelsOf(work(...tasks))).toEqual(['Đất đai', 'Úng ngập'])
    expect(find({ label: 'Đất đai' }, ...tasks)).toEqual(['0', '1'])
    expect(find({ label: 'Úng ngập' }, ...tasks)).toEqual(['0'])
  })

  test('by words: marks count only when they are typed', () => {
    const flood = task({ title: 'Số hộ bị ngập' })
    expect(find({ words: 'so ho ngap' }, flood)).toEqual(['0'])
    expect(find({ words: 'số hộ' }, flood)).toEqual(['0'])
    expect(find({ words: 'sổ hộ' }, flood)).toEqual([])
  })

  test('done work is found only when asked for, the newest first', () => {
    const done = [
      task({ state: 'completed', deadline: '2026-11-01T10:00:00Z' }),
      task({ state: 'cancelled', deadline: '2026-11-05T10:00:00Z' }),
    ]
    expect(find({}, ...done)).toEqual([])
    expect(find({ light: 'done' }, ...done)).toEqual(['1', '0'])
  })
})
