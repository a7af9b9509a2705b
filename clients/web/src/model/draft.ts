/** Work being given: what is written so far, kept on the device until it is sent; and what it still lacks. */
import type { Assign } from './echo'
import type { Organisation } from './organisation'
import type { Question, Seat, Urgency } from './rows'
import { weighs } from './weight'

export interface Draft {
  title: string
  detail: string
  to: readonly Seat[]
  coordinating: readonly Seat[]
  deadline: number | null
  urgency: Urgency
  form: readonly DraftQuestion[]
  checklist: readonly string[]
  labels: readonly string[]
  weight: number
  /** Ids of files that are there already. */
  files: readonly string[]
  /** The template that it was begun from, in the version that it had then. */
  template: { id: string; version: number; name: string } | null
}

export interface DraftQuestion {
  label: string
  kind: Exclude<Question['kind'], 'file'>
  unit: string
  options: string
  required: boolean
}

export const EMPTY: Draft = {
  title: '',
  detail: '',
  to: [],
  coordinating: [],
  deadline: null,
  urgency: 'normal',
  form: [],
  checklist: [],
  labels: [],
  weight: 1,
  files: [],
  template: null,
}

export type Lack = 'title' | 'to' | 'deadline' | 'past' | 'question' | 'options' | 'people' | 'notAllowed' | 'weight'

/** What only a task can be given, as the command says it. */
export function contentOf({ checklist, labels, weight, files, template }: Draft): Pick<Assign, 'checklist' | 'labels' | 'weight' | 'files' | 'template'> {
  return {
    ...(checklist.length > 0 ? { checklist } : {}),
    ...(labels.length > 0 ? { labels } : {}),
    ...(weight === 1 ? {} : { weight }),
    ...(files.length > 0 ? { files } : {}),
    ...(template ? { template: { id: template.id, version: template.version } } : {}),
  }
}

/** Whether it has any of what only a task can be given. */
export function hasContent({ checklist, labels, weight, files }: Draft): boolean {
  return checklist.length > 0 || labels.length > 0 || files.length > 0 || weight !== 1
}

/** A directive goes to many units, or asks for answers; otherwise it is a task. */
export function isDirective(draft: Draft): boolean {
  return draft.to.length > 1 || draft.form.length > 0
}

function options(question: DraftQuestion): string[] {
  return [
    ...new Set(
      question.options
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ]
}

/** What is missing or wrong, in the order in which the sheet shows it. */
export function lacks(draft: Draft, post: string, org: Organisation, now: number): Lack[] {
  const found: Lack[] = []
  if (!draft.title.trim()) found.push('title')
  if (draft.to.length === 0) found.push('to')
  if (isDirective(draft)) {
    if (draft.to.some((seat) => seat.post !== null)) found.push('people')
    else if (draft.to.some(({ unit }) => !org.hasPower(post, 'issue-directive', unit))) found.push('notAllowed')
  }
  if (draft.deadline === null) found.push('deadline')
  else if (draft.deadline <= now) found.push('past')
  if (draft.form.some(({ label }) => !label.trim())) found.push('question')
  if (draft.form.some((question) => question.kind === 'choice' && options(question).length < 2)) found.push('options')
  if (!isDirective(draft) && !weighs(draft.weight)) found.push('weight')
  return found
}

/** The form as the command wants it: keys by place. */
export function questions(draft: Pick<Draft, 'form'>): Question[] {
  return draft.form.map((question, place) => ({
    key: `q${place + 1}`,
    label: question.label.trim(),
    kind: question.kind,
    options: question.kind === 'choice' ? options(question) : [],
    required: question.required,
    unit: question.kind === 'number' && question.unit.trim() ? question.unit.trim() : null,
  }))
}

/** Every active unit below mine that is of one of the lowest kinds: the "all 168" of a city. */
export function allBelow(unit: string, org: Organisation): Seat[] {
  return org
    .children(unit)
    .filter(({ fields }) => /^(Phường|Xã|Đặc khu) /.test(fields.name))
    .map(({ id }) => ({ unit: id, post: null }))
}

/** The units that a post may issue directives to, all at once. */
export function everyone(post: string, org: Organisation): Seat[] {
  const power = org.post(post)?.powers.find(({ name }) => name === 'issue-directive')
  return power ? allBelow(power.unit, org) : []
}
