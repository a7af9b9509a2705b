/** What each time is about, until when data count, and when it is due. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../../i18n/recurring'
import type { Draft, Offset, Schedule } from '../../model/recurring'
import { BEGINS, LATEST_BEGIN, MOST_DAYS, ofMonths } from '../../model/recurring'
import { EVERY } from '../../model/rhythm'
import { Choice, Field, Switch } from '../../ui/fields'
import { capital, periodWords } from './said'

interface Props {
  draft: Draft
  set: (changes: Partial<Draft>) => void
  error: string | null
  beginsError: string | null
}

const BACKS = [0, 1, 2, 3]

export function Terms({ draft, set, error, beginsError }: Props): JSX.Element {
  const r = words()
  const { schedule } = draft
  const { cutOff } = schedule
  const terms = (changes: Partial<Schedule>) => set({ schedule: { ...schedule, ...changes } })
  const backs = BACKS.includes(schedule.back) ? BACKS : [...BACKS, schedule.back]
  return (
    <section class="paper">
      <h2>{r.covers}</h2>
      <div class="thirds">
        <label class="select">
          <span>{r.periodLabel}</span>
          <select value={schedule.period} onChange={({ currentTarget }) => terms({ period: currentTarget.value as Schedule['period'] })}>
            {EVERY.map((each) => (
              <option key={each} value={each}>
                {r.periodKind[each]}
              </option>
            ))}
          </select>
        </label>
        <label class="select">
          <span>{r.backLabel}</span>
          <select value={schedule.back} onChange={({ currentTarget }) => terms({ back: Number(currentTarget.value) })}>
            {backs.map((back) => (
              <option key={back} value={back}>
                {capital(periodWords({ ...schedule, back }))}
              </option>
            ))}
          </select>
        </label>
      </div>
      {ofMonths(schedule) && <Begins value={schedule.begins ?? 1} error={beginsError} onChange={(begins) => terms({ begins })} />}
      <Switch label={r.hasCutOff} on={cutOff !== null} onChange={(on) => terms({ cutOff: on ? { days: 0, working: false, at: '17:00' } : null })} />
      {cutOff && (
        <>
          <After of={r.cutOffLabel} value={cutOff} least={-MOST_DAYS} onChange={(changes) => terms({ cutOff: { ...cutOff, ...changes } })} />
          <p class="hint">{r.cutOffHint}</p>
        </>
      )}
      <h2>{r.dueLabel}</h2>
      <After of={r.dueLabel} value={schedule.due} least={0} onChange={(changes) => terms({ due: { ...schedule.due, ...changes } })} />
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </section>
  )
}

interface BeginsProps {
  value: number
  error: string | null
  onChange: (day: number) => void
}

const OTHER = 0

/** From which day on a period of months counts: one of the usual ones, or another of the month before. */
function Begins({ value, error, onChange }: BeginsProps): JSX.Element {
  const r = words()
  const usual = BEGINS.find((each) => each === value)
  const [other, setOther] = useState(usual === undefined)
  const choose = (day: number) => {
    setOther(day === OTHER)
    onChange(day === OTHER ? NaN : day)
  }
  return (
    <>
      <Choice<number>
        legend={r.beginsLabel}
        value={other ? OTHER : (usual ?? OTHER)}
        onChange={choose}
        options={[...BEGINS.map((day) => ({ value: day, label: day === 1 ? r.beginsOwn : r.beginsAt(day) })), { value: OTHER, label: r.beginsOther }]}
      />
      {other && (
        <div class="thirds">
          <Field label={r.beginsDay} error={error}>
            {(ids) => (
              <input
                {...ids}
                type="number"
                inputMode="numeric"
                min={1}
                max={LATEST_BEGIN}
                value={Number.isNaN(value) ? '' : value}
                onInput={({ currentTarget }) => onChange(currentTarget.value === '' ? NaN : Number(currentTarget.value))}
              />
            )}
          </Field>
        </div>
      )}
      {!error && value > 1 && value <= LATEST_BEGIN && <p class="hint">{r.beginsHint(value)}</p>}
    </>
  )
}

interface AfterProps {
  of: string
  value: Offset
  least: number
  onChange: (changes: Partial<Offset>) => void
}

/** So many days after the day of the rule, at a time. */
function After({ of, value, least, onChange }: AfterProps): JSX.Element {
  const r = words()
  return (
    <div class="thirds" role="group" aria-label={of}>
      <Field label={r.daysAfter}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            inputMode="numeric"
            min={least}
            max={MOST_DAYS}
            value={value.days}
            onInput={({ currentTarget }) => onChange({ days: currentTarget.value === '' ? NaN : Number(currentTarget.value) })}
          />
        )}
      </Field>
      <Field label={r.kindOfDays}>
        {(ids) => (
          <select {...ids} value={value.working ? 'working' : 'all'} onChange={({ currentTarget }) => onChange({ working: currentTarget.value === 'working' })}>
            <option value="working">{r.working}</option>
            <option value="all">{r.calendarDays}</option>
          </select>
        )}
      </Field>
      <Field label={r.clockOf(of)}>
        {(ids) => <input {...ids} type="time" value={value.at} onInput={({ currentTarget }) => onChange({ at: currentTarget.value })} />}
      </Field>
    </div>
  )
}
