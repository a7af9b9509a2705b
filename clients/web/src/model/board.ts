/** A directive's board: what state each unit is in, now or at any minute since, and how many are in each. */
import type { Line, Question } from './rows'

export type Dot = 'sent' | 'opened' | 'accepted' | 'working' | 'submitted' | 'done' | 'declined' | 'late' | 'cancelled'

/** In the order in which work goes, for legends and counters. */
export const DOTS: readonly Dot[] = ['late', 'sent', 'opened', 'accepted', 'working', 'submitted', 'done', 'declined']

/** Whose deadline passed without a submission is late, whatever else they did. */
export function dotOf(line: Line, now: number): Dot {
  const step = stepOf(line)
  const settled = step === 'submitted' || step === 'done' || step === 'declined' || step === 'cancelled'
  return !settled && Date.parse(line.deadline) < now ? 'late' : step
}

function stepOf(line: Line): Dot {
  switch (line.state) {
    case 'completed':
      return 'done'
    case 'submitted':
      return 'submitted'
    case 'declined':
      return 'declined'
    case 'cancelled':
      return 'cancelled'
    case 'in-progress':
    case 'returned':
      return 'working'
    case 'accepted':
      return line.percent > 0 || line.answeredAt ? 'working' : 'accepted'
    default:
      return line.openedAt ? 'opened' : 'sent'
  }
}

/** The line as it was at `at`, as far as its times tell: what happened later is taken back. */
export function lineAt(line: Line, at: number): Line {
  const before = (moment: string | null) => (moment && Date.parse(moment) <= at ? moment : null)
  const completedAt = before(line.completedAt)
  const submittedAt = before(line.submittedAt)
  const answeredAt = before(line.answeredAt)
  const acceptedAt = before(line.acceptedAt)
  const openedAt = before(line.openedAt)
  const now = line.completedAt === completedAt && line.submittedAt === submittedAt && line.acceptedAt === acceptedAt
  return {
    ...line,
    completedAt,
    submittedAt,
    answeredAt,
    acceptedAt,
    openedAt,
    openedBy: openedAt ? line.openedBy : null,
    answers: answeredAt ? line.answers : {},
    percent: now ? line.percent : 0,
    state: now && openedAt === line.openedAt ? line.state : stateFrom(completedAt, submittedAt, answeredAt, acceptedAt),
  }
}

function stateFrom(
  completed: string | null,
  submitted: string | null,
  answered: string | null,
  accepted: string | null,
): Line['state'] {
  if (completed) return 'completed'
  if (submitted) return 'submitted'
  if (answered) return 'in-progress'
  return accepted ? 'accepted' : 'assigned'
}

/** Every moment at which a dot of the board changed, ascending, without repeats. */
export function moments(lines: readonly Line[]): number[] {
  const found = new Set<number>()
  for (const line of lines) {
    for (const at of [line.openedAt, line.acceptedAt, line.answeredAt, line.submittedAt, line.completedAt]) {
      if (at) found.add(Date.parse(at))
    }
  }
  return [...found].sort((a, b) => a - b)
}

export function count(dots: Iterable<Dot>): Record<Dot, number> {
  const sum: Record<Dot, number> = {
    sent: 0,
    opened: 0,
    accepted: 0,
    working: 0,
    submitted: 0,
    done: 0,
    declined: 0,
    late: 0,
    cancelled: 0,
  }
  for (const dot of dots) sum[dot] += 1
  return sum
}

/** How many have answered: what was asked lies there, submitted or not. */
export function answered(lines: readonly Line[]): number {
  return lines.filter(({ state, answeredAt }) => answeredAt !== null || state === 'submitted' || state === 'completed').length
}

/** Units that one would chase: nothing was submitted, answered or declined yet. */
export function slow(lines: readonly Line[]): string[] {
  return lines
    .filter((line) => ['assigned', 'accepted', 'in-progress', 'returned'].includes(line.state) && !line.answeredAt)
    .map((line) => line.unit)
}

export type Total =
  | { kind: 'number'; sum: number; answered: number }
  | { kind: 'choice'; counts: Record<string, number>; answered: number }
  | { kind: 'text'; answered: number }

/** The answers to one question added up: numbers summed, choices counted, texts counted. */
export function total(question: Question, lines: readonly Line[]): Total {
  const values = lines
    .map((line) => line.answers[question.key])
    .filter((value) => value !== undefined && value !== null && value !== '')
  if (question.kind === 'number') {
    return { kind: 'number', sum: values.reduce<number>((sum, value) => sum + Number(value), 0), answered: values.length }
  }
  if (question.kind !== 'choice') return { kind: 'text', answered: values.length }
  const counts: Record<string, number> = Object.fromEntries(question.options.map((option) => [option, 0]))
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1
  return { kind: 'choice', counts, answered: values.length }
}
