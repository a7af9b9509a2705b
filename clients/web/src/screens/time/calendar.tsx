/** Lịch làm việc: a year with its holidays and swapped days; decided by those who administer the whole city. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { day as shortDay, number, t } from '../../i18n'
import { words } from '../../i18n/time'
import { myPosts, useFilling, useNow, useOrganisation } from '../../live'
import { dateOf, instant, type Day } from '../../model/workdays'
import { daysOf, decider, hoursIn } from '../../model/year'
import { go } from '../../router'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { useWide } from '../../ui/media'
import { DaySheet } from './calendar-day'
import { HoursSheet } from './calendar-hours'
import { ImportSheet } from './calendar-import'
import { YearGrid } from './calendar-year'
import { useCalendar, useWorkdays } from './calendar-row'
import '../../styles/time.css'

type Open = { kind: 'hours' } | { kind: 'import' } | { kind: 'day'; date: string | null }

export function CalendarScreen({ query }: { query: URLSearchParams }): JSX.Element {
  const w = words().calendar
  const org = useOrganisation()
  const wide = useWide()
  const now = useNow()
  const today = dateOf(now)
  const year = Number(query.get('nam')) || Number(today.slice(0, 4))
  const calendar = useCalendar()
  const workdays = useWorkdays()
  const days = useMemo(() => daysOf(year, calendar), [year, calendar])
  const filling = useFilling()
  const post = decider(myPosts(), org)
  const [sheet, open] = useState<Open | null>(null)
  const turn = (to: number) => go(`/lich-lam-viec?nam=${to}`, true)
  const close = () => open(null)
  return (
    <div class="screen calendar">
      <header class="screen-head">
        <h1>{t.time.calendar}</h1>
        <p class="year-turn">
          <button type="button" class="icon-button" onClick={() => turn(year - 1)} aria-label={w.before}>
            <Icon name="back" />
          </button>
          <b role="status">{w.year(year)}</b>
          <button type="button" class="icon-button" onClick={() => turn(year + 1)} aria-label={w.after}>
            <Icon name="next" />
          </button>
        </p>
      </header>
      {post ? (
        <p class="card-actions">
          <button type="button" class="button primary" onClick={() => open({ kind: 'day', date: null })}>
            <Icon name="plus" size={18} />
            {w.add}
          </button>
          <button type="button" class="button" onClick={() => open({ kind: 'import' })}>
            <Icon name="table" size={18} />
            {w.import}
          </button>
        </p>
      ) : (
        <p class="hint">{w.readOnly}</p>
      )}
      <Hours hours={calendar.hours} onEdit={post ? () => open({ kind: 'hours' }) : null} />
      {filling ? (
        <Filling />
      ) : (
        <div class={wide ? 'year' : undefined}>
          {wide && <YearGrid year={year} workdays={workdays} today={today} onOpen={(date) => open({ kind: 'day', date })} />}
          <section aria-labelledby="days">
            <h2 id="days" class="section-title">
              {w.list} <span class="count">{number(days.length)}</span>
            </h2>
            {days.length === 0 ? (
              <div class="paper">
                <p>
                  <b>{w.empty}</b>
                </p>
                <p class="soft">{w.emptyHint}</p>
              </div>
            ) : (
              <ul class="rows">
                {days.map((each) => (
                  <DayRow key={each.day} day={each} past={each.day < today} onOpen={() => open({ kind: 'day', date: each.day })} />
                ))}
              </ul>
            )}
          </section>
        </div>
      )}
      {sheet?.kind === 'day' && <DaySheet date={sheet.date} year={year} post={post} onClose={close} />}
      {sheet?.kind === 'hours' && post && <HoursSheet hours={calendar.hours} post={post} onClose={close} />}
      {sheet?.kind === 'import' && post && <ImportSheet post={post} onClose={close} />}
    </div>
  )
}

interface HoursProps {
  hours: ReturnType<typeof useCalendar>['hours']
  onEdit: (() => void) | null
}

function Hours({ hours, onEdit }: HoursProps): JSX.Element {
  const w = words().calendar
  const spans = hours.map(({ start, end }) => `${start}–${end}`).join(', ')
  return (
    <p class="note">
      <Icon name="clock" size={16} />
      <span class="grow">
        {w.hours}: {w.hoursOf(spans, number(hoursIn(hours) ?? 0))}
      </span>
      {onEdit && (
        <button type="button" class="icon-button" onClick={onEdit} aria-label={w.hours}>
          <Icon name="edit" size={18} />
        </button>
      )}
    </p>
  )
}

function weekdayOf(date: string): string {
  return words().calendar.weekdays[(new Date(date).getUTCDay() + 6) % 7] ?? ''
}

function DayRow({ day: { day, working, name, source }, past, onOpen }: { day: Day; past: boolean; onOpen: () => void }): JSX.Element {
  const w = words().calendar
  const at = instant(day, '12:00')
  return (
    <li class={past ? 'row day-row past' : 'row day-row'}>
      <button type="button" class="row-link" onClick={onOpen}>
        <span class="day-date">
          <b>{shortDay(at, at)}</b> <span class="soft">{weekdayOf(day)}</span>
        </span>
        <span class="row-title">{name}</span>
      </button>
      <span class="row-meta">
        <span class={working ? 'day-kind made' : 'day-kind off'}>{working ? w.made : w.off}</span>
        <span class="row-who">{w.source[source]}</span>
      </span>
    </li>
  )
}
