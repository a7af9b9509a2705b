/** What absences and delegations are drawn with: sections of rows, moments, a seat by whoever holds it. */
import type { ComponentChildren, JSX } from 'preact'
import { number } from '../../i18n'
import { words } from '../../i18n/time'
import { useOrganisation } from '../../live'
import { fromLocalInput, toLocalInput } from '../../model/time'
import { Choice, Field } from '../../ui/fields'
import { PeoplePicker } from '../../ui/people'
import { postName } from '../../ui/seat'

interface SectionProps {
  title: string
  count: number
  hint?: string
  /** What is said when there are none. */
  empty?: string
  children: ComponentChildren
}

export function Section({ title, count, hint, empty, children }: SectionProps): JSX.Element {
  return (
    <section aria-label={title}>
      <h2 class="section-title">
        {title} {count > 0 && <span class="count">{number(count)}</span>}
      </h2>
      {count > 0 ? <ul class="rows">{children}</ul> : <p class="hint pad">{empty}</p>}
      {hint && <p class="hint pad">{hint}</p>}
    </section>
  )
}

interface MomentProps {
  label: string
  value: number
  onChange: (at: number) => void
  error: string | null
}

export function Moment({ label, value, onChange, error }: MomentProps): JSX.Element {
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <input
          {...ids}
          type="datetime-local"
          value={Number.isNaN(value) ? '' : toLocalInput(value)}
          onInput={({ currentTarget }) => onChange(fromLocalInput(currentTarget.value))}
        />
      )}
    </Field>
  )
}

interface SeatPickerProps {
  label: string
  post: string | null
  onChange: (post: string | null) => void
  error?: string | null
}

/** Somebody, and in which of their posts. */
export function SeatPicker({ label, post, onChange, error = null }: SeatPickerProps): JSX.Element {
  const w = words().absence
  const org = useOrganisation()
  const holder = org.post(post)?.holder ?? null
  const theirs = holder ? org.postsOf(holder) : []
  return (
    <>
      <PeoplePicker
        label={label}
        chosen={holder ? [holder] : []}
        onChange={(people) => onChange(org.postsOf(people.at(-1) ?? '')[0]?.id ?? null)}
      />
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {theirs.length > 1 && (
        <Choice<string>
          legend={w.inPost}
          value={post}
          onChange={onChange}
          options={theirs.map(({ id }) => ({ value: id, label: postName(id, org) }))}
        />
      )}
    </>
  )
}
