/** Rules of reminders: which holds for a unit, from where, and what is wrong with one that is being written. */
import type { Role } from './foreseen'
import type { Organisation } from './organisation'
import type { ReminderRule, Reminding } from './rows'

export const ROLES: readonly Role[] = ['lead', 'coordinating', 'chaser', 'assigner', 'leader']

/** Where no unit chose otherwise. */
export const USUAL: ReminderRule = {
  at: '08:00',
  before: [
    { days: 1, to: ['lead', 'coordinating', 'chaser'] },
    { days: 3, to: ['lead'] },
    { days: 7, to: ['lead'] },
  ],
  due: ['lead', 'chaser'],
  past: [
    { days: 1, to: ['lead', 'chaser'] },
    { days: 3, to: ['leader'] },
    { days: 5, to: ['assigner'] },
  ],
  unopened: 4,
  extension: 8,
  submission: 16,
}

/** Working days before the end of a delegation at which both sides are told, where no unit chose otherwise. */
export const USUAL_ENDING = 3

export interface Holding {
  rule: ReminderRule
  /** Whose rule it is; null: no unit chose one. */
  origin: string | null
}

type Rows = Iterable<{ fields: Reminding }>

/** The rule that holds for a unit: its own, or that of the nearest unit that contains it. `above`: leave its own out. */
export function holding(unit: string, rows: Rows, org: Organisation, above = false): Holding {
  const own = new Map([...rows].map(({ fields }) => [fields.unit, fields.rule]))
  const seen = new Set<string>()
  let at: string | null = above ? (org.unit(unit)?.parent ?? null) : unit
  for (; at && !seen.has(at); at = org.unit(at)?.parent ?? null) {
    const rule = own.get(at)
    if (rule) return { rule, origin: at }
    seen.add(at)
  }
  return { rule: USUAL, origin: null }
}

/** Working days before the end of a delegation from a unit: those of the nearest that chose a rule or another number. */
export function endingOf(unit: string, rows: Rows, org: Organisation): number {
  const own = new Map([...rows].map(({ fields }) => [fields.unit, fields]))
  const seen = new Set<string>()
  for (let at: string | null = unit; at && !seen.has(at); at = org.unit(at)?.parent ?? null) {
    const chosen = own.get(at)
    if (chosen && (chosen.rule || chosen.ending !== USUAL_ENDING)) return chosen.ending
    seen.add(at)
  }
  return USUAL_ENDING
}

/** Whether a number of days can be chosen. */
export function isDays(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= MOST_DAYS
}

export const MOST_STEPS = 10
export const MOST_DAYS = 365
export const MOST_HOURS = 400

export type Fault = 'clock' | 'steps' | 'days' | 'twice' | 'nobody' | 'hours'

/** What is wrong with a rule; null: nothing. */
export function faultOf(rule: ReminderRule): Fault | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(rule.at)) return 'clock'
  for (const steps of [rule.before, rule.past]) {
    if (steps.length > MOST_STEPS) return 'steps'
    if (!steps.every(({ days }) => isDays(days))) return 'days'
    if (new Set(steps.map(({ days }) => days)).size < steps.length) return 'twice'
    if (steps.some(({ to }) => to.length === 0)) return 'nobody'
  }
  const hours = [rule.unopened, rule.extension, rule.submission]
  return hours.every((each) => each === null || (each > 0 && each <= MOST_HOURS)) ? null : 'hours'
}

/** My post that may choose a unit's rule: an administrator over it, or one that leads it. */
export function chooser(unit: string, posts: readonly string[], org: Organisation): string | null {
  const may = (post: string) =>
    org.hasPower(post, 'administer', unit) || (org.post(post)?.leading === true && org.post(post)?.unit === unit)
  return posts.find(may) ?? null
}

/** Whether somebody may try a rule in a unit: who leads it or what contains it, or administers it. */
export function tries(unit: string, posts: readonly string[], org: Organisation): boolean {
  return posts.some((post) => {
    const own = org.post(post)
    return org.hasPower(post, 'administer', unit) || (own?.leading === true && org.contains(own.unit, unit))
  })
}

/** As it is sent: steps by their days, hours as numbers. */
export function tidy(rule: ReminderRule): ReminderRule {
  const sorted = (steps: ReminderRule['before']) => [...steps].sort((a, b) => a.days - b.days)
  return { ...rule, before: sorted(rule.before), past: sorted(rule.past) }
}
