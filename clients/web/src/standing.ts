/** As whom I act: in my own posts, in those that I stand in for, and in those that lent me their decisions. */
import type { ActingAs } from '@congvu/sync'
import { myPosts, org, rows, sync, useRows } from './live'
import { awayNow, standing } from './model/absence'
import type { ActionName } from './model/actions'
import { delegated, type Lent } from './model/lent'
import { MINUTE } from './model/time'

let known: { key: string; away: ReadonlyMap<string, number>; lent: readonly Lent[] } | null = null

/** Worked out anew with the rows, and each minute. */
function current(): NonNullable<typeof known> {
  const from = sync()
  const now = from.now()
  const key = [from.version('absence'), from.version('delegation'), from.version('post'), Math.floor(now / MINUTE)].join('/')
  if (known?.key !== key) {
    const absences = rows('absence')
    const stood = standing(absences.values(), myPosts(), org(), now)
    const lent = [...stood, ...delegated(rows('delegation').values(), myPosts(), org(), now)]
    known = { key, away: awayNow(absences.values(), now), lent }
  }
  return known
}

/** Until when an official is away; undefined: they are not. */
export function awayUntil(official: string | null | undefined): number | undefined {
  return official ? current().away.get(official) : undefined
}

/** The seats of others in which I may act, now or later. */
export function lentToMe(): readonly Lent[] {
  return current().lent
}

/** The seats that I stand in for now. */
export function useStoodFor(now: number): string[] {
  useRows('absence')
  return lentToMe().flatMap(({ ground, post, start }) => (ground === 'stand-in' && start <= now ? [post] : []))
}

/** Why I may act in a post that is not mine, perhaps in one action. */
export function basisOf(post: string, action?: ActionName): Lent | undefined {
  if (myPosts().includes(post)) return undefined
  return current().lent.find((each) => each.post === post && (!action || each.actions.includes(action)))
}

/** As a command says it: in a post of mine, or on behalf of one that is lent to me. */
export function actingAs(post: string | null, action?: ActionName): ActingAs {
  const lent = post ? basisOf(post, action) : undefined
  return lent ? { post: lent.own, behalfOf: lent.post, basis: lent.basis } : { post }
}
