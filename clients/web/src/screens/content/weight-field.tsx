/** How much a task counts beside others. */
import type { JSX } from 'preact'
import { words } from '../../i18n/content'
import { HEAVIEST, LIGHTEST, weighs } from '../../model/weight'
import { Field } from '../../ui/fields'

interface Props {
  /** NaN while nothing is typed. */
  weight: number
  onChange: (weight: number) => void
}

export function WeightField({ weight, onChange }: Props): JSX.Element {
  const w = words().weight
  return (
    <Field label={w.title} hint={w.hint} error={weighs(weight) ? null : w.wrong}>
      {(ids) => (
        <input
          {...ids}
          class="short"
          type="number"
          inputMode="decimal"
          min={LIGHTEST}
          max={HEAVIEST}
          step={0.1}
          value={Number.isNaN(weight) ? '' : weight}
          onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
        />
      )}
    </Field>
  )
}
