/** Announcements on the device: who is told and by which unit, what a reader owes, how a board is counted. */
import { describe, expect, it } from 'vitest'
import { behind, countUnits, mayAnnounce, owes, readers, standing, throughUnit, total } from '../src/model/announcement'
import { besides, circles, EMPTY, lacks, takenOf } from '../src/model/announcing'
import type { Announcement, Receipt, Tally } from '../src/model/rows'
import { NOW, org, seat } from './examples'

const announcement = (more: Partial<Announcement> = {}): Announcement => ({
  stale: false,
  title: 'Lịch trực',
  text: 'Trực 24/24',
  urgency: 'normal',
  units: ['finance', 'saigon'],
  acknowledge: true,
  acknowledgeBy: null,
  attachments: [],
  issuer: seat('city', 'chairman'),
  author: 'hoa',
  writtenBy: 'hoa',
  state: 'issued',
  reason: null,
  withdrawnBy: null,
  edition: 1,
  countsFrom: 1,
  issuedAt: '2026-11-20T00:00:00Z',
  correctedAt: null,
  remindedAt: null,
  updatedAt: '2026-11-20T00:00:00Z',
  version: 1,
  ...more,
})

const receipt = (acknowledged = 0): Receipt => ({
  stale: false,
  announcement: 'lich-truc',
  official: 'phat',
  unit: 'saigon',
  issuer: seat('city', 'chairman'),
  opened: 1,
  openedAt: '2026-11-20T01:00:00Z',
  acknowledged,
  acknowledgedAt: acknowledged ? '2026-11-20T01:00:00Z' : null,
})

const tally = (unit: string, opened: number, acknowledged: Record<string, number>): [string, Tally] => [
  unit,
  { stale: false, announcement: 'lich-truc', unit, issuer: seat('city', 'chairman'), opened, acknowledged },
]

describe('who is told', () => {
  it('is everybody in a unit, each once, without the author', () => {
    expect([...readers(announcement(), org)]).toEqual([
      ['finance', ['trang']],
      ['saigon', ['phat', 'phuong']],
    ])
    expect([...readers(announcement({ units: ['city'] }), org)]).toEqual([['city', []]])
  })

  it('is told by the first of the units that they are in', () => {
    expect(throughUnit(announcement(), org, ['specialist'], 'phuong')).toBe('saigon')
    expect(throughUnit(announcement({ units: ['city'] }), org, ['specialist'], 'phuong')).toBeNull()
    expect(throughUnit(announcement({ author: 'phuong' }), org, ['specialist'], 'phuong')).toBeNull()
  })
})

describe('a reader', () => {
  it('owes an acknowledgement until they gave one that counts', () => {
    expect(standing(announcement(), undefined)).toBe('not-yet')
    expect(standing(announcement(), receipt())).toBe('opened')
    expect(standing(announcement(), receipt(1))).toBe('acknowledged')
    expect(standing(announcement({ edition: 2, countsFrom: 2 }), receipt(1))).toBe('earlier')
    expect(standing(announcement({ edition: 2 }), receipt(1))).toBe('acknowledged')
    expect([undefined, receipt(), receipt(1)].map((each) => owes(announcement(), each))).toEqual([true, true, false])
  })

  it('owes only a look where nothing more is asked, and nothing once it was withdrawn', () => {
    expect(owes(announcement({ acknowledge: false }), undefined)).toBe(true)
    expect(owes(announcement({ acknowledge: false }), receipt())).toBe(false)
    expect(owes(announcement({ state: 'withdrawn' }), undefined)).toBe(false)
  })
})

describe('the board', () => {
  const tallies = new Map([tally('saigon', 2, { '1': 1, '2': 1 })])

  it('counts each unit, and only the acknowledgements that count', () => {
    const counts = countUnits(announcement({ edition: 2, countsFrom: 2 }), tallies, org)
    expect(counts).toEqual([
      { unit: 'finance', people: 1, opened: 0, acknowledged: 0 },
      { unit: 'saigon', people: 2, opened: 2, acknowledged: 1 },
    ])
    expect(total(counts)).toEqual({ people: 3, opened: 2, acknowledged: 1 })
  })

  it('knows who is behind, and nobody where only a look was asked for', () => {
    const counts = countUnits(announcement(), tallies, org)
    expect(behind(announcement(), counts).map(({ unit }) => unit)).toEqual(['finance'])
    const plain = announcement({ acknowledge: false })
    expect(behind(plain, countUnits(plain, tallies, org)).map(({ unit }) => unit)).toEqual(['finance'])
  })

  it('counts who has read it and left', () => {
    const counts = countUnits(announcement(), new Map([tally('finance', 3, { '1': 3 })]), org)
    expect(counts[0]).toEqual({ unit: 'finance', people: 3, opened: 3, acknowledged: 3 })
  })
})

describe('writing one', () => {
  it('is for leaders over their unit and below, or by power', () => {
    expect(mayAnnounce('chairman', ['city', 'saigon', 'finance'], org)).toBe(true)
    expect(mayAnnounce('ward', ['saigon'], org)).toBe(true)
    expect(mayAnnounce('ward', ['saigon', 'finance'], org)).toBe(false)
    expect(mayAnnounce('specialist', ['saigon'], org)).toBe(false)
  })

  it('offers whole circles, and shows by name only what they leave', () => {
    const known = circles('chairman', org)
    expect(known.map(({ key, units }) => [key, units.length])).toEqual([
      ['own', 1],
      ['wards', 4],
      ['others', 1],
      ['below', 6],
    ])
    expect(circles('ward', org).map(({ key }) => key)).toEqual(['own'])
    expect(circles('specialist', org)).toEqual([])
    const wards = known.find(({ key }) => key === 'wards')?.units ?? []
    const taken = takenOf([...wards, 'finance'], known)
    expect(taken.map(({ key }) => key)).toEqual(['wards', 'others'])
    expect(besides([...wards, 'city'], takenOf([...wards, 'city'], known.slice(1)))).toEqual([{ unit: 'city', post: null }])
  })

  it('lacks what it lacks', () => {
    expect(lacks(EMPTY, 'ward', org, NOW)).toEqual(['title', 'text', 'to'])
    const full = { ...EMPTY, title: 'x', text: 'y', units: ['finance'], acknowledgeBy: NOW }
    expect(lacks(full, 'ward', org, NOW)).toEqual(['notAllowed', 'past'])
    expect(lacks({ ...full, acknowledge: false }, 'chairman', org, NOW)).toEqual([])
  })
})
