/** Beginning work from a template: one is chosen, or the address names it, and the sheet is filled by it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words } from '../../i18n/content'
import { useOrganisation, useRows } from '../../live'
import type { Draft } from '../../model/draft'
import { chosen, filled, type Kept } from '../../model/template'
import { Combobox } from '../../ui/combobox'
import { Icon } from '../../ui/icon'
import { useCoarse } from '../../ui/media'
import { Sheet } from '../../ui/sheet'
import { useWorkdays } from '../time/calendar-row'
import { outlineWords } from './outline'
import '../../styles/content.css'

/** So many are shown before one searches, and of what is found. */
const SHOWN = 30

export interface FromTemplateProps {
  /** The id of the template that the address names. */
  asked: string | null
  draft: Draft
  now: number
  onChange: (draft: Draft) => void
}

export function FromTemplate({ asked, draft, now, onChange }: FromTemplateProps): JSX.Element | null {
  const w = words().assign
  const templates = useRows('template')
  const workdays = useWorkdays()
  const [choosing, choose] = useState(false)
  const named = asked ? templates.get(asked) : undefined
  const take = (template: Kept) => onChange(filled(draft, template, now, workdays))
  useEffect(() => {
    // What was begun from it and is still here goes on.
    const { id, version } = draft.template ?? {}
    if (named && !(id === named.id && version === named.fields.version)) take(named)
  }, [named === undefined])
  if (templates.size === 0) return null
  const made = draft.template
  return (
    <div class="from-template">
      {made ? (
        <p class="note">
          <Icon name="copy" size={18} />
          <span class="grow">{w.made(made.name, number(made.version))}</span>
          <button type="button" class="icon-button" aria-label={w.drop} title={w.drop} onClick={() => onChange({ ...draft, template: null })}>
            <Icon name="close" size={18} />
          </button>
        </p>
      ) : (
        <button type="button" class="button" onClick={() => choose(true)}>
          <Icon name="copy" size={18} />
          {w.from}
        </button>
      )}
      {choosing && (
        <Choose
          onClose={() => choose(false)}
          onChoose={(template) => {
            take(template)
            choose(false)
          }}
        />
      )}
    </div>
  )
}

function Choose({ onClose, onChoose }: { onClose: () => void; onChoose: (template: Kept) => void }): JSX.Element {
  const w = words().assign
  const org = useOrganisation()
  const coarse = useCoarse()
  const [query, setQuery] = useState('')
  const found = chosen(useRows('template').values(), query, false).slice(0, SHOWN)
  return (
    <Sheet
      title={w.choose}
      onClose={onClose}
      foot={
        <a class="button big" href="/mau-viec" onClick={onClose}>
          {w.all}
        </a>
      }
    >
      <Combobox
        label={w.search}
        placeholder={words().template.search}
        chosen={[]}
        onRemove={() => undefined}
        query={query}
        onQuery={setQuery}
        options={found.map((each) => ({
          key: each.id,
          look: (
            <>
              <Icon name="copy" />
              <span class="option-text">
                <b>{each.fields.name}</b>
                <span>{outlineWords(each.fields.outline, org)}</span>
              </span>
            </>
          ),
        }))}
        eager
        focus={!coarse}
        onChoose={(place) => onChoose(found[place]!)}
        nothing={w.nothing}
      />
      {found.length === 0 && !query && <p class="hint">{w.none}</p>}
    </Sheet>
  )
}
