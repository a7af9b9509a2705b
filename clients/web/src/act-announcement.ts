/** What one does about announcements: issue, correct, withdraw and remind; open and acknowledge, at once and offline too. */
import { createdId, type Change, type OutboxEntry } from '@congvu/sync'
import { HOLD } from './act'
import { t } from './i18n'
import { org, rows, signed, sync } from './live'
import type { Announcement, Receipt, Seat } from './model/rows'
import { iso } from './model/time'
import { toast } from './ui/toast'

export interface Issue {
  title: string
  text: string
  units: readonly string[]
  urgency: Announcement['urgency']
  acknowledge: boolean
  acknowledgeBy: string | null
  attachments: readonly string[]
}

const REMIND = 'announcement.remind'
const ACKNOWLEDGE = 'announcement.acknowledge'

function patch(id: string, fields: Partial<Announcement>): Change[] {
  return [{ collection: 'announcement', id, patch: fields }]
}

/** One command of an issuer; it may be taken back for a while. */
function give(name: string, args: object, post: string, said: string, optimistic: (id: string) => Change[], sure = false): string {
  const sent = sync().send(name, args, { as: { post }, holdMs: sure ? 0 : HOLD, optimistic })
  toast(said, sure ? {} : { undo: () => sent.undo(), until: Date.now() + HOLD })
  return sent.id
}

/** A new announcement; its id, which holds already offline. `sure`: it was confirmed, and goes at once. */
export function announce(args: Issue, post: string, sure: boolean): string {
  const issuer: Seat = { unit: org().post(post)?.unit ?? '', post }
  const now = iso(Date.now())
  const { official } = signed()
  const create: Announcement = {
    stale: false,
    ...args,
    issuer,
    author: official,
    writtenBy: official,
    state: 'issued',
    reason: null,
    withdrawnBy: null,
    edition: 1,
    countsFrom: 1,
    issuedAt: now,
    correctedAt: null,
    remindedAt: null,
    updatedAt: now,
    version: 0,
  }
  const optimistic = (id: string): Change[] => [{ collection: 'announcement', id: createdId(id, 'announcement'), create }]
  return createdId(give('announcement.issue', args, post, t.announcement.issued, optimistic, sure), 'announcement')
}

interface Correction {
  title: string
  text: string
  again: boolean
}

/** Says it otherwise; `again`: all are to acknowledge it once more. */
export function correct(id: string, known: Announcement, text: Correction, post: string): void {
  const edition = known.edition + 1
  const { again, ...said } = text
  const fields = { ...said, edition, correctedAt: iso(Date.now()), ...(again ? { countsFrom: edition } : {}) }
  give('announcement.correct', { announcement: id, ...text }, post, t.announcement.corrected, () => patch(id, fields))
}

export function withdraw(id: string, reason: string, post: string): void {
  const fields = { state: 'withdrawn', reason } as const
  give('announcement.withdraw', { announcement: id, reason }, post, t.announcement.withdrawn, () => patch(id, fields))
}

/** Asks those of these units who have not done so yet; of all units if none is named. */
export function remind(id: string, units: readonly string[], post: string): void {
  give(REMIND, { announcement: id, units }, post, t.announcement.reminded, () => patch(id, { remindedAt: iso(Date.now()) }))
}

interface Told {
  announcement: string
  unit: string
  edition: number
}

function receiptChange(told: Told, fields: Partial<Receipt>, issuer: Seat): Change[] {
  const { official } = signed()
  const id = createdId(told.announcement, official)
  if (rows('receipt').has(id)) return [{ collection: 'receipt', id, patch: fields }]
  const { announcement, unit, edition: opened } = told
  const fresh = { stale: false, announcement, official, unit, issuer, opened, openedAt: iso(Date.now()) }
  return [{ collection: 'receipt', id, create: { ...fresh, acknowledged: 0, acknowledgedAt: null, ...fields } }]
}

/** Says once that I have seen it; silent. */
export function opened(told: Told, issuer: Seat, post: string): void {
  sync().send('announcement.open', told, { as: { post }, optimistic: () => receiptChange(told, {}, issuer) })
}

/** I have taken note of it. It goes at once; without a network, when there is one. */
export function acknowledge(told: Told, issuer: Seat, post: string): void {
  const fields = { acknowledged: told.edition, acknowledgedAt: iso(Date.now()) }
  sync().send(ACKNOWLEDGE, told, { as: { post }, optimistic: () => receiptChange(told, fields, issuer) })
  toast(t.announcement.thanks)
}

/** Whether my acknowledgement still waits for a network; null once it was sent, or there is none. */
export function acknowledging(id: string, outbox: readonly OutboxEntry[]): 'kept' | 'refused' | null {
  const mine = outbox.find(({ name, args }) => name === ACKNOWLEDGE && (args as { announcement?: string }).announcement === id)
  if (mine?.state === 'refused') return 'refused'
  return mine && mine.state !== 'accepted' && mine.state !== 'sent' ? 'kept' : null
}
