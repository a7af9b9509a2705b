import { describe, expect, it } from 'vitest'
import { byKind, findIndex } from '../src/model/find'
import { Organisation } from '../src/model/organisation'
import type { Collections } from '../src/model/rows'

type Row<C extends keyof Collections> = { id: string; fields: Collections[C] }

const row = <C extends keyof Collections>(id: string, fields: object): [string, Row<C>] => [
  id,
  { id, fields: fields as Collections[C] },
]

const units = new Map([
  row<'unit'>('ward', {
    name: 'Phường Sài Gòn',
    code: 'H29.18',
    parent: null,
    state: 'active',
    formerNames: [{ name: 'Phường Bến Nghé' }],
  }),
])
const posts = new Map([row<'post'>('post', { unit: 'ward', title: 'Chủ tịch', holder: 'an', active: true, leading: true, order: 1 })])
const officials = new Map([row<'official'>('an', { name: 'Đỗ Văn An', active: true, posts: ['post'] })])
const seat = { unit: 'ward', post: null }
const index = findIndex({
  org: new Organisation(units, posts, officials),
  task: new Map([
    row<'task'>('t1', { title: 'Kiểm tra điểm ngập Sài Gòn', state: 'completed', lead: seat }),
    row<'task'>('t2', { title: 'Kiểm tra điểm ngập Sài Gòn', state: 'assigned', lead: seat }),
  ]),
  directive: new Map([row<'directive'>('d1', { title: 'Báo cáo số hộ bị ngập', state: 'issued' })]),
  channel: new Map([
    row<'channel'>('c1', { name: 'Chống ngập toàn thành phố', kind: 'open', topic: null }),
    row<'channel'>('ward', { name: 'Phường Sài Gòn', kind: 'unit', topic: null }),
  ]),
  announcement: new Map([row<'announcement'>('a1', { title: 'Lịch trực triều cường', state: 'issued' })]),
  post: () => 'Chủ tịch, Phường Sài Gòn',
})

const ids = (query: string) => index.find(query).map(({ item }) => item.id)

describe('searching everything', () => {
  it('finds tasks, directives and channels by words without marks', () => {
    expect(new Set(ids('ngap'))).toEqual(new Set(['t1', 't2', 'd1', 'c1']))
  })

  it('finds announcements by their titles', () => {
    expect(index.find('lich truc')[0]?.item).toMatchObject({ kind: 'announcement', href: '/cong-bo/a1' })
  })

  it('has open work before what is closed', () => {
    expect(ids('diem ngap')).toEqual(['t2', 't1'])
  })

  it('means the marks that are typed', () => {
    expect(ids('đỗ')).toEqual(['an'])
    expect(ids('dỗ')).toEqual([])
  })

  it('finds a unit by its former name, and a person with where they sit', () => {
    expect(ids('ben nghe')).toEqual(['ward'])
    expect(index.find('do van an')[0]?.item).toMatchObject({ detail: 'Chủ tịch, Phường Sài Gòn', href: '/danh-ba?don-vi=ward' })
  })

  it('groups by kind, the kind of the best hit first, not too many of one', () => {
    const groups = byKind(index.find('ngap'), 1)
    expect(groups.map(([, list]) => list.length)).toEqual(groups.map(() => 1))
  })
})
