/** Twelve small months; arrows go from day to day, so that the whole year is one stop of the Tab key. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { longDay } from '../../i18n'
import { words } from '../../i18n/time'
import { civilOf, instant, keyOf, type Workdays } from '../../model/workdays'
import { monthsOf, type Cell, type Month } from '../../model/year'

interface Props {
  year: number
  workdays: Workdays
  today: string
  onOpen: (date: string) => void
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

export function YearGrid({ year, workdays, today, onOpen }: Props): JSX.Element {
  const w = words().calendar
  const months = useMemo(() => monthsOf(year, workdays), [year, workdays])
  const grid = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(today.startsWith(`${year}-`) ? today : `${year}-01-01`)
  const moving = useRef(false)
  useEffect(() => setAt(today.startsWith(`${year}-`) ? today : `${year}-01-01`), [year])
  useEffect(() => {
    if (moving.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus()
    moving.current = false
  }, [at])
  const keys = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next = keyOf(civilOf(at) + step)
    if (!next.startsWith(`${year}-`)) return
    moving.current = true
    setAt(next)
  }
  return (
    <div ref={grid} class="months" role="group" aria-label={w.months} aria-describedby="year-keys" onKeyDown={keys}>
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
