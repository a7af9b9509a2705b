/** A small city that the tests speak of by name. */
import { fresh } from '../src/model/fresh'
import { Organisation } from '../src/model/organisation'
import type { Line, Official, Post, Seat, Task, Unit } from '../src/model/rows'

const rows = <T>(list: Record<string, T>) => new Map(Object.entries(list).map(([id, fields]) => [id, { id, fields }]))

const unit = (name: string, parent: string | null, formerNames: string[] = []): Unit => ({
  stale: false,
  name,
  shortName: name.replace(/^(Phường|Xã) /, ''),
  code: name,
  kind: 'ward',
  parent,
  state: 'active',
  endedAt: null,
  successors: [],
  predecessors: [],
  address: null,
  phone: null,
  formerNames: formerNames.map((old) => ({ name: old, shortName: old, code: '', kind: 'ward', until: '2025-06-30T17:00:00Z' })),
})

const post = (unitId: string, title: string, holder: string, more: Partial<Post> = {}): Post => ({
  stale: false,
  unit: unitId,
  title,
  leading: false,
  order: 1,
  intake: false,
  holder,
  heldSince: '2025-07-01T00:00:00Z',
  powers: [],
  active: true,
  ...more,
})

const official = (name: string, posts: string[]): Official => ({
  stale: false,
  name,
  email: '',
  officePhone: null,
  posts,
  active: true,
  language: 'vi',
})

export const org = new Organisation(
  rows({
    city: unit('Thành phố Hồ Chí Minh', null),
    finance: unit('Sở Tài chính', 'city'),
    saigon: unit('Phường Sài Gòn', 'city', ['Phường Bến Nghé', 'Phường Đa Kao']),
    dakao: unit('Phường Tân Định', 'city', ['Phường Đa Kao']),
    canGio: unit('Xã Cần Giờ', 'city', ['Thị trấn Cần Thạnh']),
    dong: unit('Phường An Đông', 'city'),
  }),
  rows({
    chairman: post('city', 'Chủ tịch UBND Thành phố', 'hoa', {
      leading: true,
      powers: [{ name: 'issue-directive', unit: 'city' }],
    }),
    director: post('finance', 'Giám đốc', 'trang', { leading: true }),
    ward: post('saigon', 'Chủ tịch UBND', 'phat', { leading: true }),
    clerk: post('saigon', 'Văn thư', 'phuong', { intake: true }),
    specialist: post('saigon', 'Chuyên viên', 'phuong'),
  }),
  rows({
    hoa: official('Trần Kim Hoa', ['chairman']),
    trang: official('Lê Thị Trang', ['director']),
    phat: official('Hồ Nhật Phát', ['ward']),
    phuong: official('Nguyễn Phương Đông', ['clerk', 'specialist']),
  }),
)

export const seat = (unitId: string, postId: string | null = null): Seat => ({ unit: unitId, post: postId })
export const NOW = Date.parse('2026-11-20T01:00:00Z') // Friday 08:00 in Viet Nam

/** A task of the chairman for the desk of Phường Sài Gòn, due in two days. */
export function task(more: Partial<Task> = {}): Task {
  return fresh({
    title: 'Báo cáo số hộ bị ngập',
    assigner: seat('city', 'chairman'),
    creator: 'hoa',
    lead: seat('saigon'),
    deadline: '2026-11-22T10:00:00Z',
    createdAt: '2026-11-19T01:00:00Z',
    version: 1,
    ...more,
  })
}

export const submitted = (more: Partial<Task> = {}) =>
  task({
    state: 'submitted',
    submittedAt: '2026-11-20T00:00:00Z',
    waiting: 'assigner',
    waitingSeat: seat('city', 'chairman'),
    ...more,
  })

export function line(more: Partial<Line> = {}): Line {
  return {
    stale: false,
    directive: 'flood',
    unit: 'saigon',
    issuer: seat('city', 'chairman'),
    state: 'assigned',
    openedAt: null,
    openedBy: null,
    acceptedAt: null,
    percent: 0,
    submittedAt: null,
    completedAt: null,
    deadline: '2026-11-20T04:00:00Z',
    answers: {},
    answeredAt: null,
    declineReason: null,
    chasedAt: null,
    inTime: null,
    ...more,
  }
}
