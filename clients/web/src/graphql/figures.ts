/** Figures as the server counts them: of any period, as of any moment, with the tasks behind them. */
import type { Task } from '../model/rows'
import { ask, lower, SEAT, seatFrom, uuidIn, type SeatAnswer } from './client'

export type Of = 'CITY' | 'UNIT' | 'POST' | 'SOURCE' | 'DIRECTIVE'
export type Measure = 'DEADLINE' | 'COMPLETION' | 'ASSIGNMENT'
export type Step = 'DAY' | 'WEEK' | 'MONTH'

export interface Query {
  of: Of
  units: string[]
  below: boolean
  period?: { by: Measure; start?: string; end?: string }
  asOf?: string
}

export interface Counts {
  open: number
  green: number
  yellow: number
  red: number
  suspended: number
  waitingLead: number
  waitingLink: number
  waitingAssigner: number
  declined: number
  done: number
  inTime: number
  late: number
  originalInTime: number
  originalLate: number
  cancelled: number
  rate: number | null
}

/** A figure that has tasks behind it; as the server names it: WAITING_LEAD for waitingLead. */
export type Figure = Exclude<keyof Counts, 'rate'>

export interface Group {
  unit: { id: string; shortName: string } | null
  post: { id: string; title: string } | null
  directive: { id: string; title: string } | null
  source: string | null
  counts: Counts
}

export interface Figures {
  asOf: string
  total: Counts
  groups: Group[]
}

export interface Changes {
  assigned: number
  done: number
  becameLate: number
}

export interface Point {
  at: string
  counts: Pick<Counts, 'open' | 'red' | 'done' | 'inTime'>
}

const COUNTS = `{ open green yellow red suspended waitingLead waitingLink waitingAssigner declined done inTime late
  originalInTime originalLate cancelled rate }`

const FIGURES = `query Figures($query: FigureQuery!) {
  figures(query: $query) {
    asOf
    total ${COUNTS}
    groups { unit { id shortName } post { id title } directive { id title } source counts ${COUNTS} }
  }
}`

const TREND = `query FigureTrend($query: FigureQuery!, $start: DateTime!, $end: DateTime!, $step: FigureStep!, $since: DateTime!) {
  figureTrend(query: $query, start: $start, end: $end, step: $step) { at counts { open red done inTime } }
  figureChanges(query: $query, since: $since) { total { assigned done becameLate } }
}`

const TASKS = `query FigureTasks($query: FigureQuery!, $figure: FigureName!, $after: String) {
  figureTasks(query: $query, figure: $figure, first: 30, after: $after) {
    nodes { id title state urgency deadline submittedAt inTime lead ${SEAT} }
    pageInfo { hasNextPage endCursor }
  }
}`

export async function figures(query: Query, signal: AbortSignal): Promise<Figures | null> {
  return (await ask<{ figures: Figures }>(FIGURES, { query }, signal))?.figures ?? null
}

export interface Trend {
  points: Point[]
  changes: Changes
}

interface Range {
  start: string
  end: string
  step: Step
  since: string
}

export async function trend(query: Query, range: Range, signal: AbortSignal): Promise<Trend | null> {
  const { of, units, below } = query
  const found = await ask<{ figureTrend: Point[]; figureChanges: { total: Changes } }>(
    TREND,
    { query: { of, units, below }, ...range },
    signal,
  )
  return found && { points: found.figureTrend, changes: found.figureChanges.total }
}

export type Behind = Pick<Task, 'title' | 'state' | 'urgency' | 'deadline' | 'submittedAt' | 'inTime' | 'lead'> & { id: string }

export interface Page {
  tasks: Behind[]
  after: string | null
}

interface Answer {
  figureTasks: {
    nodes: (Omit<Behind, 'state' | 'urgency' | 'lead'> & { state: string; urgency: string; lead: SeatAnswer })[]
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
  }
}

export function figureName(figure: Figure): string {
  return figure.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

export async function tasksBehind(query: Query, figure: Figure, after: string | null, signal: AbortSignal): Promise<Page | null> {
  const found = await ask<Answer>(TASKS, { query, figure: figureName(figure), after }, signal)
  if (!found) return null
  const { nodes, pageInfo } = found.figureTasks
  return {
    tasks: nodes.map((task) => ({
      ...task,
      id: uuidIn(task.id),
      state: lower(task.state),
      urgency: lower(task.urgency),
      lead: seatFrom(task.lead),
    })),
    after: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  }
}
