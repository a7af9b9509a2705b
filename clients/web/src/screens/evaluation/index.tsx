/** Evaluation of work: one's own, one's people's, what is contested, and the rules it goes by. */
import type { JSX } from 'preact'
import { words } from '../../i18n/evaluation'
import { myPosts, useNow, useOrganisation, useRows } from '../../live'
import { periodName, periods } from '../../model/evaluation'
import type { Organisation } from '../../model/organisation'
import { go } from '../../router'
import '../../styles/numbers.css'
import '../../styles/evaluation.css'
import { Contests } from './contests'
import { Person } from './person'
import { People } from './people'
import { Rules } from './rules'

const TABS = ['mine', 'unit', 'contests', 'rules'] as const
const KINDS = ['month', 'quarter'] as const
const BACK = { month: 13, quarter: 6 }

/** The first unit that I lead, through whichever post. */
export function ledUnit(org: Organisation): string | null {
  const seat = myPosts().map((post) => org.post(post)).find((each) => each?.leading)
  return seat?.unit ?? null
}

/** `contest`: the id of one that one came to see. */
export function EvaluationScreen({ query, contest }: { query: URLSearchParams; contest: string | null }): JSX.Element {
  const e = words()
  const org = useOrganisation()
  const now = useNow()
  useRows('contest')
  const leads = ledUnit(org)
  const unit = query.get('don-vi') ?? leads ?? org.post(myPosts()[0])?.unit ?? ''
  const tab = TABS.find((each) => each === query.get('muc')) ?? (contest === null ? 'mine' : 'contests')
  const kind = KINDS.find((each) => each === query.get('loai')) ?? 'month'
  const begun = periods(now, kind, BACK[kind])
  const period = begun.find((each) => each === query.get('ky')) ?? begun[0] ?? ''
  const person = query.get('nguoi')
  const set = (changes: Record<string, string>) => {
    const next = new URLSearchParams(query)
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    go(`/danh-gia?${next.toString()}`, true)
  }
  const shown = TABS.filter((each) => each !== 'unit' || leads)
  return (
    <div class="screen evaluation">
      <header class="screen-head">
        <h1>{e.title}</h1>
      </header>
      <nav class="tabs" aria-label={e.title}>
        {shown.map((each) => (
          <button key={each} type="button" aria-current={tab === each ? 'page' : undefined} onClick={() => set({ muc: each, nguoi: '' })}>
            {e.tabs[each]}
          </button>
        ))}
      </nav>
      {(tab === 'mine' || tab === 'unit') && (
        <div class="selects number-filters">
          <label class="select">
            <span>{e.kind}</span>
            <select value={kind} onChange={(event) => set({ loai: (event.target as HTMLSelectElement).value, ky: '' })}>
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {e.kinds[each]}
                </option>
              ))}
            </select>
          </label>
          <label class="select">
            <span>{e.period}</span>
            <select value={period} onChange={(event) => set({ ky: (event.target as HTMLSelectElement).value })}>
              {begun.map((each) => (
                <option key={each} value={each}>
                  {periodName(each, e.quarter)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {tab === 'mine' && <Person key={period} period={period} official={null} />}
      {tab === 'unit' &&
        (person ? (
          <>
            <button type="button" class="button" onClick={() => set({ nguoi: '' })}>
              {e.back}
            </button>
            <Person key={`${person} ${period}`} period={period} official={person} />
          </>
        ) : (
          <People key={`${unit} ${period}`} unit={unit} period={period} onPerson={(official) => set({ nguoi: official })} />
        ))}
      {tab === 'contests' && <Contests asked={contest} />}
      {tab === 'rules' && <Rules key={unit} unit={unit} now={now} onUnit={(next) => set({ 'don-vi': next })} />}
    </div>
  )
}
