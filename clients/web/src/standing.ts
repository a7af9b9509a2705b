/** As whom I act: in my own posts, and in those whose ordinary work I do while their holders are away. */
import type { ActingAs } from '@congvu/sync'
import { myPosts, org, rows, sync } from './live'
import { awayNow, standing, type Stood } from './model/absence'
import { MINUTE } from './model/time'

let known: { key: string; away: ReadonlyMap<string, number>; stood: readonly Stood[] } | null = null

/** Worked out anew with the rows, and each minute. */
function current(): NonNullable<typeof known> {
  const from = sync()
  const now = from.now()
  const key = [from.version('absence'), from.version('post'), Math.floor(now / MINUTE)].join('/')
  if (known?.key !== key) {
    const absences = rows('absence')
    known = { key, away: awayNow(absences.values(), now), stood: standing(absences.values(), myPosts(), org(), now) }
  }
  return known
}

/** Until when an official is away; undefined: they are not. */
export function awayUntil(official: string | null | undefined): number | undefined {
  return official ? current().away.get(official) : undefined
}

/** The seats that I stand in for, now or later. */
export function stoodFor(): readonly Stood[] {
  return current().stood
}

/** Why I may act in a post that is not mine. */
export function basisOf(post: string): Stood | undefined {
  return myPosts().includes(post) ? undefined : current().stood.find((each) => each.post === post)
}

/** As a command says it: in a post of mine, or on behalf of one that I stand in for. */
export function actingAs(post: string | null): ActingAs {
  const stood = post ? basisOf(post) : undefined
  return stood ? { post: stood.own, behalfOf: stood.post, basis: stood.basis } : { post }
}
