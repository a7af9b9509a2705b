/** Figures: of a unit and what it contains, of any period, as of any day, with the tasks behind each number. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useAsked } from '../../asked'
import { figures, type Figure, type Group, type Query } from '../../graphql/figures'
import { number, t } from '../../i18n'
import { words } from '../../i18n/numbers'
import { useNow, useOrganisation } from '../../live'
import { nameOf } from '../../model/figures'
import { go } from '../../router'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { shortUnit } from '../../ui/seat'
import '../../styles/numbers.css'
import { BehindSheet } from './behind'
import { chosenIn, hrefOf, myUnits, queryOf, within } from './chosen'
import { Export } from './export'
import { Filters } from './filters'
import { Lately } from './lately'
import { Summary } from './summary'
import { GroupTable } from './table'

export function Numbers({ query }: { query: URLSearchParams }): JSX.Element {
  const n = words()
  const org = useOrganisation()
  const now = useNow()
  const units = myUnits(org)
  const chosen = chosenIn(query, units, org)
  const asked = queryOf(chosen, now)
  const key = JSON.stringify({ ...asked, asOf: asked.asOf ?? Math.floor(now / 60_000) })
  const found = useAsked((signal) => (chosen.unit ? figures(asked, signal) : Promise.resolve(null)), key)
  const [behind, show] = useState<{ query: Query; figure: Figure; title: string } | null>(null)
  const set = (changes: Record<string, string>) => {
    const next = new URLSearchParams(query)
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    go(`/so-lieu?${next.toString()}`, true)
  }
  if (!chosen.unit)
    return (
      <div class="screen empty">
        <h1>{n.title}</h1>
        <p>{n.noUnit}</p>
      </div>
    )
  const parent = org.unit(chosen.unit)?.parent
  const upward = parent && units.some((unit) => org.contains(unit, parent)) ? parent : null
  const open = (figure: Figure, group?: Group) => {
    const title = n.behind(n[figure], group ? nameOf(group, n.none) : shortUnit(chosen.unit, org))
    show({ query: group ? within(asked, group) : asked, figure, title })
  }
  const value = found.value
  return (
    <div class="screen numbers-screen" aria-busy={found.state === 'asking'}>
      <header class="screen-head">
        <h1>{n.title}</h1>
        <p class="soft">
          {upward && (
            <button type="button" class="icon-button" aria-label={n.up} title={n.up} onClick={() => set({ 'don-vi': upward })}>
              <Icon name="back" size={18} />
            </button>
          )}
          {org.unit(chosen.unit)?.name}
        </p>
        <a class="see-all" href="/danh-gia">
          {t.nav.evaluation}
          <Icon name="next" size={16} />
        </a>
      </header>
      <Filters chosen={chosen} units={units} org={org} now={now} set={set} />
      {asked.asOf && (
        <p class="banner as-of" role="status">
          {n.asOfHint(chosen.day.split('-').reverse().join('/'))}
          <button type="button" class="button" onClick={() => set({ ngay: '' })}>
            {n.today}
          </button>
        </p>
      )}
      {!value && found.state === 'asking' && <Filling />}
      {found.state === 'failed' && (
        <p class="banner" role="status">
          {n.offline}
          <button type="button" class="button" onClick={found.again}>
            {n.again}
          </button>
        </p>
      )}
      {value && (
        <>
          <Summary total={value.total} onFigure={open} />
          {!asked.asOf && <Lately unit={chosen.unit} of={chosen.of} now={now} />}
          {value.groups.length === 0 ? (
            <div class="empty">
              <Icon name="table" size={40} />
              <p>
                <b>{n.empty}</b>
              </p>
              <p class="soft">{n.emptyHint}</p>
            </div>
          ) : (
            <section aria-labelledby="groups">
              <h2 id="groups" class="section-title">
                {n.groups[chosen.of]} <span class="count">{number(value.groups.length)}</span>
              </h2>
              <GroupTable
                groups={value.groups}
                hrefOf={(group) => hrefOf(group, chosen, query)}
                onFigure={(figure, group) => open(figure, group)}
              />
              <Export query={asked} />
            </section>
          )}
        </>
      )}
      {behind && <BehindSheet key={keyOfSheet(behind)} {...behind} onClose={() => show(null)} />}
    </div>
  )
}

function keyOfSheet({ query, figure }: { query: Query; figure: Figure }): string {
  return `${figure} ${JSON.stringify(query)}`
}
