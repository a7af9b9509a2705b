/** What a rule makes of a deadline: when it reminds, and whom. For rules that are being written, and without a network. */
import type { ReminderRule } from './rows'
import { dateOf, instant, type Workdays } from './workdays'

export type Role = ReminderRule['due'][number]
export type Kind = 'before' | 'due' | 'past' | 'unopened' | 'extension' | 'submission'

export interface Mark {
  at: number
  kind: Kind
  /** Working days to the deadline, or past it. */
  days: number
  to: readonly Role[]
}

/** So many working days past a deadline are looked at. */
const PAST = 10

/** The next moments before, at and past a deadline, earliest first, from `since` on. */
export function foreseen(rule: ReminderRule, workdays: Workdays, deadline: number, since: number, most: number): Mark[] {
  const day = dateOf(deadline)
  const before = [...rule.before]
    .map(({ days, to }): Mark => ({ at: instant(workdays.shifted(day, -days), rule.at), kind: 'before', days, to }))
    .filter(({ at }) => at < deadline)
  const due: Mark[] = rule.due.length > 0 ? [{ at: deadline, kind: 'due', days: 0, to: rule.due }] : []
  const found = [...before, ...due, ...past(rule, workdays, deadline)]
  return found
    .filter(({ at }) => at > since)
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
}

/** Each working day past it, from so many on; those of all steps that were reached are told. */
function past(rule: ReminderRule, workdays: Workdays, deadline: number): Mark[] {
  const day = dateOf(deadline)
  return Array.from({ length: PAST }, (_, place): Mark => {
    const days = place + 1
    const to = [...new Set(rule.past.filter((step) => step.days <= days).flatMap((step) => step.to))]
    return { at: instant(workdays.shifted(day, days), rule.at), kind: 'past', days, to }
  }).filter(({ at, to }) => to.length > 0 && at > deadline)
}
