/** On which days it comes: daily, by weekdays, by days of a month, a quarter, a year; from when, until when, at what time. */
import type { JSX } from 'preact'
import { words } from '../../i18n/recurring'
import type { Draft, Schedule } from '../../model/recurring'
import { EVERY, inOrder, isLong, LAST, MONTHS, monthsOf, PLACES, USUAL_RHYTHM, WEEKDAYS, type Every, type Rhythm, type Weekday } from '../../model/rhythm'
import { Choice, Field } from '../../ui/fields'
import { Chips } from './chips'

interface Props {
  draft: Draft
  set: (changes: Partial<Draft>) => void
  error: string | null
  untilError: string | null
  clockError: string | null
}

/** The period that one would report on, by how often. */
const COVERS = { day: 'day', week: 'week', month: 'month', quarter: 'quarter', 'half-year': 'half-year', year: 'year' } as const

export function When({ draft, set, error, untilError, clockError }: Props): JSX.Element {
  const r = words()
  const { rhythm, schedule } = draft
  const terms = (changes: Partial<Schedule>) => set({ schedule: { ...schedule, ...changes } })
  const change = (changes: Partial<Rhythm>) => rhythm && set({ rhythm: { ...rhythm, ...changes } })
  const often = (every: Every) => {
    if (!rhythm) return
    const month = isLong(every) ? MONTHS[every] : rhythm.month
    set({ rhythm: { ...rhythm, every, month, interval: 1 }, schedule: { ...schedule, period: COVERS[every] } })
  }
  return (
    <section class="paper when">
      <h2>{r.when}</h2>
      {rhythm ? (
        <>
          <Choice<Every> legend={r.every} value={rhythm.every} onChange={often} options={EVERY.map((value) => ({ value, label: r.everyIs[value] }))} />
          <Days rhythm={rhythm} change={change} />
        </>
      ) : (
        <>
          <p class="note">{r.keepRule(schedule.rule)}</p>
          <button type="button" class="button" onClick={() => set({ rhythm: USUAL_RHYTHM })}>
            {r.chooseRule}
          </button>
        </>
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <div class="thirds">
        <Field label={r.clock} error={clockError}>
          {(ids) => <input {...ids} type="time" value={schedule.at} onInput={({ currentTarget }) => terms({ at: currentTarget.value })} />}
        </Field>
        <Field label={r.since}>
          {(ids) => (
            <input {...ids} type="date" value={schedule.start} onInput={({ currentTarget: { value } }) => value && terms({ start: value })} />
          )}
        </Field>
        <Field label={`${r.until} (${r.optional})`} error={untilError}>
          {(ids) => (
            <input {...ids} type="date" value={schedule.until ?? ''} min={schedule.start} onInput={({ currentTarget }) => terms({ until: currentTarget.value || null })} />
          )}
        </Field>
      </div>
    </section>
  )
}

interface DaysProps {
  rhythm: Rhythm
  change: (changes: Partial<Rhythm>) => void
}

function Days({ rhythm, change }: DaysProps): JSX.Element {
  const r = words()
  const { every, interval, weekdays } = rhythm
  return (
    <>
      {!isLong(every) && (
        <label class="inline days">
          <span>{r.intervalLabel}</span>
          <input type="number" inputMode="numeric" min={1} max={99} value={interval} onInput={({ currentTarget }) => change({ interval: Number(currentTarget.value) })} />
          <span>{r.interval[every]}</span>
        </label>
      )}
      {every === 'week' && (
        <Chips<Weekday>
          legend={r.onWeekdays}
          options={WEEKDAYS.map((value) => ({ value, label: r.weekday[value] }))}
          chosen={weekdays}
          onChange={(chosen) => change({ weekdays: WEEKDAYS.filter((day) => chosen.includes(day)) })}
        />
      )}
      {isLong(every) && (
        <label class="select">
          <span>{r.month[every]}</span>
          <select value={rhythm.month} onChange={({ currentTarget }) => change({ month: Number(currentTarget.value) })}>
            {Array.from({ length: MONTHS[every] }, (_, place) => place + 1).map((month) => (
              <option key={month} value={month}>
                {r.monthOf(monthsOf(every, month))}
              </option>
            ))}
          </select>
        </label>
      )}
      {every !== 'day' && every !== 'week' && <InMonth rhythm={rhythm} change={change} />}
    </>
  )
}

const ALL_DAYS = [...Array.from({ length: 31 }, (_, day) => day + 1), LAST]

/** By days of the month, or by a weekday in it. */
function InMonth({ rhythm: { days, nth }, change }: DaysProps): JSX.Element {
  const r = words()
  return (
    <>
      <Choice<'days' | 'nth'>
        legend={r.byLabel}
        value={nth ? 'nth' : 'days'}
        onChange={(by) => change({ nth: by === 'nth' ? { place: 1, weekday: 'MO' } : null })}
        options={[
          { value: 'days', label: r.by.days },
          { value: 'nth', label: r.by.nth },
        ]}
      />
      {nth ? (
        <div class="thirds">
          <label class="select">
            <span>{r.weekdayLabel}</span>
            <select value={nth.weekday} onChange={({ currentTarget }) => change({ nth: { ...nth, weekday: currentTarget.value as Weekday } })}>
              {WEEKDAYS.map((day) => (
                <option key={day} value={day}>
                  {r.weekday[day]}
                </option>
              ))}
            </select>
          </label>
          <label class="select">
            <span>{r.place}</span>
            <select value={nth.place} onChange={({ currentTarget }) => change({ nth: { ...nth, place: Number(currentTarget.value) } })}>
              {PLACES.map((place) => (
                <option key={place} value={place}>
                  {r.places[place]}
                </option>
              ))}
            </select>
          </label>
        </div>
      ) : (
        <>
          <Chips<number>
            legend={r.onDays}
            options={ALL_DAYS.map((value) => ({ value, label: value === LAST ? r.lastDay : String(value) }))}
            chosen={days}
            onChange={(chosen) => change({ days: inOrder(chosen) })}
            small
          />
          {days.some((day) => day > 28) && <p class="hint">{r.shortMonths}</p>}
        </>
      )}
    </>
  )
}
