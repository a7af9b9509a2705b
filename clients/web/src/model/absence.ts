/** Who is away, and whose ordinary work I do meanwhile. */
import type { ActionName } from './actions'
import type { Lent } from './lent'
import type { Organisation } from './organisation'
import type { Absence } from './rows'

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

/** What a stand-in may do: the ordinary work of the seat, and no decision. */
const ORDINARY: readonly ActionName[] = ['accept', 'answer', 'report', 'submit', 'requestExtension', 'check']

/** The seats that my posts stand in for, now and in time to come. */
export function standing(rows: Rows, mine: readonly string[], org: Organisation, now: number): Lent[] {
  return coming(rows, now).flatMap(({ id, absence, start, end }) =>
    absence.standIns
      .filter(({ standIn }) => mine.includes(standIn))
      .flatMap(({ standIn, post }) => (post ? [post] : unnamed(absence, org)).map((each) => ({ own: standIn, post: each })))
      .map((seats): Lent => {
        const { official } = absence
        return { ground: 'stand-in', ...seats, basis: id, official, start, end, actions: ORDINARY, paper: null }
      }),
  )
}

/** The seats of whoever is away for which nobody is named. */
function unnamed(absence: Absence, org: Organisation): string[] {
  const named = new Set(absence.standIns.map(({ post }) => post))
  return org.postsOf(absence.official).flatMap(({ id }) => (named.has(id) ? [] : [id]))
}
