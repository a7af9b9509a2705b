/** A day in full, beside the grid; Escape goes back to it. */
import type { JSX } from 'preact'
import { longDay } from '../../i18n'
import { words } from '../../i18n/agenda'
import type { Entry } from '../../model/agenda'
import { instant, type Workdays } from '../../model/workdays'
import { Icon } from '../../ui/icon'
import type { Looked } from './place'
import { EntryList, Overdue } from './list'

interface Props {
  looked: Looked
  entries: readonly Entry[]
  /** What is overdue: shown with today. */
  late: readonly Entry[]
  workdays: Workdays
}

export function DayPanel({ looked, entries, late, workdays }: Props): JSX.Element {
  const w = words()
  const back = (event: KeyboardEvent) => {
    if (event.key === 'Escape') document.querySelector<HTMLElement>('.agenda-cell.current')?.focus()
  }
  return (
    <div class="screen" onKeyDown={back}>
      <section aria-labelledby="agenda-day">
        <h2 id="agenda-day" tabIndex={-1}>
          {longDay(instant(looked.date, '12:00'))}
        </h2>
        <DayKind date={looked.date} workdays={workdays} />
        {entries.length > 0 && <EntryList key={looked.date} entries={entries} beside={looked} />}
        {entries.length === 0 && late.length > 0 && <p class="hint pad">{w.nothing}</p>}
        {entries.length + late.length === 0 && (
          <div class="empty">
            <Icon name="calendar" size={40} />
            <p>{w.nothing}</p>
          </div>
        )}
      </section>
      <Overdue entries={late} beside={looked} />
      <p class="agenda-elsewhere">
        <a href="/cai-dat?lich">{w.elsewhere}</a>
      </p>
    </div>
  )
}

/** Whether it is a day off, and which. */
export function DayKind({ date, workdays }: { date: string; workdays: Workdays }): JSX.Element | null {
  const w = words()
  const known = workdays.of(date)
  if (known?.working) return <p class="agenda-kind made">{w.made(known.name)}</p>
  if (known) return <p class="agenda-kind">{w.off(known.name)}</p>
  return workdays.working(date) ? null : <p class="agenda-kind plain">{w.offPlain}</p>
}
