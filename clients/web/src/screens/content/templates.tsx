/** Mẫu nhiệm vụ: the templates of my units, to be found, used and made. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number, t } from '../../i18n'
import { words } from '../../i18n/content'
import { myPosts, useFilling, useOrganisation, useRows } from '../../live'
import type { Organisation } from '../../model/organisation'
import { chosen, keptUnits, type Kept } from '../../model/template'
import { back, go } from '../../router'
import { Choice, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { shortUnit } from '../../ui/seat'
import { outlineWords } from './outline'
import '../../styles/content.css'

/** So many more at a time. */
const PAGE = 50

type Show = 'in-use' | 'retired'

export function Templates({ query }: { query: URLSearchParams }): JSX.Element {
  const w = words().template
  const org = useOrganisation()
  const all = useRows('template')
  const typed = query.get('tim') ?? ''
  const show: Show = query.get('xem') === 'luu-tru' ? 'retired' : 'in-use'
  const [most, setMost] = useState(PAGE)
  const found = chosen(all.values(), typed, show === 'retired')
  const units = [...new Set(found.map(({ fields }) => fields.unit))]
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(query)
    if (value) next.set(name, value)
    else next.delete(name)
    setMost(PAGE)
    go(`/mau-viec${next.size > 0 ? `?${next.toString()}` : ''}`, true)
  }
  return (
    <div class="screen templates">
      <header class="detail-head">
        <button type="button" class="icon-button back" onClick={() => back('/cai-dat')} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <h1 class="grow">{t.nav.templates}</h1>
        {keptUnits(myPosts(), org).length > 0 && (
          <a class="button primary" href="/mau-viec/moi">
            <Icon name="plus" size={18} />
            {w.new}
          </a>
        )}
      </header>
      {all.size > 0 && (
        <div class="filters">
          <TextField label={w.search} value={typed} onInput={(words) => set('tim', words)} max={100} />
          <Choice<Show>
            legend={w.show}
            hideLegend
            value={show}
            onChange={(next) => set('xem', next === 'retired' ? 'luu-tru' : '')}
            options={[
              { value: 'in-use', label: w.inUse },
              { value: 'retired', label: w.retired },
            ]}
          />
        </div>
      )}
      {units.map((unit) => (
        <OfUnit key={unit} unit={unit} list={found.slice(0, most).filter(({ fields }) => fields.unit === unit)} org={org} />
      ))}
      {found.length > most && (
        <button type="button" class="button more" onClick={() => setMost(most + PAGE)}>
          {w.more} ({number(found.length - most)})
        </button>
      )}
      {found.length === 0 && <Nothing query={typed} any={all.size > 0} />}
    </div>
  )
}

function OfUnit({ unit, list, org }: { unit: string; list: readonly Kept[]; org: Organisation }): JSX.Element | null {
  const w = words().template
  if (list.length === 0) return null
  return (
    <section aria-label={shortUnit(unit, org)}>
      <h2 class="section-title">
        {shortUnit(unit, org)} <span class="count">{number(list.length)}</span>
      </h2>
      <ul class="rows">
        {list.map(({ id, fields }) => (
          <li key={id} class="row">
            <a class="row-link" href={`/mau-viec/${id}`} aria-describedby={`${id}-meta`}>
              <span class="row-title">{fields.name}</span>
            </a>
            <span class="row-meta" id={`${id}-meta`}>
              <span>{w.version(number(fields.version))}</span>
              <span class="row-who">{outlineWords(fields.outline, org)}</span>
            </span>
            {!fields.retired && (
              <a class="button" href={`/giao?mau=${id}`} aria-label={`${w.use}: ${fields.name}`}>
                {t.nav.assign}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Why the list is empty. */
function Nothing({ query, any }: { query: string; any: boolean }): JSX.Element {
  const w = words().template
  if (useFilling()) return <Filling />
  return (
    <div class="empty">
      <Icon name="copy" size={40} />
      <p>
        <b>{query ? w.nothing(query) : any ? w.noneHere : w.empty}</b>
      </p>
      {!any && <p class="soft">{w.emptyHint}</p>}
    </div>
  )
}
