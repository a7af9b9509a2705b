/** What is asked for by the address: of which unit, by what, for which period, as of which day. */
import { globalId, uuidIn } from '../../graphql/client'
import type { Group, Measure, Of, Query } from '../../graphql/figures'
import { myPosts } from '../../live'
import { beginOf, endOf, keyOf, rangeOf, type PeriodKey, type Range } from '../../model/figures'
import type { Organisation } from '../../model/organisation'
import { iso } from '../../model/time'

export const PERIODS: readonly PeriodKey[] = ['month', 'last-month', 'quarter', 'year', 'all', 'own']
export const MEASURES: readonly Measure[] = ['DEADLINE', 'COMPLETION', 'ASSIGNMENT']
export const GROUPS: readonly Of[] = ['UNIT', 'POST', 'SOURCE', 'DIRECTIVE']

/** Units whose figures I see: those on whose desk I sit, in the order of my posts. */
export function myUnits(org: Organisation): string[] {
  const seats = myPosts().flatMap((post) => {
    const seat = org.post(post)
    return seat && (seat.leading || seat.intake) ? [seat.unit] : []
  })
  return [...new Set(seats)]
}

function one<T extends string>(value: string | null, known: readonly T[]): T {
  return known.find((each) => each === value) ?? (known[0] as T)
}

export interface Chosen {
  unit: string
  of: Of
  key: PeriodKey
  by: Measure
  own: Range
  day: string
}

export function chosenIn(query: URLSearchParams, units: readonly string[], org: Organisation): Chosen {
  const unit = query.get('don-vi') ?? units[0] ?? ''
  const inner = org.children(unit).length > 0
  return {
    unit,
    of: one(query.get('theo'), inner ? GROUPS : (['POST', 'SOURCE', 'DIRECTIVE', 'UNIT'] as const)),
    key: one(query.get('ky'), PERIODS),
    by: one(query.get('tinh'), MEASURES),
    own: { start: beginOf(query.get('tu') ?? ''), end: endOf(query.get('den') ?? '') },
    day: query.get('ngay') ?? '',
  }
}

export function queryOf({ unit, of, key, by, own, day }: Chosen, now: number): Query {
  const { start, end } = rangeOf(key, now, own)
  const at = endOf(day)
  return {
    of,
    units: [globalId('Unit', unit)],
    below: true,
    ...(key === 'all' ? {} : { period: { by, ...(start === null ? {} : { start: iso(start) }), ...(end === null ? {} : { end: iso(end) }) } }),
    ...(at !== null && at < now ? { asOf: iso(at) } : {}),
  }
}

/** The same question about one of its groups. */
export function within(query: Query, group: Group): Query {
  if (group.unit) return { ...query, of: 'UNIT', units: [group.unit.id], below: false }
  const id = group.post?.id ?? group.directive?.id
  return id ? ({ ...query, ids: [id] } as Query) : query
}

/** A unit leads to its own figures, a directive to its board. */
export function hrefOf(group: Group, { unit }: Chosen, query: URLSearchParams): string | null {
  if (group.directive) return `/chi-dao/${uuidIn(group.directive.id)}`
  if (!group.unit || uuidIn(group.unit.id) === unit) return null
  const next = new URLSearchParams(query)
  next.set('don-vi', uuidIn(keyOf(group)))
  next.delete('theo')
  return `/so-lieu?${next.toString()}`
}
