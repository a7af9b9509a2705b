/** The recurring work that one sees: whose, whether it runs, found by words; what comes next comes first. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { VList } from 'virtua'
import { number, t } from '../../i18n'
import { words } from '../../i18n/recurring'
import { myPosts, useFilling, useOrganisation, useRows } from '../../live'
import type { Organisation } from '../../model/organisation'
import { GOING, listed, WHOSE } from '../../model/recurring'
import type { Recurrence } from '../../model/rows'
import { go } from '../../router'
import { Icon } from '../../ui/icon'
import { Urgent } from '../../ui/light'
import { Filling } from '../../ui/loading'
import { seatName } from '../../ui/seat'
import { capital, dateWords, ruleWords } from './said'
import { Title } from './title'

function one<T extends string>(value: string | null, known: readonly T[]): T {
  return known.find((each) => each === value) ?? (known[0] as T)
}

export function RecurringList({ query, current }: { query: URLSearchParams; current?: string | undefined }): JSX.Element {
  const r = words()
  const org = useOrganisation()
  const rows = useRows('recurrence')
  const posts = myPosts()
  const [said, say] = useState('')
  const chosen = { whose: one(query.get('cua'), WHOSE), going: one(query.get('muc'), GOING) }
  const found = useMemo(
    () => listed(rows.values(), { ...chosen, words: said, posts, org }),
    [rows, org, posts.join(), said, chosen.whose, chosen.going],
  )
  const set = (key: string, value: string) => {
    const next = new URLSearchParams(query)
    next.set(key, value)
    go(`${location.pathname}?${next.toString()}`, true)
  }
  const clear = () => {
    say('')
    go('/dinh-ky', true)
  }
  return (
    <div class="screen unit-tasks recurring-list">
      <header class="screen-head">
        <h1>{r.title}</h1>
        <p class="soft" role="status">
          {r.count(number(found.length))}
        </p>
        <a class="button primary add" href="/dinh-ky/moi">
          <Icon name="plus" size={18} />
          {r.newShort}
        </a>
      </header>
      <div class="filters">
        <div class="search">
          <Icon name="search" size={18} />
          <input type="search" aria-label={r.search} placeholder={r.search} value={said} onInput={({ currentTarget }) => say(currentTarget.value)} />
        </div>
        <div class="selects">
          <Select label={r.going} value={chosen.going} options={GOING} names={r.goingIs} onChange={(value) => set('muc', value)} />
          <Select label={r.whose} value={chosen.whose} options={WHOSE} names={r.whoseIs} onChange={(value) => set('cua', value)} />
        </div>
      </div>
      {useFilling() ? (
        <Filling />
      ) : found.length === 0 ? (
        <div class="empty">
          <Icon name="history" size={40} />
          <p>
            <b>{r.empty}</b>
          </p>
          <p class="soft">{r.emptyHint}</p>
          {(said || query.size > 0) && (
            <button type="button" class="button" onClick={clear}>
              {r.clear}
            </button>
          )}
        </div>
      ) : (
        <VList data={found} role="list" class="rows long" aria-label={`${r.title}: ${number(found.length)}`}>
          {({ id, fields }: { id: string; fields: Recurrence }) => <Line key={id} id={id} fields={fields} org={org} current={current === id} />}
        </VList>
      )}
    </div>
  )
}

interface SelectProps<T extends string> {
  label: string
  value: T
  options: readonly T[]
  names: Record<T, string>
  onChange: (value: string) => void
}

function Select<T extends string>({ label, value, options, names, onChange }: SelectProps<T>): JSX.Element {
  return (
    <label class="select">
      <span class="unseen">{label}</span>
      <select value={value} aria-label={label} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((each) => (
          <option key={each} value={each}>
            {names[each]}
          </option>
        ))}
      </select>
    </label>
  )
}

interface LineProps {
  id: string
  fields: Recurrence
  org: Organisation
  current: boolean
}

function Line({ id, fields, org, current }: LineProps): JSX.Element {
  const r = words()
  const { wanted, nextDay, state, recent, schedule } = fields
  const failed = recent.at(-1)?.failure
  return (
    <div role="listitem" class={current ? 'row current' : 'row'}>
      <a class="row-link" href={`/dinh-ky/${id}${location.search}`} aria-current={current ? 'true' : undefined}>
        <span class="row-title">
          <Urgent urgency={wanted.urgency} />
          <Title text={fields.title} />
        </span>
      </a>
      <span class="row-meta">
        <span>{capital(ruleWords(schedule))}</span>
        {state === 'active' && <span class="tabular next-day">{nextDay ? r.next(dateWords(nextDay)) : r.noNext}</span>}
        <span class="row-who">{wanted.lead ? seatName(wanted.lead, org) : r.units(wanted.units.length)}</span>
        {failed && (
          <span class="mark late">
            <Icon name="late" size={14} />
            {r.failed}
          </span>
        )}
        <span class="unseen">{`${t.urgency.label}: ${t.urgency[wanted.urgency]}`}</span>
      </span>
    </div>
  )
}
