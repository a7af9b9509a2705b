/** A month as a list of its days, for a phone: what is overdue first, then from today on. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { longDay } from '../../i18n'
import { words } from '../../i18n/agenda'
import { weeksOf, type Entry } from '../../model/agenda'
import { instant, type Workdays } from '../../model/workdays'
import { Icon } from '../../ui/icon'
import type { Looked } from './place'
import { DayKind } from './day'
import { EntryList, Overdue } from './list'

interface Props {
  looked: Looked
  days: ReadonlyMap<string, readonly Entry[]>
  late: readonly Entry[]
  today: string
  workdays: Workdays
}

export function Days({ looked, days, late, today, workdays }: Props): JSX.Element {
  const w = words()
  const [earlier, show] = useState(false)
  const present = today.startsWith(looked.month)
  const dates = weeksOf(looked.month)
    .flat()
    .filter((date) => date.startsWith(looked.month) && (days.has(date) || workdays.of(date) || date === today))
  const past = present ? dates.filter((date) => date < today) : []
  const listed = earlier ? dates : dates.filter((date) => !past.includes(date))
  const nothing = (!present || late.length === 0) && dates.every((date) => !days.has(date))
  return (
    <>
      {present && <Overdue entries={late} beside={null} />}
      {past.length > 0 && !earlier && (
        <button type="button" class="button plain" onClick={() => show(true)}>
          <Icon name="up" size={18} />
          {w.earlier}
        </button>
      )}
      {listed.map((date) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <h2
            id={`day-${date}`}
            class={date === today ? 'agenda-day today' : 'agenda-day'}
            aria-current={date === today ? 'date' : undefined}
          >
            {longDay(instant(date, '12:00'))}
            {date === today && ` · ${w.today}`}
          </h2>
          <DayKind date={date} workdays={workdays} />
          {days.has(date) ? (
            <EntryList entries={days.get(date) ?? []} beside={null} />
          ) : (
            date === today && <p class="hint">{w.nothing}</p>
          )}
        </section>
      ))}
      {nothing && (
        <div class="empty">
          <Icon name="calendar" size={40} />
          <p>
            <b>{w.nothingMonth}</b>
          </p>
          <p class="soft">{w.nothingHint}</p>
        </div>
      )}
      <p class="agenda-elsewhere">
        <a href="/cai-dat?lich">{w.elsewhere}</a>
      </p>
    </>
  )
}
