import { expect, it } from 'vitest'
import { packed, unpacked } from '../src/records.ts'
import type { WireRow } from '../src/wire.ts'

const row = (id: string, title: string): WireRow => ['task', id, 1, ['all'], { title }]

it('gives back every letter, whatever stands beside it, from bytes that are all ASCII', () => {
  const titles = ['Rà soát hộ ngập ở Ấp Đông', 'e\u0302\u0301 tách dấu', 'cảnh báo 🌊', 'gạch \\u1ea5 chéo "và" ngoặc', '\u2028', '\ud83c lẻ']
  const rows = titles.map((title, index) => row(`t-${index}`, title))
  const records = packed(rows)
  expect(records.flatMap((record) => [...record]).filter((byte) => byte > 0x7f)).toEqual([])
  expect(unpacked(records)).toEqual(rows)
})

it('keeps the order over many records', () => {
  const rows = Array.from({ length: 1234 }, (_, index) => row(`t-${index}`, `Việc ${index}`))
  expect(unpacked(packed(rows))).toEqual(rows)
})
