/** Deadlines and moments as officials in Viet Nam read them, whatever zone the device is set to. */

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Viet Nam is at UTC+7 all year round. */
const OFFSET = 7 * HOUR

/** Number of the civil day in Viet Nam; two moments of one day share it. */
export function civilDay(at: number): number {
  return Math.floor((at + OFFSET) / DAY)
}

/** Hour and minute in Viet Nam, as in 08:05. */
export function timeOfDay(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(11, 16)
}

/** The instant of a time of day, `days` after the day of `now`. */
export function atDay(now: number, days: number, hour = 17, minute = 0): number {
  return (civilDay(now) + days) * DAY - OFFSET + hour * HOUR + minute * MINUTE
}

/** Day of the week in Viet Nam: 0 is Sunday. */
export function weekday(at: number): number {
  return (civilDay(at) + 4) % 7
}

export type Span = { late: boolean; unit: 'minute' | 'hour' | 'day'; count: number }

/** What is left until a deadline, or has passed since, in the unit that people would say. */
export function span(deadline: number, now: number): Span {
  const late = deadline < now
  const distance = Math.abs(deadline - now)
  const days = Math.abs(civilDay(deadline) - civilDay(now))
  if (distance < HOUR) return { late, unit: 'minute', count: Math.max(1, Math.round(distance / MINUTE)) }
  if (days === 0 || (late && distance < DAY)) return { late, unit: 'hour', count: Math.round(distance / HOUR) }
  return { late, unit: 'day', count: late ? Math.max(1, Math.floor(distance / DAY)) : days }
}

export interface DeadlineChip {
  key: 'hour2' | 'today' | 'tomorrow' | 'friday' | 'week'
  at: number
}

/** Deadlines one would pick most: never one that has passed, or that two chips share. */
export function deadlineChips(now: number): DeadlineChip[] {
  const toFriday = (5 - weekday(now) + 7) % 7
  const chips: DeadlineChip[] = [
    { key: 'hour2', at: Math.ceil((now + 2 * HOUR) / (15 * MINUTE)) * 15 * MINUTE },
    { key: 'today', at: atDay(now, 0) },
    { key: 'tomorrow', at: atDay(now, 1) },
    { key: 'friday', at: atDay(now, toFriday < 2 ? toFriday + 7 : toFriday) },
    { key: 'week', at: atDay(now, 7) },
  ]
  const seen = new Set<number>()
  return chips.filter(({ at }) => at > now && !seen.has(at) && seen.add(at))
}

/** Value for an <input type="datetime-local">, in Viet Nam's time. */
export function toLocalInput(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 16)
}

/** The instant that an <input type="datetime-local"> means; NaN when it is empty. A date alone means 17:00. */
export function fromLocalInput(value: string): number {
  if (!value) return NaN
  return Date.parse(`${value.length === 10 ? `${value}T17:00` : value}:00Z`) - OFFSET
}

/** ISO instant without fractions, as the wire wants it. */
export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
