/** What recurring work would give: of a rule that is being written, and of one that holds. */
import type { Schedule } from '../model/recurring'
import { answer, ask, globalId } from './client'

export interface Foretold {
  number: number
  day: string
  at: string
  since: string
  until: string
  period: string
  cutOff: string | null
  due: string
}

export interface Titled extends Foretold {
  title: string
}

const FIELDS = 'number day at since until period cutOff due'

const PREVIEW = `query RecurrencePreview($schedule: ScheduleInput!, $title: String!, $count: Int!) {
  recurrencePreview(schedule: $schedule, title: $title, count: $count) { ${FIELDS} title }
}`

const UPCOMING = `query Recurrence($id: ID!, $first: Int!) { recurrence(id: $id) { upcoming(first: $first) { ${FIELDS} } } }`

export interface Preview {
  occurrences: Titled[] | null
  /** Why there are none, in the user's language; null as well: the server cannot be asked. */
  refusal: string | null
}

export async function preview(schedule: Schedule, title: string, count: number, signal: AbortSignal): Promise<Preview> {
  const period = schedule.period.toUpperCase().replace('-', '_')
  const { data, error } = await answer<{ recurrencePreview: Titled[] }>(PREVIEW, { schedule: { ...schedule, period }, title, count }, signal)
  return { occurrences: data?.recurrencePreview ?? null, refusal: error }
}

/** Null: the server cannot be asked, or does not know of it yet. */
export async function upcoming(id: string, first: number, signal: AbortSignal): Promise<Foretold[] | null> {
  const found = await ask<{ recurrence: { upcoming: Foretold[] } | null }>(UPCOMING, { id: globalId('Recurrence', id), first }, signal)
  return found?.recurrence?.upcoming ?? null
}
