/** The traffic light of a piece of work; computed where it is read, since time passes without events. */
import type { TaskState } from './rows'
import { DAY } from './time'

export type Light = 'green' | 'yellow' | 'red' | 'done' | 'done-late' | 'none'

/** Work turns yellow this long before its deadline. */
export const SOON = 3 * DAY

export interface Lit {
  state: TaskState
  deadline: string
  submittedAt: string | null
  inTime?: boolean | null
}

export function isOpen(state: TaskState): boolean {
  return state !== 'completed' && state !== 'cancelled'
}

/** Submitted work no longer runs against its lead: judged by its submission, not by the clock. Suspended work does not run at all. */
export function light(work: Lit, now: number): Light {
  if (work.state === 'cancelled' || work.state === 'suspended') return 'none'
  const deadline = Date.parse(work.deadline)
  if (work.state === 'completed') return work.inTime === false ? 'done-late' : 'done'
  const judged = work.state === 'submitted' && work.submittedAt ? Date.parse(work.submittedAt) : now
  if (judged > deadline) return 'red'
  if (work.state === 'submitted') return 'green'
  return deadline - now <= SOON ? 'yellow' : 'green'
}

/** Of open deadlines with their counts: how many are late, soon, later. */
export function lights(open: Record<string, number>, now: number): Record<'red' | 'yellow' | 'green', number> {
  const sum = { red: 0, yellow: 0, green: 0 }
  for (const [deadline, count] of Object.entries(open)) {
    const left = Date.parse(deadline) - now
    sum[left < 0 ? 'red' : left <= SOON ? 'yellow' : 'green'] += count
  }
  return sum
}
