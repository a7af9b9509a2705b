/** The month as a grid: one stop of the Tab key, arrows go from day to day, pages from month to month. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { longDay } from '../../i18n'
import { words } from '../../i18n/agenda'
import { stepFrom, weeksOf, type Entry } from '../../model/agenda'
import { instant, type Workdays } from '../../model/workdays'
import { useDayKeys } from '../../ui/day-keys'
import type { Looked } from './place'
import { EntryLine } from './entry'

/** Lines in a day before one asks for it, where a month has so many weeks. */
const few = (weeks: number) => (weeks > 5 ? 3 : 4)

interface Props {
  looked: Looked
  days: ReadonlyMap<string, readonly Entry[]>
  workdays: Workdays
  today: string
  onLook: (next: Partial<Looked>) => void
}

export function MonthGrid({ looked, days, workdays, today, onLook }: Props): JSX.Element {
  const w = words()
  const weeks = useMemo(() => weeksOf(looked.month), [looked.month])
  const { grid, keys } = useKeys(looked, onLook)
  return (
    <>
      <p id="agenda-keys" class="unseen">
        {w.keys}
      </p>
      <table
        ref={grid}
        role="grid"
        class="agenda-grid"
        aria-labelledby="agenda-title"
        aria-describedby="agenda-keys"
        onKeyDown={keys}
      >
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
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <Day
                  key={date}
                  date={date}
                  looked={looked}
                  entries={days.get(date) ?? []}
                  workdays={workdays}
                  today={today}
                  few={few(weeks.length)}
                  onLook={onLook}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Keys lead from day to day, and from a day to its list. */
function useKeys({ date }: Looked, onLook: Props['onLook']) {
  const { grid, moved } = useDayKeys<HTMLTableElement>(date, stepFrom, (next) => onLook({ date: next }))
  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || moved(event)) return
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onLook({ date })
    document.getElementById('agenda-day')?.focus()
  }
  return { grid, keys }
}

interface DayProps extends Omit<Props, 'days'> {
  date: string
  entries: readonly Entry[]
  few: number
}

function Day({ date, looked, entries, workdays, today, few, onLook }: DayProps): JSX.Element {
  const w = words()
  const known = workdays.of(date)
  const off = !workdays.working(date)
  const current = date === looked.date
  const other = date.slice(0, 7) !== looked.month
  const look = ['agenda-cell', off && 'off', date === today && 'today', other && 'other', current && 'current']
  const shown = entries.length > few ? entries.slice(0, few - 1) : entries
  return (
    <td
      role="gridcell"
      class={look.filter(Boolean).join(' ')}
      data-day={date}
      tabIndex={current ? 0 : -1}
      aria-selected={current}
      aria-current={date === today ? 'date' : undefined}
      onClick={(event) => !(event.target as Element).closest('a') && onLook({ date })}
    >
      <span class="agenda-date">
        <span class="unseen">{longDay(instant(date, '12:00'))}</span>
        <span aria-hidden="true" class="agenda-number">
          {Number(date.slice(8))}
        </span>
        {known ? (
          <span class="agenda-known">{known.name}</span>
        ) : (
          off && <span class="unseen">{w.offPlain}</span>
        )}
      </span>
      {shown.map((entry) => (
        <EntryLine key={`${entry.kind}${entry.id}`} entry={entry} beside={{ ...looked, date }} />
      ))}
      {shown.length < entries.length && <span class="agenda-more">{w.more(entries.length - shown.length)}</span>}
    </td>
  )
}
