/** Naming seats: the post with its unit, shown with whoever holds it. */
import { t } from '../i18n'
import type { Organisation } from '../model/organisation'
import type { Seat, Task } from '../model/rows'

/** "Chủ tịch UBND, Phường Sài Gòn", or the unit alone. */
export function seatName(seat: Seat, org: Organisation): string {
  const unit = org.unit(seat.unit)?.name ?? '…'
  if (!seat.post) return unit
  return postName(seat.post, org)
}

export function postName(post: string, org: Organisation): string {
  const found = org.post(post)
  return found ? joined(found.title, shortUnit(found.unit, org)) : '…'
}

/** Title and unit; what both say is said once: "Chủ tịch UBND Thành phố" + "Thành phố Hồ Chí Minh". */
function joined(title: string, unit: string): string {
  const words = unit.split(' ')
  for (let shared = words.length; shared > 0; shared -= 1) {
    if (title.endsWith(` ${words.slice(0, shared).join(' ')}`)) return `${title} ${words.slice(shared).join(' ')}`.trim()
  }
  return `${title}, ${unit}`
}

/** The unit's name as one says it; wards keep "Phường", "Xã". */
export function shortUnit(unit: string, org: Organisation): string {
  return (org.unit(unit)?.name ?? '…').replace(/^Ủy ban nhân dân /, 'UBND ')
}

/** Who sits there now: the holder of the post, or the unit's first leader. */
export function holderName(seat: Seat, org: Organisation): string | null {
  const post = seat.post ? org.post(seat.post) : org.leader(seat.unit)?.fields
  const official = org.official(post?.holder)
  return official ? official.name || t.erased : null
}

/** With several posts: the one in which a task concerns me, by its unit if that tells more; with one, nothing. */
export function asWhom(task: Task, posts: readonly string[], org: Organisation): string | undefined {
  if (posts.length < 2) return undefined
  const seats = [task.waitingSeat, ...task.chain, task.assigner, ...task.coordinating]
  for (const seat of seats) {
    const post = seat && posts.find((each) => org.sits(each, seat))
    if (post) return org.post(post)?.title
  }
  return undefined
}
