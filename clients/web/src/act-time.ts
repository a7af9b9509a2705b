/** What one does about time: personal reminders, the calendar, rules of reminders; shown at once, offline too. */
import { createdId, type Change } from '@congvu/sync'
import { HOLD } from './act'
import { moment } from './i18n'
import { words } from './i18n/time'
import { myPosts, rows, signed, sync } from './live'
import type { Absence, Reminder, ReminderRule } from './model/rows'
import { iso } from './model/time'
import type { Day, Hours } from './model/workdays'
import { decided } from './model/year'
import { toast } from './ui/toast'

type Optimistic = (id: string) => Change[]

/** One command that may be taken back for a while; its id. */
export function give(name: string, args: object, post: string | null, said: string, optimistic: Optimistic): string {
  const sent = sync().send(name, args, { as: { post }, holdMs: HOLD, optimistic })
  toast(said, { undo: () => sent.undo(), until: Date.now() + HOLD })
  return sent.id
}

/** One command that was confirmed, and goes at once. */
function giveNow(name: string, args: object, post: string, said: string, optimistic: Optimistic): void {
  sync().send(name, args, { as: { post }, optimistic })
  toast(said)
}

const self = () => myPosts()[0] ?? null

/** Asks to be reminded; `subject`: of the task that it is about. */
export function remind(text: string, at: number, subject: string | null): void {
  const create: Reminder = { official: signed().official, subject, text, at: iso(at), status: 'pending', version: 0 }
  const said = words().reminder.set(moment(at, sync().now()))
  give('reminder.set', { text, at: iso(at), subject }, self(), said, (id) => [
    { collection: 'reminder', id: createdId(id, 'reminder'), create },
  ])
}

/** At another time, or otherwise worded; what has come then comes again. */
export function changeReminder(id: string, text: string, at: number, said: string): void {
  const fields: Partial<Reminder> = { text, at: iso(at), status: 'pending' }
  give('reminder.change', { reminder: id, text, at: iso(at) }, self(), said, () => [{ collection: 'reminder', id, patch: fields }])
}

export function finishReminder(id: string): void {
  const fields: Partial<Reminder> = { status: 'done' }
  give('reminder.done', { reminder: id }, self(), words().reminder.done, () => [{ collection: 'reminder', id, patch: fields }])
}

/** Decides about days of the calendar, by the paper named; those removed are again as their weekdays say. */
export function setDays(days: readonly Day[], remove: readonly string[], paper: string | null, post: string, said: string): void {
  const known = [...rows('calendar').values()][0]
  give('calendar.setDays', { days, remove, paper }, post, said, () =>
    known ? [{ collection: 'calendar', id: known.id, patch: { days: decided(known.fields, days, remove) } }] : [],
  )
}

export function setHours(hours: Hours, post: string, said: string): void {
  const known = [...rows('calendar').values()][0]
  give('calendar.setHours', { hours }, post, said, () =>
    known ? [{ collection: 'calendar', id: known.id, patch: { hours } }] : [],
  )
}

/** Chooses a unit's rule of reminders, and when the end of delegations is told; null: that of what contains it holds again. */
export function setRule(unit: string, rule: ReminderRule | null, ending: number, post: string, said: string): void {
  const id = createdId(unit, 'reminding')
  const known = rows('reminding').get(id)
  give('reminding.set', { unit, rule, ending }, post, said, () =>
    known
      ? [{ collection: 'reminding', id, patch: { rule, ending } }]
      : [{ collection: 'reminding', id, create: { unit, rule, ending, version: 0 } }],
  )
}

export interface AbsenceGiven {
  start: number
  end: number
  standIns: Absence['standIns']
  kind: Absence['kind']
  note: string | null
}

/** Says that I shall be away, and who does the ordinary work of my seats. */
export function declareAbsence({ start, end, standIns, kind, note }: AbsenceGiven, said: string): void {
  const official = signed().official
  const args = { official, start: iso(start), end: iso(end), standIns, kind, note }
  const told = iso(Date.now())
  const create: Absence = { official, standIns, start: args.start, end: args.end, kind, inForce: start <= Date.now(), cancelled: false, toldAt: told }
  give('absence.declare', args, self(), said, (id) => [{ collection: 'absence', id: createdId(id, 'absence'), create }])
}

export function changeAbsence(id: string, { start, end, standIns }: AbsenceGiven, said: string): void {
  const fields = { start: iso(start), end: iso(end), standIns }
  give('absence.change', { absence: id, ...fields }, self(), said, () => [{ collection: 'absence', id, patch: fields }])
}

/** Takes it back, or ends it: I am here. */
export function cancelAbsence(id: string, said: string): void {
  const fields: Partial<Absence> = { cancelled: true, inForce: false }
  give('absence.cancel', { absence: id }, self(), said, () => [{ collection: 'absence', id, patch: fields }])
}

/** Gives a seat to another official, or to nobody; whoever closes the page right after has done so. */
export function handOver(post: string, holder: string | null, reason: string | null, as: string, said: string): void {
  giveNow('post.handOver', { post, holder, reason }, as, said, () => [{ collection: 'post', id: post, patch: { holder } }])
}
