/** How long work of a kind may take: so many days, working or calendar ones, or chosen each time. */
import type { JSX } from 'preact'
import { words } from '../../i18n/content'
import type { Term } from '../../model/rows'
import { BLANK, LONGEST_TERM } from '../../model/template'
import { Choice, Field } from '../../ui/fields'
import { DuePreview } from './outline'

interface Props {
  term: Term | null
  onChange: (term: Term | null) => void
  error: string | null
}

export function TermField({ term, onChange, error }: Props): JSX.Element {
  const w = words().template
  const days = term?.days ?? BLANK.term?.days ?? 0
  return (
    <>
      <Choice<Term['of'] | 'none'>
        legend={w.term}
        value={term?.of ?? 'none'}
        onChange={(of) => onChange(of === 'none' ? null : { days, of })}
        options={(['working', 'calendar', 'none'] as const).map((value) => ({ value, label: w.terms[value] }))}
      />
      {term && (
        <Field label={w.days} error={error}>
          {(ids) => (
            <input
              {...ids}
              class="short"
              type="number"
              inputMode="numeric"
              min={0}
              max={LONGEST_TERM}
              step={1}
              value={Number.isNaN(term.days) ? '' : term.days}
              onInput={({ currentTarget }) => onChange({ ...term, days: currentTarget.valueAsNumber })}
            />
          )}
        </Field>
      )}
      {term && term.days >= 0 && term.days <= LONGEST_TERM && <DuePreview term={term} />}
    </>
  )
}
