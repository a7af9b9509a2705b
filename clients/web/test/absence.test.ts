/** Who is away, for whom one stands in and what one may do then, and who may hand over a post. */
import { describe, expect, test } from 'vitest'
import { awayNow, coming, standing } from '../src/model/absence'
import { actionsFor } from '../src/model/actions'
import { giver } from '../src/model/hand-over'
import { actionsLent, delegated, joined } from '../src/model/lent'
import type { Absence } from '../src/model/rows'
import { groups } from '../src/model/today'
import { NOW, org, seat, submitted, task } from './examples'

const row = (id: string, more: Partial<Absence>) => ({
  id,
  fields: {
    official: 'trang',
    standIns: [],
    start: '2026-11-19T00:30:00Z',
    end: '2026-11-24T10:00:00Z',
    kind: 'leave' as const,
    inForce: true,
    cancelled: false,
    toldAt: '2026-11-18T00:00:00Z',
    ...more,
  },
})

const NOW_AWAY = row('now', { standIns: [{ standIn: 'ward', post: null }] })
const SOON = row('soon', { official: 'phuong', start: '2026-11-25T00:00:00Z', end: '2026-11-26T00:00:00Z', inForce: false })
const ROWS = [SOON, NOW_AWAY, row('over', { end: '2026-11-19T10:00:00Z' }), row('back', { official: 'hoa', cancelled: true })]

describe('absences', () => {
  test('to come are those not over and not taken back, the first first', () => {
    expect(coming(ROWS, NOW).map(({ id }) => id)).toEqual(['now', 'soon'])
  })

  test('of now say until when', () => {
    expect([...awayNow(ROWS, NOW)]).toEqual([['trang', Date.parse('2026-11-24T10:00:00Z')]])
  })

  test('name who stands in: for each seat, or for all that name nobody else', () => {
    const both = row('both', {
      official: 'phuong',
      standIns: [
        { standIn: 'ward', post: 'clerk' },
        { standIn: 'director', post: null },
      ],
    })
    expect(standing([both], ['ward'], org, NOW).map(({ post, own }) => [post, own])).toEqual([['clerk', 'ward']])
    expect(standing([both], ['director'], org, NOW).map(({ post }) => post)).toEqual(['specialist'])
    expect(standing([both], ['chairman'], org, NOW)).toEqual([])
  })
})

describe('a stand-in', () => {
  const held = task({ lead: seat('finance', 'director') })
  const seats = standing([NOW_AWAY], ['ward'], org, NOW)
  const may = (post: string) => actionsFor(held, [post], org, NOW)

  test('does what is ordinary for the seat, and does not pass on or decline', () => {
    expect(actionsLent(held, seats, NOW, may).map(({ name, posts }) => [name, posts])).toEqual([
      ['accept', ['director']],
      ['requestExtension', ['director']],
      ['check', ['director']],
    ])
  })

  test('sits in the seat alone, not in its unit’s', () => {
    const desk = task({ lead: seat('finance') })
    expect(actionsLent(desk, seats, NOW, (post) => actionsFor(desk, [post], org, NOW))).toEqual([])
  })

  test('finds the work of the seat among the own of today, and none of its decisions', () => {
    const late = { id: 'late', fields: { ...held, waiting: 'lead' as const, waitingSeat: seat('finance', 'director'), deadline: '2026-11-19T10:00:00Z' } }
    const decide = { id: 'decide', fields: submitted({ waitingSeat: seat('finance', 'director') }) }
    expect(groups([late, decide], ['ward'], org, NOW).late).toEqual([])
    const found = groups([late, decide], ['ward'], org, NOW, ['director'])
    expect([found.late.map(({ id }) => id), found.decide]).toEqual([['late'], []])
  })

  test('does nothing before the absence begins', () => {
    const later = seats.map((each) => ({ ...each, start: NOW + 1 }))
    expect(actionsLent(held, later, NOW, may)).toEqual([])
  })

  test('has each action once, with all posts that may, in the order of their weight', () => {
    const found = joined([
      { name: 'report', posts: ['a'] },
      { name: 'accept', posts: ['b'] },
      { name: 'report', posts: ['b'] },
    ])
    expect(found).toEqual([
      { name: 'accept', posts: ['b'] },
      { name: 'report', posts: ['a', 'b'] },
    ])
  })
})

describe('a delegation', () => {
  const given = { giver: 'chairman', receiver: 'ward', powers: ['approve'], start: '2026-11-19T00:00:00Z', end: '2026-11-30T00:00:00Z' }
  const row = (id: string, more: object = {}) => ({ id, fields: { ...given, paper: 'QĐ 12', inForce: true, revoked: false, remindedAt: null, ...more } })
  const lent = delegated([row('now'), row('revoked', { revoked: true }), row('assign', { powers: ['assign'] })], ['ward'], org, NOW)

  test('lends the decisions of a seat within its dates', () => {
    expect(lent.map(({ basis, post, own, paper }) => [basis, post, own, paper])).toEqual([['now', 'chairman', 'ward', 'QĐ 12']])
  })

  test('is enough to decide what was submitted to the seat', () => {
    const waiting = submitted()
    const may = actionsLent(waiting, lent, NOW, (post) => actionsFor(waiting, [post], org, NOW))
    expect(may.map(({ name }) => name)).toEqual(['complete', 'return', 'changeDeadline', 'setChecklist', 'label', 'setWeight', 'cancel'])
  })
})

test('a post is handed over by those who lead its unit and do not rank below it', () => {
  expect(giver('specialist', ['ward'], org)).toBe('ward')
  expect(giver('specialist', ['clerk', 'director'], org)).toBeNull()
  expect(giver('nobody', ['ward'], org)).toBeNull()
})
