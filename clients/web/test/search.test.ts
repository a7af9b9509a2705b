import { describe, expect, test } from 'vitest'
import { fold } from '../src/model/search'
import { seatIndex, suggestions, type Picking } from '../src/model/seats'
import { org } from './examples'

const picking: Picking = { recent: [], mine: ['city'], own: ['chairman'] }
const index = seatIndex(org, picking)
const found = (query: string) => index.find(query).map(({ item }) => item.post ?? item.unit)
const first = (query: string) => found(query)[0]

test('marks and đ are folded', () => {
  expect(fold('Ủy ban nhân dân Phường Đa Kao')).toBe('uy ban nhan dan phuong da kao')
})

describe('finding whom to give work to', () => {
  test.each([
    ['phường sài gòn', 'saigon'],
    ['phuong sai gon', 'saigon'],
    ['sai gon', 'saigon'],
    ['p sai gon', 'saigon'],
    ['ubnd p sai gon', 'saigon'],
    ['ubnd p ben nghe', 'saigon'],
    ['UBND phường Bến Nghé', 'saigon'],
    ['x can gio', 'canGio'],
    ['tt can thanh', 'canGio'],
    ['so tai chinh', 'finance'],
    ['stc', 'finance'],
    ['ho nhat phat', 'ward'],
    ['chu tich sai gon', 'ward'],
    ['ct sai gon', 'ward'],
  ])('%s', (query, expected) => {
    expect(first(query)).toBe(expected)
  })

  test('a former name says so; the present name does not', () => {
    expect(index.find('ben nghe')[0]?.former).toBe('Phường Bến Nghé')
    expect(index.find('sai gon')[0]?.former).toBeNull()
  })

  test('a ward that was divided is found by both its successors', () => {
    expect(found('da kao')).toEqual(expect.arrayContaining(['saigon', 'dakao']))
  })

  test('marks that were typed must fit', () => {
    expect(found('Đông')).toContain('dong')
    expect(found('đống')).not.toContain('dong')
    expect(found('Sai Gòn')).not.toContain('saigon')
  })

  test('nonsense finds nothing', () => {
    expect(found('xyzzy')).toEqual([])
  })

  test('whoever was chosen lately comes first', () => {
    const again = seatIndex(org, { ...picking, recent: ['dakao'] })
    expect(again.find('phuong')[0]?.item.unit).toBe('dakao')
  })

  test('I am not offered to myself', () => {
    expect(found('tran kim hoa')).toEqual([])
  })
})

test('before a letter is typed: used lately, then what lies below me', () => {
  const { recent, below } = suggestions(org, { ...picking, recent: ['saigon', 'gone'] })
  expect(recent).toEqual([{ unit: 'saigon', post: null }])
  expect(below.map(({ unit }) => unit)).not.toContain('saigon')
  expect(below.length).toBeGreaterThan(0)
})

test('nobody is below me where I sit myself, nor whoever leads me', () => {
  const below = (...own: string[]) =>
    suggestions(org, { ...picking, mine: ['saigon'], own }).below.map((seat) => seat.post ?? seat.unit)
  expect(below('ward')).toEqual(['clerk', 'specialist'])
  expect(below('clerk')).toEqual([])
  expect(below('specialist')).toEqual([])
})
