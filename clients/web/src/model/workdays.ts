/** Working days: arithmetic on the calendar's row, as the server's own. A day is its date, "2026-11-20". */
import type { Calendar } from './rows'
import { civilDay, DAY } from './time'

export type Day = Calendar['days'][number]
export type Hours = Calendar['hours']

/** Eight hours, where nobody decided otherwise. */
export const OFFICE: Hours = [
  { start: '07:30', end: '11:30' },
  { start: '13:00', end: '17:00' },
]

/** Days within which a calendar must have a working one. */
const LONGEST = 400

export function dateOf(at: number): string {
  return keyOf(civilDay(at))
}

export function keyOf(civil: number): string {
  return new Date(civil * DAY).toISOString().slice(0, 10)
}

/** The number of a date's civil day; NaN if there is no such day. */
export function civilOf(date: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : NaN
  return Number.isNaN(at) || keyOf(at / DAY) !== date ? NaN : at / DAY
}

/** The instant of a clock ("07:30") on a date. */
export function instant(date: string, clock: string): number {
  return Date.parse(`${date}T${clock}:00+07:00`)
}

/** Monday to Friday, whatever was decided. */
export function usual(date: string): boolean {
  const weekday = (civilOf(date) + 4) % 7
  return weekday !== 0 && weekday !== 6
}

export class Workdays {
  private readonly exceptions: ReadonlyMap<string, Day>

  constructor(
    days: readonly Day[] = [],
    readonly hours: Hours = OFFICE,
  ) {
    this.exceptions = new Map(days.map((each) => [each.day, each]))
  }

  /** What was decided of a day, if anything. */
  of(date: string): Day | undefined {
    return this.exceptions.get(date)
  }

  working(date: string): boolean {
    return this.exceptions.get(date)?.working ?? usual(date)
  }

  /** The day, or the first working one after it. */
  firstFrom(date: string): string {
    return this.working(date) ? date : this.shifted(date, 1)
  }

  /** So many working days after (or, if negative, before) a day. */
  shifted(date: string, days: number): string {
    const step = Math.sign(days)
    let at = civilOf(date)
    for (let left = Math.abs(days); left > 0; left -= 1) {
      at += step
      for (let tries = LONGEST; tries > 0 && !this.working(keyOf(at)); tries -= 1) at += step
    }
    return keyOf(at)
  }

  /** The first moment from `at` on that is on a working day, at the hour of `like`. */
  notBefore(at: number, like: number): number {
    let day = civilDay(at) + (clockOf(at) > clockOf(like) ? 1 : 0)
    for (let tries = LONGEST; tries > 0 && !this.working(keyOf(day)); tries -= 1) day += 1
    return instant(keyOf(day), '00:00') + clockOf(like)
  }
}

/** Since the day began, here. */
function clockOf(at: number): number {
  return at - instant(dateOf(at), '00:00')
}
