/** Naming seats: the post with its unit, shown with whoever holds it. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import type { Organisation } from '../model/organisation'
import type { Seat } from '../model/rows'

/** "Chủ tịch UBND, Phường Sài Gòn", or the unit alone. */
export function seatName(seat: Seat, org: Organisation): string {
  const unit = org.unit(seat.unit)?.name ?? '…'
  if (!seat.post) return unit
  return postName(seat.post, org)
}

export function postName(post: string, org: Organisation): string {
  const found = org.post(post)
  return found ? `${found.title}, ${shortUnit(found.unit, org)}` : '…'
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

export function Who({ seat, org }: { seat: Seat; org: Organisation }): JSX.Element {
  const holder = holderName(seat, org)
  return (
    <span class="who">
      {holder && seat.post ? `${holder} · ` : ''}
      {seatName(seat, org)}
    </span>
  )
}
