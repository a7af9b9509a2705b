/** Who may hand over a post. */
import type { Organisation } from './organisation'

/** My post that may: an administrator over its unit, or one that leads the unit and does not rank below it. */
export function giver(post: string, mine: readonly string[], org: Organisation): string | null {
  const seat = org.post(post)
  if (!seat?.active) return null
  const may = (id: string) => {
    const own = org.post(id)
    if (org.hasPower(id, 'administer', seat.unit)) return true
    return own?.leading === true && own.unit === seat.unit && (!seat.leading || seat.order >= own.order)
  }
  return mine.find(may) ?? null
}
