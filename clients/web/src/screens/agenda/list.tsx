/** What there is on a day, or is overdue, as rows; of very many, the first. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words } from '../../i18n/agenda'
import { useNow } from '../../live'
import type { Entry } from '../../model/agenda'
import type { Looked } from './place'
import { EntryRow } from './entry'

const FEW = 12

interface Props {
  entries: readonly Entry[]
  beside: Looked | null
  dated?: number
}

export function EntryList({ entries, beside, dated }: Props): JSX.Element {
  const [all, show] = useState(entries.length <= FEW + 3)
  return (
    <>
      <ul class="rows">
        {(all ? entries : entries.slice(0, FEW)).map((entry) => (
          <EntryRow key={`${entry.kind}${entry.id}`} entry={entry} beside={beside} dated={dated} />
        ))}
      </ul>
      {!all && (
        <button type="button" class="button" onClick={() => show(true)}>
          {words().rest(number(entries.length - FEW))}
        </button>
      )}
    </>
  )
}

/** Open work that was due before today; nothing if there is none. */
export function Overdue({ entries, beside }: Omit<Props, 'dated'>): JSX.Element | null {
  const now = useNow()
  if (entries.length === 0) return null
  return (
    <section aria-labelledby="agenda-late">
      <h2 id="agenda-late" class="section-title late">
        {words().overdue} <span class="count">{number(entries.length)}</span>
      </h2>
      <EntryList entries={entries} beside={beside} dated={now} />
    </section>
  )
}
