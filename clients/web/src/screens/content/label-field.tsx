/** Labels: those in use are offered, a new one is made by typing it. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words } from '../../i18n/content'
import { rows } from '../../live'
import { labelsFor, labelsInUse, MOST } from '../../model/content'
import { Combobox } from '../../ui/combobox'
import { Icon } from '../../ui/icon'

/** So many are offered at once. */
const OFFERED = 8

interface Props {
  labels: readonly string[]
  onChange: (labels: string[]) => void
}

export function LabelField({ labels, onChange }: Props): JSX.Element {
  const w = words().label
  const [query, setQuery] = useState('')
  const known = useMemo(() => {
    const templates = [...rows('template').values()].map(({ fields }) => ({ fields: fields.outline }))
    return labelsInUse([...rows('task').values(), ...templates])
  }, [])
  const offered = labelsFor(query, known, labels, OFFERED)
  const typed = query ? offered : []
  const full = labels.length >= MOST.labels
  return (
    <>
      <Combobox
        label={w.field}
        placeholder={w.placeholder}
        chosen={labels.map((label) => ({ key: label, name: label, icon: 'tag' }))}
        onRemove={(place) => onChange(labels.filter((_, other) => other !== place))}
        open={!full}
        query={query}
        onQuery={setQuery}
        options={typed.map((label) => ({ key: label, look: <span>{known.includes(label) ? label : w.new(label)}</span> }))}
        onChoose={(place) => onChange([...labels, typed[place]!])}
        nothing={w.nothing}
      />
      {!query && !full && offered.length > 0 && (
        <div class="tags offered" role="group" aria-label={w.inUse}>
          {offered.map((label) => (
            <button key={label} type="button" class="tag" aria-label={w.add(label)} onClick={() => onChange([...labels, label])}>
              <Icon name="plus" size={14} />
              {label}
            </button>
          ))}
        </div>
      )}
      {full && <p class="hint">{w.most(number(MOST.labels))}</p>}
    </>
  )
}
