/** Fields of the sheets: each with its label, its hint and its error, tied together for readers. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { day, moment, t } from '../i18n'
import { atDay, civilDay, deadlineChips, fromLocalInput, toLocalInput, type DeadlineChip } from '../model/time'
import { Icon } from './icon'

interface FieldProps {
  label: string
  error?: string | null
  hint?: string
  children: (ids: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean | undefined
  }) => ComponentChildren
}

export function Field({ label, error, hint, children }: FieldProps): JSX.Element {
  const id = useId()
  const note = error ?? hint
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <p id={`${id}-note`} class={error ? 'error' : 'hint'} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  )
}

interface TextProps {
  label: string
  value: string
  onInput: (value: string) => void
  error?: string | null
  hint?: string
  placeholder?: string
  lines?: number
  focus?: boolean
  max?: number
}

/** Puts the cursor into a field when it appears; a sheet that opens around it only then, finds it by its mark. */
export function useFocus<T extends HTMLElement>(focus: boolean | undefined) {
  const field = useRef<T>(null)
  useEffect(() => {
    if (!focus || !field.current) return
    field.current.autofocus = true
    field.current.focus()
  }, [])
  return field
}

export function TextField({ label, value, onInput, error, hint, placeholder, lines, focus, max = 5000 }: TextProps): JSX.Element {
  const line = useFocus<HTMLInputElement>(focus && !lines)
  const area = useFocus<HTMLTextAreaElement>(focus && lines !== undefined)
  const common = {
    value,
    placeholder,
    maxLength: max,
    onInput: (event: Event) => onInput((event.target as HTMLInputElement).value),
  }
  return (
    <Field label={label} error={error ?? null} {...(hint ? { hint } : {})}>
      {(ids) =>
        lines ? (
          <textarea ref={area} {...ids} {...common} rows={lines} />
        ) : (
          <input ref={line} {...ids} {...common} type="text" autocomplete="off" />
        )
      }
    </Field>
  )
}

interface SwitchProps {
  label: string
  on: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

/** On or off, at once. */
export function Switch({ label, on, disabled = false, onChange }: SwitchProps): JSX.Element {
  return (
    <label class="toggle">
      <input type="checkbox" role="switch" checked={on} disabled={disabled} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{label}</span>
    </label>
  )
}

interface ChoiceProps<T extends string | number> {
  legend: string
  options: readonly { value: T; label: string; tone?: string }[]
  value: T | null
  onChange: (value: T) => void
  error?: string | null
  hideLegend?: boolean
}

/** One of a few, as chips: native radio buttons, so that arrow keys work. */
export function Choice<T extends string | number>({
  legend,
  options,
  value,
  onChange,
  error,
  hideLegend,
}: ChoiceProps<T>): JSX.Element {
  const name = useId()
  return (
    <fieldset class={error ? 'choice wrong' : 'choice'}>
      <legend class={hideLegend ? 'unseen' : undefined}>{legend}</legend>
      <div class="chips">
        {options.map((option) => (
          <label key={option.value} class={option.tone ? `chip ${option.tone}` : 'chip'}>
            <input type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}

interface CheckProps {
  label: string
  hint?: string
  value: boolean
  onChange: (value: boolean) => void
}

/** Yes or no. */
export function Check({ label, hint, value, onChange }: CheckProps): JSX.Element {
  const id = useId()
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          checked={value}
          aria-describedby={hint ? id : undefined}
          onChange={(event) => onChange((event.target as HTMLInputElement).checked)}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p id={id} class="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

interface DeadlineProps {
  legend?: string
  value: number | null
  onChange: (at: number | null) => void
  now: number
  /** Chips count from here; for an extension from the present deadline. */
  from?: number
  /** Other chips than those of deadlines. */
  chips?: readonly { at: number; label: string }[]
  error?: string | null
}

function chipWords(chip: DeadlineChip): string {
  return chip.key === 'friday' ? `${t.deadline.friday} ${day(chip.at, chip.at)}` : t.deadline[chip.key]
}

/** Deadline in one tap; "pick" opens the device's own date and time field. */
export function Deadline({ legend = t.deadline.label, value, onChange, now, from, chips: given, error }: DeadlineProps): JSX.Element {
  const name = useId()
  const input = useRef<HTMLInputElement>(null)
  const usual = () =>
    from === undefined
      ? deadlineChips(now).map((chip) => ({ at: chip.at, label: chipWords(chip) }))
      : [1, 3, 7].map((days) => ({ at: atDay(from, days), label: t.deadline.days(days) }))
  const chips = given ?? usual()
  const listed = chips.some(({ at }) => at === value)
  const [picking, setPicking] = useState(value !== null && !listed)
  const pick = () => {
    setPicking(true)
    requestAnimationFrame(() => input.current?.focus())
  }
  return (
    <fieldset class={error ? 'choice wrong' : 'choice'}>
      <legend>
        {legend}
        {value !== null && (
          <b class="chosen-time">
            {moment(value, now)}
            {civilDay(value) === civilDay(now) ? ` ${t.today.title.toLowerCase()}` : ''}
          </b>
        )}
      </legend>
      <div class="chips">
        {chips.map(({ at, label }) => (
          <label key={at} class="chip">
            <input
              type="radio"
              name={name}
              checked={!picking && value === at}
              onChange={() => {
                setPicking(false)
                onChange(at)
              }}
            />
            <span>{label}</span>
          </label>
        ))}
        <label class="chip">
          <input type="radio" name={name} checked={picking} onChange={pick} />
          <span>
            <Icon name="calendar" size={16} />
            {t.deadline.pick}
          </span>
        </label>
      </div>
      {picking && (
        <input
          ref={input}
          type="datetime-local"
          class="date"
          aria-label={t.deadline.pick}
          min={toLocalInput(now)}
          value={value ? toLocalInput(value) : ''}
          onInput={(event) => {
            const at = fromLocalInput((event.target as HTMLInputElement).value)
            onChange(Number.isNaN(at) ? null : at)
          }}
        />
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
