/** Several of a few, as chips: native check boxes, each a stop of the keyboard. */
import type { JSX } from 'preact'

interface Props<T extends string | number> {
  legend: string
  options: readonly { value: T; label: string }[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
  /** Short labels, as many in a row as fit. */
  small?: boolean
}

export function Chips<T extends string | number>({ legend, options, chosen, onChange, small }: Props<T>): JSX.Element {
  const toggle = (value: T, on: boolean) =>
    onChange(options.map((each) => each.value).filter((each) => (each === value ? on : chosen.includes(each))))
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class={small ? 'chips small' : 'chips'}>
        {options.map(({ value, label }) => (
          <label key={value} class="chip">
            <input type="checkbox" checked={chosen.includes(value)} onChange={({ currentTarget }) => toggle(value, currentTarget.checked)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
