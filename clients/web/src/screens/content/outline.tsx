/** What a template says, as one reads it. */
import type { JSX } from 'preact'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/content'
import { useNow } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { Outline, Term } from '../../model/rows'
import { dueBy } from '../../model/template'
import { Icon } from '../../ui/icon'
import { seatName } from '../../ui/seat'
import { useWorkdays } from '../time/calendar-row'

export function termWords(term: Term | null): string {
  const w = words().template
  return term ? w.termOf[term.of](number(term.days)) : w.eachTime
}

/** In one line: for whom, how long, how many items. */
export function outlineWords({ lead, term, checklist }: Outline, org: Organisation): string {
  const w = words().template
  const parts = [lead && seatName(lead, org), term && termWords(term), checklist.length > 0 && w.items(number(checklist.length))]
  return parts.filter(Boolean).join(' · ')
}

/** When work given now would be due. */
export function DuePreview({ term }: { term: Term }): JSX.Element {
  const w = words().template
  const now = useNow()
  const due = dueBy(term, now, useWorkdays())
  return <p class="hint due-preview">{w.preview(moment(due, now))}</p>
}

export function OutlineShown({ outline, org }: { outline: Outline; org: Organisation }): JSX.Element {
  const w = words()
  const { title, description, urgency, lead, coordinating, term, checklist, labels, weight } = outline
  const lines: [string, string | null][] = [
    [w.template.what, title],
    [w.template.lead, lead ? seatName(lead, org) : w.template.eachTime],
    [t.assign.coordinating, coordinating.map((seat) => seatName(seat, org)).join('; ') || null],
    [w.template.term, termWords(term)],
    [t.urgency.label, t.urgency[urgency]],
    [w.weight.title, weight === 1 ? null : number(weight)],
  ]
  return (
    <>
      <dl class="people-list">
        {lines.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {description && <p class="prose">{description}</p>}
      {labels.length > 0 && (
        <ul class="tags" aria-label={w.label.title}>
          {labels.map((label) => (
            <li key={label} class="tag">
              <Icon name="tag" size={14} />
              {label}
            </li>
          ))}
        </ul>
      )}
      {checklist.length > 0 && (
        <section aria-labelledby="outline-items">
          <h2 id="outline-items" class="section-title">
            {w.checklist.title} <span class="count">{number(checklist.length)}</span>
          </h2>
          <ol class="rows lines">
            {checklist.map((line, place) => (
              <li key={`${place}/${line}`} class="item">
                <span class="grow">{line}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  )
}
