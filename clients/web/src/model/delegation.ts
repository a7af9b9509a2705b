/** Powers that a post lends another in writing: whose they are, and how they stand. */
import type { Organisation } from './organisation'
import type { Delegation } from './rows'

export const POWERS = ['approve', 'assign', 'assign-across', 'issue-directive'] as const
export type LentPower = (typeof POWERS)[number]

export type Standing = 'now' | 'coming' | 'over' | 'revoked'

export interface Given {
  id: string
  delegation: Delegation
  start: number
  end: number
  standing: Standing
}

type Rows = Iterable<{ id: string; fields: Delegation }>

/** Those that hold or will, the next to end first; then what is over, the last first. */
export function delegations(rows: Rows, now: number): Given[] {
  const all = [...rows].map(({ id, fields }): Given => {
    const [start, end] = [Date.parse(fields.start), Date.parse(fields.end)]
    const standing = fields.revoked ? 'revoked' : end < now ? 'over' : start > now ? 'coming' : 'now'
    return { id, delegation: fields, start, end, standing }
  })
  const [open, over] = [all.filter(({ standing }) => holds(standing)), all.filter(({ standing }) => !holds(standing))]
  return [...open.sort((a, b) => a.end - b.end), ...over.sort((a, b) => b.end - a.end)]
}

export function holds(standing: Standing): boolean {
  return standing === 'now' || standing === 'coming'
}

/** What a post can lend: deciding on what it assigned; assigning, if it leads or was given that; what else it was given. */
export function lendable(post: string, org: Organisation): LentPower[] {
  const seat = org.post(post)
  if (!seat) return []
  const own = new Set(seat.powers.map(({ name }) => name))
  return POWERS.filter((power) => power === 'approve' || own.has(power) || (power === 'assign' && seat.leading))
}
