/** Personal reminders: those that have come, those of today, those to come; and the moments one would pick. */
import type { Reminder } from './rows'
import { atDay, civilDay, HOUR } from './time'
import { dateOf, instant, type Workdays } from './workdays'

export interface Mine {
  id: string
  reminder: Reminder
  at: number
  /** Its time has come. */
  come: boolean
}

type Rows = Iterable<{ id: string; fields: Reminder }>

/** All that is not done, the earliest first. */
export function mine(rows: Rows, me: string, now: number): Mine[] {
  return [...rows]
    .filter(({ fields }) => fields.official === me && fields.status !== 'done')
    .map(({ id, fields }) => {
      const at = Date.parse(fields.at)
      return { id, reminder: fields, at, come: fields.status === 'fired' || at <= now }
    })
    .sort((a, b) => a.at - b.at)
}

/** What belongs on the first screen: what has come, and what comes today. */
export function dueToday(all: readonly Mine[], now: number): Mine[] {
  return all.filter(({ at, come }) => come || civilDay(at) === civilDay(now))
}

export type QuickKey = 'afternoon' | 'tomorrow' | 'before' | 'hour' | 'workday'

export interface Quick {
  key: QuickKey
  at: number
}

/** Moments one would pick most, none that has passed: for a task also the working day before its deadline. */
export function quick(now: number, workdays: Workdays, deadline?: number): Quick[] {
  const nextWorked = instant(workdays.shifted(dateOf(now), 1), '08:00')
  const choices: Quick[] = [
    { key: 'hour', at: Math.ceil((now + HOUR) / (15 * 60_000)) * 15 * 60_000 },
    { key: 'afternoon', at: atDay(now, 0, 15) },
    { key: 'tomorrow', at: atDay(now, 1, 8) },
    { key: 'workday', at: nextWorked },
  ]
  if (deadline !== undefined) choices.push({ key: 'before', at: instant(workdays.shifted(dateOf(deadline), -1), '08:00') })
  const seen = new Set<number>()
  return choices.filter(({ at }) => at > now && !seen.has(at) && seen.add(at))
}
