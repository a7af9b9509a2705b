/** The working days, as the calendar's one row tells them. */
import { useMemo } from 'preact/hooks'
import { useRows } from '../../live'
import type { Calendar } from '../../model/rows'
import { OFFICE, Workdays } from '../../model/workdays'


/** Before anything was decided. */
const NONE: Calendar = { days: [], years: [], hours: OFFICE, version: 0 }

/** The row, or what holds where there is none yet. */
export function useCalendar(): Calendar {
  return [...useRows('calendar').values()][0]?.fields ?? NONE
}

export function useWorkdays(): Workdays {
  const calendar = useCalendar()
  return useMemo(() => new Workdays(calendar.days, calendar.hours), [calendar])
}
