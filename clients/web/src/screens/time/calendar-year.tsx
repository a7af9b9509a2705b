/** Twelve small months; arrows go from day to day, so that the whole year is one stop of the Tab key. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { longDay } from '../../i18n'
import { words } from '../../i18n/time'
import { civilOf, instant, keyOf, type Workdays } from '../../model/workdays'
import { monthsOf, type Cell, type Month } from '../../model/year'
import { useDayKeys } from '../../ui/day-keys'

interface Props {
  year: number
  workdays: Workdays
  today: string
  onOpen: (date: string) => void
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The day that an arrow leads to; at the edge of the year one stays. */
function stepFrom(date: string, key: string): string | null {
  if (!(key in STEPS)) return null
  const next = keyOf(civilOf(date) + STEPS[key]!)
  return next.slice(0, 4) === date.slice(0, 4) ? next : date
}

export function YearGrid({ year, workdays, today, onOpen }: Props): JSX.Element {
  const w = words().calendar
  const months = useMemo(() => monthsOf(year, workdays), [year, workdays])
  const [at, setAt] = useState(today.startsWith(`${year}-`) ? today : `${year}-01-01`)
  useEffect(() => setAt(today.startsWith(`${year}-`) ? today : `${year}-01-01`), [year])
  const { grid, moved } = useDayKeys<HTMLDivElement>(at, stepFrom, setAt)
  return (
    <div ref={grid} class="months" role="group" aria-label={w.months} aria-describedby="year-keys" onKeyDown={moved}>
      <p id="year-keys" class="unseen">
        {w.keys}
      </p>
      {months.map((month) => (
        <MonthTable key={month.month} {...month} at={at} today={today} onOpen={onOpen} />
      ))}
    </div>
  )
}

function MonthTable({ month, weeks, at, today, onOpen }: Month & { at: string; today: string; onOpen: (date: string) => void }): JSX.Element {
  const w = words().calendar
  return (
    <table class="month">
      <caption>{w.month(month)}</caption>
      <thead>
        <tr>
          {w.weekdays.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, place) => (
          <tr key={place}>
            {week.map((cell, column) => (
              <td key={column}>
                {cell && (
                  <button
                    type="button"
                    class={`month-day ${lookOf(cell)}${cell.date === today ? ' today' : ''}`}
                    data-day={cell.date}
                    tabIndex={cell.date === at ? 0 : -1}
                    aria-label={nameOf(cell, today)}
                    aria-current={cell.date === today ? 'date' : undefined}
                    title={cell.known?.name}
                    onClick={() => onOpen(cell.date)}
                  >
                    {cell.day}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function lookOf({ known, working }: Cell): string {
  if (!known) return working ? '' : 'weekend'
  return known.working ? 'made' : 'off'
}

function nameOf({ date, day, known, working }: Cell, today: string): string {
  const w = words().calendar
  const kind = known ? `${known.working ? w.made : w.off}: ${known.name}` : w.usual(working)
  const weekday = longDay(instant(date, '12:00')).split(',')[0]
  return [`${weekday} ${day}/${Number(date.slice(5, 7))}`, kind, ...(date === today ? [w.today] : [])].join(', ')
}
