/** One action on many pieces of work: which are picked, and what the server says would become of each. */
import type { Action, ActionName } from './actions'
import type { Seat } from './rows'
import { seatKey } from './seats'

export type BulkName = Extract<ActionName, 'chase' | 'reassign' | 'changeDeadline'>

export const BULK: readonly BulkName[] = ['chase', 'reassign', 'changeDeadline']

/** `anchor`: picked last by itself; ranges go from there. */
export interface Picked {
  ids: ReadonlySet<string>
  anchor: string | null
}

export const NOTHING: Picked = { ids: new Set(), anchor: null }

export function toggled({ ids }: Picked, id: string): Picked {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id }
}

/** All from the anchor to `id`, in the order shown, besides what is picked already. */
export function reached(picked: Picked, shown: readonly string[], id: string): Picked {
  const from = picked.anchor === null ? -1 : shown.indexOf(picked.anchor)
  const to = shown.indexOf(id)
  if (from < 0 || to < 0) return toggled(picked, id)
  const between = shown.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...picked.ids, ...between]), anchor: picked.anchor }
}

/** What would become of the action on one task. */
export interface Weighed {
  task: string
  allowed: boolean
  /** False: nothing is left to do. */
  changes: boolean
  /** Why not, in the user's language. */
  detail: string | null
  told: readonly Seat[]
}

export interface Preview {
  goes: readonly Weighed[]
  /** Allowed, and as things are already. */
  idle: readonly Weighed[]
  /** By the reason, those that share it together. */
  refused: readonly (readonly [reason: string, tasks: readonly Weighed[]])[]
  /** Whoever is told of any of them, with of how many; those of most first. */
  told: readonly (readonly [seat: Seat, tasks: number])[]
}

export function preview(weighed: readonly Weighed[]): Preview {
  const refused = new Map<string, Weighed[]>()
  const told = new Map<string, [Seat, number]>()
  for (const each of weighed) {
    if (!each.allowed) refused.set(each.detail ?? '', [...(refused.get(each.detail ?? '') ?? []), each])
    for (const seat of each.told) told.set(seatKey(seat), [seat, (told.get(seatKey(seat))?.[1] ?? 0) + 1])
  }
  return {
    goes: weighed.filter(({ allowed, changes }) => allowed && changes),
    idle: weighed.filter(({ allowed, changes }) => allowed && !changes),
    refused: [...refused],
    told: [...told.values()].sort((a, b) => b[1] - a[1]),
  }
}

/** Posts that may do it to any of the tasks, by to how many. */
export function mayAct(name: BulkName, actions: Iterable<readonly Action[]>): string[] {
  const count = new Map<string, number>()
  for (const each of actions) {
    for (const post of each.find((action) => action.name === name)?.posts ?? []) count.set(post, (count.get(post) ?? 0) + 1)
  }
  return [...count].sort((a, b) => b[1] - a[1]).map(([post]) => post)
}

/** As many at a time as the server weighs. */
export function batches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, place) => all.slice(place * size, (place + 1) * size))
}
