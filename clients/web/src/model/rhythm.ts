/** Rules of recurrence (RRULE, RFC 5545) as one chooses them: working days, weekdays, days of a month, a quarter, a year. */

export const EVERY = ['day', 'week', 'month', 'quarter', 'half-year', 'year'] as const
export type Every = (typeof EVERY)[number]

/** Days of the week as the rule writes them; Monday is the first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Which of a month's weekdays: the first to the fourth, or the last. */
export const PLACES = [1, 2, 3, 4, -1] as const

/** The last day of a month, whichever it is. */
export const LAST = -1

export interface Rhythm {
  every: Every
  /** Each so manieth day, week or month. */
  interval: number
  /** Of weeks. */
  weekdays: readonly Weekday[]
  /** Of months and longer: days of the month, `LAST` the last one; not with `nth`. */
  days: readonly number[]
  /** Of months and longer: the weekday so manieth in its month. */
  nth: { place: number; weekday: Weekday } | null
  /** Of quarters and longer: the so manieth month of each, from 1. */
  month: number
}

export const USUAL_RHYTHM: Rhythm = { every: 'month', interval: 1, weekdays: ['FR'], days: [25], nth: null, month: 3 }

/** How many months the longer ones have. */
export const MONTHS = { quarter: 3, 'half-year': 6, year: 12 } as const

type Long = keyof typeof MONTHS

export function isLong(every: Every): every is Long {
  return every in MONTHS
}

/** Which months of a year, from 1. */
export function monthsOf(every: Long, month: number): number[] {
  return Array.from({ length: 12 / MONTHS[every] }, (_, place) => place * MONTHS[every] + month)
}

export function ruleOf(rhythm: Rhythm): string {
  const { every, interval, weekdays, days, nth, month } = rhythm
  const step = interval > 1 ? `;INTERVAL=${interval}` : ''
  const when = nth ? `;BYDAY=${nth.place}${nth.weekday}` : `;BYMONTHDAY=${inOrder(days).join(',')}`
  switch (every) {
    case 'day':
      return `FREQ=DAILY${step}`
    case 'week':
      return `FREQ=WEEKLY${step};BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join(',')}`
    case 'month':
      return `FREQ=MONTHLY${step}${when}`
    case 'year':
      return `FREQ=YEARLY;BYMONTH=${month}${when}`
    default:
      return `FREQ=MONTHLY;BYMONTH=${monthsOf(every, month).join(',')}${when}`
  }
}

/** Days of a month as they come, the last at the end. */
export function inOrder(days: readonly number[]): number[] {
  return [...new Set(days)].sort((a, b) => (a === LAST ? 32 : a) - (b === LAST ? 32 : b))
}

/** The choice that a rule came from; what it leaves open is that of its first day. Null: a program wrote it otherwise. */
export function rhythmOf(rule: string, start: string): Rhythm | null {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const freq = parts.get('FREQ')
  const known = ['FREQ', 'INTERVAL', 'WKST', ...(freq === 'DAILY' ? [] : ['BYDAY']), ...(freq === 'WEEKLY' ? [] : ['BYMONTH', 'BYMONTHDAY'])]
  if ([...parts.keys()].some((name) => !known.includes(name))) return null
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const base = { ...USUAL_RHYTHM, interval }
  const first = new Date(`${start}T00:00:00Z`)
  const weekday = WEEKDAYS[(first.getUTCDay() + 6) % 7] as Weekday
  if (freq === 'DAILY') return parts.has('BYMONTH') || parts.has('BYMONTHDAY') ? null : { ...base, every: 'day' }
  if (freq === 'WEEKLY') {
    const weekdays = (parts.get('BYDAY') ?? weekday).split(',')
    return weekdays.every(isWeekday) ? { ...base, every: 'week', weekdays } : null
  }
  const when = within(parts, first.getUTCDate())
  const length = lengthOf(freq, interval, parts.get('BYMONTH'), first.getUTCMonth() + 1)
  return when && length && { ...base, ...when, ...length }
}

function isWeekday(day: string): day is Weekday {
  return (WEEKDAYS as readonly string[]).includes(day)
}

/** Which days of its months a rule names. */
function within(parts: ReadonlyMap<string, string>, first: number): Pick<Rhythm, 'days' | 'nth'> | null {
  const [days, weekdays] = [parts.get('BYMONTHDAY'), parts.get('BYDAY')]
  if (days !== undefined && weekdays !== undefined) return null
  if (weekdays === undefined) {
    const numbers = (days ?? String(first)).split(',').map(Number)
    return numbers.every((day) => day >= LAST) ? { days: numbers, nth: null } : null
  }
  const [, place, weekday = ''] = /^([+-]?\d)([A-Z]{2})$/.exec(weekdays) ?? []
  const known = PLACES.find((each) => each === Number(place))
  return known && isWeekday(weekday) ? { days: [25], nth: { place: known, weekday } } : null
}

/** Whether a rule of months is one of months, quarters, half-years or years. */
function lengthOf(freq: string | undefined, interval: number, months: string | undefined, first: number): Pick<Rhythm, 'every' | 'month'> | null {
  if (freq === 'MONTHLY' && months === undefined) return { every: 'month', month: USUAL_RHYTHM.month }
  if (interval !== 1) return null
  const named = (months ?? String(first)).split(',').map(Number)
  for (const every of ['quarter', 'half-year', 'year'] as const) {
    const month = named[0] ?? 1
    if (month <= MONTHS[every] && named.join() === monthsOf(every, month).join()) return { every, month }
  }
  return null
}

export type RhythmFault = 'interval' | 'weekdays' | 'days'

/** What is wrong with a choice; null: nothing. */
export function rhythmFault({ every, interval, weekdays, days, nth }: Rhythm): RhythmFault | null {
  if (!isLong(every) && !(Number.isInteger(interval) && interval >= 1 && interval <= 99)) return 'interval'
  if (every === 'week') return weekdays.length === 0 ? 'weekdays' : null
  if (every === 'day' || nth) return null
  const known = days.length > 0 && days.every((day) => day === LAST || (Number.isInteger(day) && day >= 1 && day <= 31))
  return known ? null : 'days'
}
