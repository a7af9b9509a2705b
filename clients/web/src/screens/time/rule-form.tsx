/** A rule of reminders being written: steps of working days with those they reach, and waits in working hours. */
import type { JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../../i18n'
import { words } from '../../i18n/time'
import type { Role } from '../../model/foreseen'
import type { ReminderRule } from '../../model/rows'
import { MOST_DAYS, MOST_HOURS, MOST_STEPS, ROLES, USUAL } from '../../model/rule'
import { Switch } from '../../ui/fields'
import { Icon } from '../../ui/icon'

type Steps = ReminderRule['before']

interface Props {
  rule: ReminderRule
  onChange: (rule: ReminderRule) => void
  /** Working days before the end of a delegation. */
  ending: number
  onEnding: (days: number) => void
}

export function RuleForm({ rule, onChange, ending, onEnding }: Props): JSX.Element {
  const w = words().rule
  const set = (changes: Partial<ReminderRule>) => onChange({ ...rule, ...changes })
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => form.current?.scrollIntoView({ block: 'start' }), [])
  return (
    <div ref={form} class="rule-form">
      <section class="paper">
        <label class="inline clock">
          <span>{w.clock}</span>
          <input type="time" value={rule.at} onInput={({ currentTarget }) => set({ at: currentTarget.value })} />
        </label>
      </section>
      <StepList title={w.before} unit={w.beforeUnit} steps={rule.before} onChange={(before) => set({ before })} />
      <section class="paper">
        <h2>{w.due}</h2>
        <Roles legend={w.whom} value={rule.due} onChange={(due) => set({ due })} />
      </section>
      <StepList title={w.past} unit={w.pastUnit} hint={w.pastHint} steps={rule.past} onChange={(past) => set({ past })} />
      <section class="paper">
        <h2>{w.waits}</h2>
        <Wait label={w.unopened} value={rule.unopened} usual={USUAL.unopened} onChange={(unopened) => set({ unopened })} />
        <Wait label={w.extension} value={rule.extension} usual={USUAL.extension} onChange={(extension) => set({ extension })} />
        <Wait label={w.submission} value={rule.submission} usual={USUAL.submission} onChange={(submission) => set({ submission })} />
      </section>
      <section class="paper">
        <h2>{w.ending}</h2>
        <label class="inline days">
          <input type="number" inputMode="numeric" min={1} max={MOST_DAYS} value={ending} onInput={({ currentTarget }) => onEnding(Number(currentTarget.value))} />
          <span>{w.endingUnit}</span>
        </label>
        <p class="hint">{w.endingHint}</p>
      </section>
    </div>
  )
}

interface StepsProps {
  title: string
  /** What the number of days counts. */
  unit: string
  hint?: string
  steps: Steps
  onChange: (steps: Steps) => void
}

function StepList({ title, unit, hint, steps, onChange }: StepsProps): JSX.Element {
  const w = words().rule
  const change = (place: number, step: Partial<Steps[number]>) =>
    onChange(steps.map((each, at) => (at === place ? { ...each, ...step } : each)))
  const next = Math.max(0, ...steps.map(({ days }) => days)) + 1
  return (
    <section class="paper">
      <h2>{title}</h2>
      {hint && <p class="hint">{hint}</p>}
      {steps.map(({ days, to }, place) => (
        <fieldset key={place} class="step">
          <legend class="unseen">{w.step(title, place + 1)}</legend>
          <label class="inline days">
            <input
              type="number"
              inputMode="numeric"
              min={1}
              max={MOST_DAYS}
              value={days}
              onInput={({ currentTarget }) => change(place, { days: Number(currentTarget.value) })}
            />
            <span>{unit}</span>
          </label>
          <button
            type="button"
            class="icon-button"
            aria-label={w.removeStep(title, place + 1)}
            onClick={() => onChange(steps.filter((_, at) => at !== place))}
          >
            <Icon name="trash" size={18} />
          </button>
          <Roles legend={w.whom} value={to} onChange={(roles) => change(place, { to: roles })} />
        </fieldset>
      ))}
      {steps.length < MOST_STEPS && (
        <button type="button" class="button plain" onClick={() => onChange([...steps, { days: next, to: ['lead'] }])}>
          <Icon name="plus" size={18} />
          {w.addStep}
        </button>
      )}
    </section>
  )
}

interface RolesProps {
  legend: string
  value: readonly Role[]
  onChange: (roles: Role[]) => void
}

/** Several of a few, as chips. */
function Roles({ legend, value, onChange }: RolesProps): JSX.Element {
  const toggle = (role: Role, on: boolean) => onChange(ROLES.filter((each) => (each === role ? on : value.includes(each))))
  return (
    <fieldset class="choice roles">
      <legend class="unseen">{legend}</legend>
      <div class="chips">
        {ROLES.map((role) => (
          <label key={role} class="chip">
            <input type="checkbox" checked={value.includes(role)} onChange={({ currentTarget }) => toggle(role, currentTarget.checked)} />
            <span>{t.reminding.role[role]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface WaitProps {
  label: string
  value: number | null
  usual: number | null
  onChange: (hours: number | null) => void
}

function Wait({ label, value, usual, onChange }: WaitProps): JSX.Element {
  const w = words().rule
  const id = useId()
  return (
    <div class="wait">
      <Switch label={label} on={value !== null} onChange={(on) => onChange(on ? usual : null)} />
      {value !== null && (
        <label class="inline days" for={id}>
          <span>{w.after}</span>
          <input
            id={id}
            type="number"
            inputMode="decimal"
            min={0.5}
            step={0.5}
            max={MOST_HOURS}
            value={value}
            aria-label={`${label}: ${w.hours}`}
            onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
          />
          <span>{w.hours}</span>
        </label>
      )}
    </div>
  )
}
