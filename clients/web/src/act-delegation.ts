/** Delegations that I give in one of my posts, and take back. */
import { createdId } from '@congvu/sync'
import { give } from './act-time'
import type { Delegation } from './model/rows'
import { iso } from './model/time'

export interface DelegationGiven {
  giver: string
  receiver: string
  powers: readonly string[]
  /** Milliseconds since 1970. */
  start: number
  end: number
  paper: string
}

/** Lends powers of one of my posts to another, by a paper, for a time. */
export function giveDelegation({ start, end, ...given }: DelegationGiven, said: string): void {
  const args = { ...given, start: iso(start), end: iso(end) }
  const create: Delegation = { ...args, inForce: start <= Date.now(), revoked: false, remindedAt: null }
  give('delegation.give', args, given.giver, said, (id) => [{ collection: 'delegation', id: createdId(id, 'delegation'), create }])
}

/** Takes the powers back before their time. */
export function revokeDelegation(id: string, giver: string, said: string): void {
  const patch: Partial<Delegation> = { revoked: true, inForce: false }
  give('delegation.revoke', { delegation: id }, giver, said, () => [{ collection: 'delegation', id, patch }])
}
