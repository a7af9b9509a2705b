/** A year of the calendar: its months, the days that are not as their weekdays say, and what a change would move. */
import { isOpen } from './light'
import type { Organisation } from './organisation'
import type { Calendar, Task } from './rows'
import { civilOf, dateOf, keyOf, usual, type Day, type Workdays } from './workdays'

export interface Cell {
  date: string
  day: number
  working: boolean
  /** What was decided of it, if anything. */
  known: Day | undefined
}

export interface Month {
  /** From 1. */
  month: number
  /** Each begins on Monday; null: a day of another month. */
  weeks: (Cell | null)[][]
}

const two = (n: number) => String(n).padStart(2, '0')

/** The twelve months of a year, week by week. */
export function monthsOf(year: number, workdays: Workdays): Month[] {
  return Array.from({ length: 12 }, (_, place) => ({ month: place + 1, weeks: weeksOf(year, place + 1, workdays) }))
}

function weeksOf(year: number, month: number, workdays: Workdays): (Cell | null)[][] {
  const first = civilOf(`${year}-${two(month)}-01`)
  const blank = mondayFirst(first)
  const cells: (Cell | null)[] = Array.from({ length: blank }, () => null)
  for (let at = first; keyOf(at).slice(5, 7) === two(month); at += 1) {
    const date = keyOf(at)
    cells.push({ date, day: Number(date.slice(8)), working: workdays.working(date), known: workdays.of(date) })
  }
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** Monday is 0. */
function mondayFirst(civil: number): number {
  return (civil + 3) % 7
}

/** What is decided of a year, in order. */
export function daysOf(year: number, calendar: Calendar): Day[] {
  return calendar.days.filter(({ day }) => day.startsWith(`${year}-`))
}

/** The days from one to another that would be otherwise than their weekdays say; one alone is taken as it is. */
export function range(from: string, to: string | null, working: boolean): string[] {
  const first = civilOf(from)
  const last = to ? civilOf(to) : first
  if (Number.isNaN(first) || Number.isNaN(last) || last < first) return []
  if (first === last) return [from]
  return Array.from({ length: last - first + 1 }, (_, place) => keyOf(first + place)).filter((date) => usual(date) !== working)
}

/** My post that may decide about the calendar: an administrator of a unit that nothing contains. */
export function decider(posts: readonly string[], org: Organisation): string | null {
  const may = (post: string) =>
    org.post(post)?.powers.some(({ name, unit }) => name === 'administer' && org.unit(unit)?.parent === null) ?? false
  return posts.find(may) ?? null
}

/** How many open tasks on this device were set to be due on one of these days: their deadlines would move. */
export function moved(dates: readonly string[], tasks: Iterable<{ fields: Task }>): number {
  const asked = new Set(dates)
  let count = 0
  for (const { fields } of tasks) {
    if (isOpen(fields.state) && asked.has(dateOf(Date.parse(fields.nominal ?? fields.deadline)))) count += 1
  }
  return count
}

/** The calendar with days decided, or as their weekdays say again. */
export function decided(calendar: Calendar, days: readonly Day[], remove: readonly string[]): Day[] {
  const known = new Map(calendar.days.map((each) => [each.day, each]))
  for (const date of remove) known.delete(date)
  for (const each of days) known.set(each.day, each)
  return [...known.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** Minutes since midnight; NaN: no clock. */
function minuteOf(clock: string): number {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(clock) ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : NaN
}

/** Working hours in a day; null where the spans are not in order. */
export function hoursIn(hours: Calendar['hours']): number | null {
  const clocks = hours.flatMap(({ start, end }) => [start, end])
  const minutes = clocks.map(minuteOf)
  if (clocks.length === 0 || minutes.some((each, place) => Number.isNaN(each) || each <= (minutes[place - 1] ?? -1))) return null
  return hours.reduce((sum, _, place) => sum + minutes[place * 2 + 1]! - minutes[place * 2]!, 0) / 60
}
