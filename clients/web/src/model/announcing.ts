/** An announcement being written: kept on the device until it is sent; whom one can tell with one tap; what it lacks. */
import { mayAnnounce } from './announcement'
import type { Organisation } from './organisation'
import type { Announcement, Seat } from './rows'

export interface Draft {
  title: string
  text: string
  units: readonly string[]
  urgency: Announcement['urgency']
  acknowledge: boolean
  acknowledgeBy: number | null
  attachments: readonly string[]
}

export const EMPTY: Draft = {
  title: '',
  text: '',
  units: [],
  urgency: 'normal',
  acknowledge: true,
  acknowledgeBy: null,
  attachments: [],
}

export type Lack = 'title' | 'text' | 'to' | 'notAllowed' | 'past'

/** What is missing or wrong, in the order in which the sheet shows it. */
export function lacks(draft: Draft, post: string, org: Organisation, now: number): Lack[] {
  const found: Lack[] = []
  if (!draft.title.trim()) found.push('title')
  if (!draft.text.trim()) found.push('text')
  if (draft.units.length === 0) found.push('to')
  else if (!mayAnnounce(post, draft.units, org)) found.push('notAllowed')
  if (draft.acknowledge && draft.acknowledgeBy !== null && draft.acknowledgeBy <= now) found.push('past')
  return found
}

export interface Circle {
  key: 'own' | 'wards' | 'others' | 'below'
  units: readonly string[]
}

/** Whom one tells most: one's own unit, the wards, the other units next below, and all of it; never the same twice. */
export function circles(post: string, org: Organisation): Circle[] {
  const seat = org.post(post)
  const over = seat?.powers.find(({ name }) => name === 'issue-directive')?.unit ?? (seat?.leading ? seat.unit : null)
  if (!seat || over === null) return []
  const below = org.children(over)
  const wards = below.filter(({ fields }) => /^(Phường|Xã|Đặc khu) /.test(fields.name)).map(({ id }) => id)
  const others = below.map(({ id }) => id).filter((id) => !wards.includes(id))
  const all = [...new Set([seat.unit, over, ...org.descendants(over).map(({ id }) => id)])]
  const found: Circle[] = [
    { key: 'own', units: [seat.unit] },
    { key: 'wards', units: wards },
    { key: 'others', units: others },
    { key: 'below', units: all },
  ]
  const seen = new Set<string>()
  return found.filter(({ units }) => {
    const key = [...units].sort().join()
    return units.length > 0 && mayAnnounce(post, units, org) && !seen.has(key) && seen.add(key)
  })
}

/** The chosen units without those that a chosen circle stands for: what is shown one by one. */
export function besides(units: readonly string[], taken: readonly Circle[]): Seat[] {
  const shown = new Set(taken.flatMap((circle) => circle.units))
  return units.filter((unit) => !shown.has(unit)).map((unit) => ({ unit, post: null }))
}

/** The circles of which every unit is chosen. */
export function takenOf(units: readonly string[], known: readonly Circle[]): Circle[] {
  const chosen = new Set(units)
  return known.filter((circle) => circle.units.every((unit) => chosen.has(unit)))
}
