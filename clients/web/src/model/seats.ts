/** Whom one can give work to: units and posts with their holders, prepared for search; recents and subordinates first. */
import type { Organisation } from './organisation'
import type { Seat } from './rows'
import { Index, type Entry } from './search'

export function seatKey(seat: Seat): string {
  return seat.post ?? seat.unit
}

/** The kinds of unit that people also call "UBND". */
const COMMITTEE = /^(Phường|Xã|Đặc khu|Thành phố|Tỉnh) /

function unitEntry(id: string, org: Organisation, weight: number): Entry<Seat> {
  const unit = org.unit(id)
  if (!unit) return { item: { unit: id, post: null }, names: [] }
  const also = COMMITTEE.test(unit.name) ? ['ubnd', 'ủy', 'ban', 'nhân', 'dân'] : []
  const former = [...new Set(unit.formerNames.map(({ name }) => name))]
  return { item: { unit: id, post: null }, names: [unit.name, unit.shortName], former, also, weight }
}

function postEntry(id: string, org: Organisation, weight: number): Entry<Seat> {
  const post = org.post(id)
  const unit = org.unit(post?.unit)
  const holder = org.official(post?.holder)?.name
  const names = [
    `${post?.title ?? ''} ${unit?.name ?? ''}`,
    ...(holder ? [`${holder} ${post?.title ?? ''} ${unit?.name ?? ''}`] : []),
  ]
  return { item: { unit: post?.unit ?? '', post: id }, names, also: ['ubnd'], weight: weight + 0.6 }
}

export interface Picking {
  /** Only seats within this unit (giao tiếp). */
  within?: string
  unitsOnly?: boolean
  /** Keys of seats used lately, the latest first. */
  recent: readonly string[]
  /** My units: what lies below them comes first. */
  mine: readonly string[]
  /** My posts, to which I give no work. */
  own: readonly string[]
}

export function seatIndex(org: Organisation, { within, unitsOnly, recent, mine, own }: Picking): Index<Seat> {
  const entries: Entry<Seat>[] = []
  const lately = new Map(recent.map((key, place) => [key, place]))
  const weight = (key: string, unit: string) => {
    const place = lately.get(key)
    if (place !== undefined) return -3 + place * 0.1
    return mine.some((own) => org.unit(unit)?.parent === own || unit === own) ? -0.5 : 0
  }
  for (const { id, fields } of org.units.values()) {
    if (fields.state === 'active' && (!within || org.contains(within, id))) entries.push(unitEntry(id, org, weight(id, id)))
  }
  if (!unitsOnly) {
    for (const { id, fields } of org.posts.values()) {
      if (fields.active && !own.includes(id) && (!within || org.contains(within, fields.unit)))
        entries.push(postEntry(id, org, weight(id, fields.unit)))
    }
  }
  return new Index(entries)
}

/** The posts and units directly below my posts; where I sit myself, nobody is below me. */
function subordinates(org: Organisation, own: readonly string[]): Seat[] {
  const me = new Set(own.map((post) => org.post(post)?.holder))
  return own.flatMap((post) => {
    const seat = org.post(post)
    if (!seat || !(seat.leading || seat.intake)) return []
    const posts = org.postsBelow(post).filter(({ id, fields }) => !own.includes(id) && !(fields.holder && me.has(fields.holder)))
    const units = org.children(seat.unit).filter(({ id }) => !me.has(org.leader(id)?.fields.holder ?? undefined))
    return [
      ...posts.map(({ id }) => ({ unit: seat.unit, post: id })),
      ...units.map(({ id }) => ({ unit: id, post: null })),
    ]
  })
}

/** Those who come to mind before a letter is typed: used lately, then what lies directly below me. */
export function suggestions(
  org: Organisation,
  { within, unitsOnly, recent, own }: Picking,
  limit = 8,
): { recent: Seat[]; below: Seat[] } {
  const fits = (seat: Seat) => !(unitsOnly && seat.post) && !(within && !org.contains(within, seat.unit))
  const seatOf = (key: string): Seat | null => {
    const post = org.post(key)
    if (post) return post.active ? { unit: post.unit, post: key } : null
    return org.unit(key)?.state === 'active' ? { unit: key, post: null } : null
  }
  const lately = recent
    .flatMap((key) => seatOf(key) ?? [])
    .filter((seat) => fits(seat) && !own.includes(seatKey(seat)))
    .slice(0, 4)
  const known = new Set(lately.map(seatKey))
  const below = [...new Map(subordinates(org, own).map((seat) => [seatKey(seat), seat])).values()]
  return { recent: lately, below: below.filter((seat) => fits(seat) && !known.has(seatKey(seat))).slice(0, limit) }
}
