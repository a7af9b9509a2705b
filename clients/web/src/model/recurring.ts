/** Recurring work: which of it one sees listed, who decides about it, and one that is being written. */
import { questions, type DraftQuestion } from './draft'
import type { Organisation } from './organisation'
import { rhythmFault, rhythmOf, ruleOf, USUAL_RHYTHM, type Rhythm } from './rhythm'
import type { Recurrence, Seat, Urgency } from './rows'
import { fold } from './search'

export type Wanted = Recurrence['wanted']
export type Schedule = Recurrence['schedule']
export type Offset = Schedule['due']

export const WHOSE = ['all', 'mine', 'unit', 'asked'] as const
export type Whose = (typeof WHOSE)[number]
export const GOING = ['active', 'paused', 'ended'] as const
export type Going = (typeof GOING)[number]

export interface Choice {
  whose: Whose
  going: Going
  words: string
  posts: readonly string[]
  org: Organisation
}

interface Named {
  id: string
  fields: Recurrence
}

/** Set up in a seat of mine, asked of me, or else of a unit on whose desk I sit. */
export function whoseIs({ seat, wanted }: Recurrence, posts: readonly string[], org: Organisation): Exclude<Whose, 'all'> {
  if (posts.some((post) => seat.post === post)) return 'mine'
  const asked = wanted.lead ? [wanted.lead] : wanted.units.map((unit): Seat => ({ unit, post: null }))
  return posts.some((post) => asked.some((each) => org.sits(post, each))) ? 'asked' : 'unit'
}

/** Those chosen, what comes next first. */
export function listed(all: Iterable<Named>, { whose, going, words, posts, org }: Choice): Named[] {
  const asked = fold(words).split(/\s+/).filter(Boolean)
  const fits = ({ fields }: Named) => {
    if (fields.state !== going || (whose !== 'all' && whoseIs(fields, posts, org) !== whose)) return false
    const text = fold(`${fields.title} ${org.unit(fields.seat.unit)?.name ?? ''} ${org.unit(fields.wanted.lead?.unit)?.name ?? ''}`)
    return asked.every((word) => text.includes(word))
  }
  const next = ({ fields }: Named) => fields.nextDay ?? '9999'
  return [...all].filter(fits).sort((a, b) => next(a).localeCompare(next(b)) || a.fields.title.localeCompare(b.fields.title, 'vi'))
}

/** My post that decides about it: its seat; while nobody holds that, the desk of its unit. */
export function decider({ seat }: Recurrence, posts: readonly string[], org: Organisation): string | null {
  const vacant = seat.post === null || org.post(seat.post)?.holder === null
  return posts.find((post) => seat.post === post || (vacant && org.onDesk(post, seat.unit))) ?? null
}

/** Whether it may be changed in this post: only the seat itself may. */
export function isOf({ seat }: Recurrence, post: string, org: Organisation): boolean {
  return org.sits(post, seat)
}

export interface Draft {
  title: string
  description: string
  urgency: Urgency
  to: readonly Seat[]
  coordinating: readonly Seat[]
  chaser: readonly Seat[]
  form: readonly DraftQuestion[]
  /** Null: the rule is one that cannot be chosen here, and stays as it is. */
  rhythm: Rhythm | null
  schedule: Schedule
}

export function emptyDraft(today: string): Draft {
  const schedule: Schedule = {
    rule: ruleOf(USUAL_RHYTHM),
    start: today,
    until: null,
    at: '08:00',
    period: 'month',
    back: 0,
    cutOff: null,
    due: { days: 2, working: true, at: '17:00' },
  }
  return { title: '', description: '', urgency: 'normal', to: [], coordinating: [], chaser: [], form: [], rhythm: USUAL_RHYTHM, schedule }
}

export function draftOf({ wanted, schedule }: Recurrence): Draft {
  return {
    title: wanted.title,
    description: wanted.description ?? '',
    urgency: wanted.urgency,
    to: wanted.lead ? [wanted.lead] : wanted.units.map((unit) => ({ unit, post: null })),
    coordinating: wanted.coordinating,
    chaser: wanted.chaser ? [wanted.chaser] : [],
    form: wanted.form.map(({ label, kind, unit, options, required }) => ({
      label,
      kind: kind === 'file' ? 'text' : kind,
      unit: unit ?? '',
      options: options.join('\n'),
      required,
    })),
    rhythm: rhythmOf(schedule.rule, schedule.start),
    schedule,
  }
}

