/** What one does about recurring work: set it up, change it, let it rest and go on, end it; shown at once, offline too. */
import { createdId } from '@congvu/sync'
import { give } from './act-time'
import { org, signed } from './live'
import type { Schedule, Wanted } from './model/recurring'
import type { Recurrence } from './model/rows'
import { iso } from './model/time'

/** Asks for something again and again; its id, which holds already offline. */
export function setUp(wanted: Wanted, schedule: Schedule, post: string, said: string): string {
  const at = iso(Date.now())
  const create: Recurrence = {
    seat: { unit: org().post(post)?.unit ?? '', post },
    creator: signed().official,
    wanted,
    schedule,
    state: 'active',
    title: wanted.title,
    nextDay: null,
    number: 0,
    occurred: 0,
    skipped: 0,
    recent: [],
    after: schedule.start,
    covered: null,
    createdAt: at,
    updatedAt: at,
    version: 0,
  }
  const command = give('recurrence.setUp', { wanted, schedule }, post, said, (id) => [
    { collection: 'recurrence', id: createdId(id, 'recurrence'), create },
  ])
  return createdId(command, 'recurrence')
}

export function changeRecurring(id: string, wanted: Wanted, schedule: Schedule, post: string, said: string): void {
  const fields: Partial<Recurrence> = { wanted, schedule, title: wanted.title }
  give('recurrence.change', { recurrence: id, wanted, schedule }, post, said, () => [{ collection: 'recurrence', id, patch: fields }])
}

const STATE = { pause: 'paused', resume: 'active', end: 'ended' } as const

export function decide(what: keyof typeof STATE, id: string, post: string, said: string): void {
  const fields: Partial<Recurrence> = { state: STATE[what], ...(what === 'resume' ? {} : { nextDay: null }) }
  give(`recurrence.${what}`, { recurrence: id }, post, said, () => [{ collection: 'recurrence', id, patch: fields }])
}

/** Gives an occurrence after all that led to nothing. */
export function retry(id: string, number: number, recurrence: Recurrence, post: string, said: string): void {
  const recent = recurrence.recent.map((each) => (each.occurrence.number === number ? { ...each, failure: null } : each))
  give('recurrence.retry', { recurrence: id, number }, post, said, () => [{ collection: 'recurrence', id, patch: { recent } }])
}
