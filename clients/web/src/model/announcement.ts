/** Announcements on the device: whether I was told and what I owe, and how far each unit is. */
import type { Organisation } from './organisation'
import type { Announcement, Receipt, Tally } from './rows'

/** The unit by which I was told: the first of the addressed ones that I am in; null: I was not, or I wrote it. */
export function throughUnit(announcement: Announcement, org: Organisation, posts: readonly string[], me: string): string | null {
  if (announcement.author === me) return null
  const mine = new Set<string>()
  for (const post of posts) for (const unit of org.withPredecessors(org.post(post)?.unit ?? '')) mine.add(unit)
  return announcement.units.find((unit) => mine.has(unit)) ?? null
}

/** My post in which I was told: the first that is in the unit, or in what succeeded it. */
export function toldPost(unit: string, org: Organisation, posts: readonly string[]): string | undefined {
  return posts.find((post) => org.withPredecessors(org.post(post)?.unit ?? '').has(unit))
}

export type Standing = 'not-yet' | 'opened' | 'earlier' | 'acknowledged'

/** What a reader did: `earlier`: they acknowledged a text that was corrected since, and must do so again. */
export function standing(announcement: Announcement, receipt: Receipt | undefined): Standing {
  if (!receipt) return 'not-yet'
  if (receipt.acknowledged === 0) return 'opened'
  return receipt.acknowledged >= announcement.countsFrom ? 'acknowledged' : 'earlier'
}

/** Whether I still owe it something: an acknowledgement, or at least a look. */
export function owes(announcement: Announcement, receipt: Receipt | undefined): boolean {
  if (announcement.state !== 'issued') return false
  const stands = standing(announcement, receipt)
  return announcement.acknowledge ? stands !== 'acknowledged' : stands === 'not-yet'
}

export interface UnitCount {
  unit: string
  people: number
  opened: number
  acknowledged: number
}

const peopled = new WeakMap<Organisation, Map<string, Set<string>>>()

/** Who is in each unit, also in those that were merged or split into theirs; worked out once for each directory. */
function members(org: Organisation): Map<string, Set<string>> {
  const known = peopled.get(org)
  if (known) return known
  const found = new Map<string, Set<string>>()
  const own = new Map<string, Set<string>>()
  for (const { fields } of org.posts.values()) {
    if (!fields.active || !fields.holder) continue
    const units = own.get(fields.unit) ?? org.withPredecessors(fields.unit)
    own.set(fields.unit, units)
    for (const unit of units) {
      const there = found.get(unit)
      if (there) there.add(fields.holder)
      else found.set(unit, new Set([fields.holder]))
    }
  }
  peopled.set(org, found)
  return found
}

/** Everybody who is told now, by the unit by which they are: each once, without who wrote it. */
export function readers(announcement: Pick<Announcement, 'units' | 'author'>, org: Organisation): Map<string, string[]> {
  const inUnit = members(org)
  const seen = new Set([announcement.author])
  const found = new Map<string, string[]>()
  for (const unit of announcement.units) {
    const fresh = [...(inUnit.get(unit) ?? [])].filter((official) => !seen.has(official))
    fresh.forEach((official) => seen.add(official))
    found.set(unit, fresh)
  }
  return found
}

/** How many of those counted in a tally have acknowledged what counts. */
function acknowledged({ acknowledged }: Tally, from: number): number {
  let sum = 0
  for (const [edition, count] of Object.entries(acknowledged)) if (Number(edition) >= from) sum += count
  return sum
}

/** The board: each addressed unit, in the order in which they are addressed. Who read it and left is counted as there. */
export function countUnits(
  announcement: Announcement,
  tallies: ReadonlyMap<string, Tally>,
  org: Organisation,
): UnitCount[] {
  const told = readers(announcement, org)
  return announcement.units.map((unit) => {
    const tally = tallies.get(unit)
    const opened = tally?.opened ?? 0
    const people = Math.max(told.get(unit)?.length ?? 0, opened)
    return { unit, people, opened, acknowledged: tally ? acknowledged(tally, announcement.countsFrom) : 0 }
  })
}

/** All units together. */
export function total(counts: readonly UnitCount[]): Omit<UnitCount, 'unit'> {
  const sum = { people: 0, opened: 0, acknowledged: 0 }
  for (const { people, opened, acknowledged } of counts) {
    sum.people += people
    sum.opened += opened
    sum.acknowledged += acknowledged
  }
  return sum
}

/** How many have done what was asked: acknowledged it, or opened it. */
export function done(announcement: Announcement, count: Omit<UnitCount, 'unit'>): number {
  return announcement.acknowledge ? count.acknowledged : count.opened
}

/** Those who have not, of each unit: whoever has most of them first. */
export function behind(announcement: Announcement, counts: readonly UnitCount[]): UnitCount[] {
  const left = (count: UnitCount) => count.people - done(announcement, count)
  return counts.filter((count) => left(count) > 0).sort((a, b) => left(b) - left(a))
}

/** Whether a post may tell these units: by one power over all of them, or because it leads what they are in. */
export function mayAnnounce(post: string, units: readonly string[], org: Organisation): boolean {
  const seat = org.post(post)
  if (!seat) return false
  if (seat.leading && units.every((unit) => org.contains(seat.unit, unit))) return true
  return seat.powers.some(({ name, unit: over }) => name === 'issue-directive' && units.every((unit) => org.contains(over, unit)))
}