/** Many units, or answers to questions: each time a directive; otherwise a task. */
export function isDirective({ to, form }: Draft): boolean {
  return to.length > 1 || form.length > 0
}

/** As the command wants it: a first day that is the month's own is not said. */
export function scheduleOf({ rhythm, schedule }: Draft): Schedule {
  const { begins = 1, ...rest } = schedule
  const rule = rhythm ? ruleOf(rhythm) : schedule.rule
  return begins === 1 || !ofMonths(schedule) ? { ...rest, rule } : { ...rest, rule, begins }
}

/** As the command wants it. */
export function wantedOf(draft: Draft): Wanted {
  const directive = isDirective(draft)
  return {
    title: draft.title.trim(),
    urgency: draft.urgency,
    description: draft.description.trim() || (directive ? draft.title.trim() : null),
    lead: directive ? null : (draft.to[0] ?? null),
    coordinating: directive ? [] : draft.coordinating,
    chaser: directive ? null : (draft.chaser[0] ?? null),
    units: directive ? draft.to.map(({ unit }) => unit) : [],
    form: questions(draft),
  }
}

export const PLACEHOLDERS = ['kỳ', 'từ ngày', 'đến ngày', 'ngày chốt', 'hạn'] as const
export const MOST_DAYS = 366
export const LATEST_BEGIN = 28
/** Usual first days of what a period counts: the month's own, and those that decrees have of the month before. */
export const BEGINS = [1, 15, 26] as const

/** Whether what it counts may begin in the month before: periods of months. */
export function ofMonths({ period }: Schedule): boolean {
  return period !== 'day' && period !== 'week'
}

export type Lack = 'title' | 'placeholder' | 'to' | 'people' | 'notAllowed' | 'question' | 'interval' | 'weekdays' | 'days' | 'clock' | 'begins' | 'offset' | 'due' | 'until'

/** What is missing or wrong, in the order in which the editor shows it. */
export function lacks(draft: Draft, post: string, org: Organisation): Lack[] {
  const { schedule, rhythm } = draft
  const found: Lack[] = []
  if (!draft.title.trim()) found.push('title')
  if (unknownPlaceholder(`${draft.title} ${draft.description}`)) found.push('placeholder')
  if (draft.to.length === 0) found.push('to')
  if (isDirective(draft)) {
    if (draft.to.some((seat) => seat.post !== null)) found.push('people')
    else if (draft.to.some(({ unit }) => !org.hasPower(post, 'issue-directive', unit))) found.push('notAllowed')
  }
  const fault = rhythm && rhythmFault(rhythm)
  if (fault) found.push(fault)
  if (schedule.until !== null && schedule.until < schedule.start) found.push('until')
  const offsets = [schedule.due, ...(schedule.cutOff ? [schedule.cutOff] : [])]
  if ([schedule.at, ...offsets.map(({ at }) => at)].some((at) => !/^([01]\d|2[0-3]):[0-5]\d$/.test(at))) found.push('clock')
  if (ofMonths(schedule) && !(Number.isInteger(schedule.begins ?? 1) && (schedule.begins ?? 1) >= 1 && (schedule.begins ?? 1) <= LATEST_BEGIN)) found.push('begins')
  if (offsets.some(({ days }) => !Number.isInteger(days) || Math.abs(days) > MOST_DAYS)) found.push('offset')
  if (schedule.due.days < 0 || (schedule.due.days === 0 && schedule.due.at <= schedule.at)) found.push('due')
  if (draft.form.some(({ label, kind, options }) => !label.trim() || (kind === 'choice' && new Set(options.split('\n').filter((line) => line.trim())).size < 2)))
    found.push('question')
  return found
}

/** The first placeholder that stands for nothing; null: all are known. */
export function unknownPlaceholder(text: string): string | null {
  const names = [...text.normalize('NFC').matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  return names.find((name) => !(PLACEHOLDERS as readonly string[]).includes(name)) ?? null
}
