/** Where one is in the calendar, as its address says. */
import { WHOSE, type Whose } from '../../model/agenda'

export interface Looked {
  whose: Whose
  /** The day in hand. */
  date: string
  month: string
  /** Drawn beside the grid. */
  task: string | null
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

export function lookedIn(query: URLSearchParams, today: string): Looked {
  const asked = query.get('ngay') ?? ''
  const date = DATE.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today
  const whose = WHOSE.find((each) => each === query.get('cua')) ?? 'mine'
  return { whose, date, month: date.slice(0, 7), task: query.get('viec') }
}

export function hrefOf({ whose, date, task }: Looked): string {
  const query = new URLSearchParams({ cua: whose, ngay: date, ...(task ? { viec: task } : {}) })
  return `/lich?${query.toString()}`
}
