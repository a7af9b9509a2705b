/** What each time is about, until when data count, and when it is due. */
import type { JSX } from 'preact'
import { words } from '../../i18n/recurring'
import type { Draft, Offset, Schedule } from '../../model/recurring'
import { MOST_DAYS } from '../../model/recurring'
import { EVERY } from '../../model/rhythm'
import { Field, Switch } from '../../ui/fields'
import { capital, periodWords } from './said'

interface Props {
  draft: Draft
  set: (changes: Partial<Draft>) => void
  error: string | null
}

const BACKS = [0, 1, 2, 3]

export function Terms({ draft, set, error }: Props): JSX.Element {
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
