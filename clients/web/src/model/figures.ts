/** Periods that figures are asked for, and how groups of figures are put in order. */
import type { Counts, Group } from '../graphql/figures'
import { DAY, iso } from './time'

export type PeriodKey = 'month' | 'last-month' | 'quarter' | 'year' | 'all' | 'own'

export interface Range {
  start: number | null
  end: number | null
}

const ZONE = 7 * 60 * 60_000

/** Midnight in Việt Nam of a civil date; months may run over. */
function civil(year: number, month: number, day = 1): number {
  return Date.UTC(year, month, day) - ZONE
}

function parts(at: number): { year: number; month: number; day: number } {
  const local = new Date(at + ZONE)
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() }
}

/** From the first moment of a period until the first after it. */
export function rangeOf(key: PeriodKey, now: number, own: Range): Range {
  const { year, month } = parts(now)
  switch (key) {
    case 'month':
      return { start: civil(year, month), end: civil(year, month + 1) }
    case 'last-month':
      return { start: civil(year, month - 1), end: civil(year, month) }
    case 'quarter':
      return { start: civil(year, month - (month % 3)), end: civil(year, month - (month % 3) + 3) }
    case 'year':
      return { start: civil(year, 0), end: civil(year + 1, 0) }
    case 'all':
      return { start: null, end: null }
    case 'own':
      return own
  }
}

/** "2026-11-27" of a moment, as date fields have it. */
export function dateOf(at: number): string {
  return iso(at + ZONE).slice(0, 10)
}

/** Midnight in Việt Nam that begins a date of a date field; null: none is given. */
export function beginOf(date: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  return match ? civil(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : null
}

/** The last moment of a date. */
export function endOf(date: string): number | null {
  const begin = beginOf(date)
  return begin === null ? null : begin + DAY - 1000
}

export type SortKey = 'name' | 'open' | 'red' | 'waitingAssigner' | 'done' | 'rate'

export function nameOf(group: Group, none: string): string {
  return group.unit?.shortName ?? group.post?.title ?? group.directive?.title ?? (group.source || none)
}

/** The id of what a group is of, to tell it from others. */
export function keyOf(group: Group): string {
  return group.unit?.id ?? group.post?.id ?? group.directive?.id ?? group.source ?? ''
}

/** Groups by a column: numbers with the largest first (`up` turns it round), names as Vietnamese orders them. */
export function ordered(groups: readonly Group[], by: SortKey, up: boolean, none: string): Group[] {
  const collator = new Intl.Collator('vi', { numeric: true })
  const value = ({ counts }: Group): number => (by === 'name' ? 0 : (counts[by] ?? -1))
  const sorted = [...groups].sort((a, b) =>
    by === 'name' ? collator.compare(nameOf(a, none), nameOf(b, none)) : value(b) - value(a) || collator.compare(nameOf(a, none), nameOf(b, none)),
  )
  return up ? sorted.reverse() : sorted
}

/** A share as whole percent; null where nothing was done. */
export function percent(counts: Pick<Counts, 'rate'>): number | null {
  return counts.rate === null ? null : Math.round(counts.rate * 100)
}
