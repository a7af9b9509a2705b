/** Who is away, and whose ordinary work I do meanwhile. */
import { doer, NAMES, type Action, type ActionName } from './actions'
import { isOpen } from './light'
import type { Organisation } from './organisation'
import type { Absence, Task } from './rows'

export interface Away {
  id: string
  absence: Absence
  start: number
  end: number
}

type Rows = Iterable<{ id: string; fields: Absence }>

/** Those not cancelled and not over, the next first. */
export function coming(rows: Rows, now: number): Away[] {
  return [...rows]
    .filter(({ fields }) => !fields.cancelled && Date.parse(fields.end) > now)
    .map(({ id, fields }) => ({ id, absence: fields, start: Date.parse(fields.start), end: Date.parse(fields.end) }))
    .sort((a, b) => a.start - b.start)
}

/** Until when each official is away who is away now. */
export function awayNow(rows: Rows, now: number): Map<string, number> {
  const found = new Map<string, number>()
  for (const { absence, start, end } of coming(rows, now)) {
    if (start <= now) found.set(absence.official, Math.max(end, found.get(absence.official) ?? 0))
  }
  return found
}

/** A seat whose ordinary work one of my posts does. */
export interface Stood {
  /** The seat of whoever is away. */
  post: string
  /** My own. */
  own: string
  /** The absence. */
  basis: string
  official: string
  start: number
  end: number
}

/** The seats that my posts stand in for, now and in time to come. */
export function standing(rows: Rows, mine: readonly string[], org: Organisation, now: number): Stood[] {
  return coming(rows, now).flatMap(({ id, absence, start, end }) => {
    const named = new Set(absence.standIns.flatMap(({ post }) => post ?? []))
    const of = (post: string | null) => (post ? [post] : org.postsOf(absence.official).flatMap((each) => (named.has(each.id) ? [] : [each.id])))
    return absence.standIns
      .filter(({ standIn }) => mine.includes(standIn))
      .flatMap(({ standIn, post }) => of(post).map((each) => ({ post: each, own: standIn, basis: id, official: absence.official, start, end })))
  })
}

/** What a stand-in may do: the ordinary work of the seat, and no decision. */
const ORDINARY: readonly ActionName[] = ['accept', 'answer', 'report', 'submit', 'requestExtension']

/** What those away could do themselves as far as it is ordinary; a stand-in sits in the seat alone, in no unit's. */
export function actionsStanding(task: Task, seats: readonly Stood[], now: number, may: (post: string) => readonly Action[]): Action[] {
  if (!isOpen(task.state)) return []
  const held = seats.filter(({ post, start }) => start <= now && (doer(task).post === post || task.coordinating.some((seat) => seat.post === post)))
  return held.flatMap(({ post }) => may(post).filter(({ name }) => ORDINARY.includes(name)))
}

/** The same actions together, each once, with all posts that may; in the order of their weight. */
export function joined(actions: readonly Action[]): Action[] {
  const found = new Map<ActionName, Action>()
  for (const { name, posts } of actions) found.set(name, { name, posts: [...new Set([...(found.get(name)?.posts ?? []), ...posts])] })
  return [...found.values()].sort((a, b) => NAMES.indexOf(a.name) - NAMES.indexOf(b.name))
}
