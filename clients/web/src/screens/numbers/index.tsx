/** Figures: of a unit and what it contains, of any period, as of any day, with the tasks behind each number. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { figures, trend, type Counts, type Figure, type Group, type Measure, type Of, type Query } from '../../graphql/figures'
import { globalId, uuidIn } from '../../graphql/client'
import { number, t } from '../../i18n'
import { words } from '../../i18n/numbers'
import { myPosts, useNow, useOrganisation } from '../../live'
import { beginOf, dateOf, endOf, keyOf, nameOf, percent, rangeOf, type PeriodKey, type Range } from '../../model/figures'
import type { Organisation } from '../../model/organisation'
import { atDay, DAY, HOUR, iso } from '../../model/time'
import { go } from '../../router'
import { later } from '../../ui/later'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { shortUnit } from '../../ui/seat'
import '../../styles/numbers.css'
import { useAsked } from '../../asked'
import { BehindSheet } from './behind'
import { Export } from './export'
import { GroupTable } from './table'

const PERIODS: readonly PeriodKey[] = ['month', 'last-month', 'quarter', 'year', 'all', 'own']
const MEASURES: readonly Measure[] = ['DEADLINE', 'COMPLETION', 'ASSIGNMENT']
const GROUPS: readonly Of[] = ['UNIT', 'POST', 'SOURCE', 'DIRECTIVE']
const WEEKS = 12

const Trend = later(() => import('./trend').then((loaded) => loaded.Trend), () => <Filling />)

/** Units whose figures I see: those on whose desk I sit, in the order of my posts. */
function myUnits(org: Organisation): string[] {
  const seats = myPosts().flatMap((post) => {
    const seat = org.post(post)
    return seat && (seat.leading || seat.intake) ? [seat.unit] : []
  })
  return [...new Set(seats)]
}

function one<T extends string>(value: string | null, known: readonly T[]): T {
  return known.find((each) => each === value) ?? (known[0] as T)
}

interface Chosen {
  unit: string
  of: Of
  key: PeriodKey
  by: Measure
  own: Range
  day: string
}

function chosenIn(query: URLSearchParams, units: readonly string[], org: Organisation): Chosen {
  const unit = query.get('don-vi') ?? units[0] ?? ''
  const inner = org.children(unit).length > 0
  return {
    unit,
    of: one(query.get('theo'), inner ? GROUPS : (['POST', 'SOURCE', 'DIRECTIVE', 'UNIT'] as const)),
    key: one(query.get('ky'), PERIODS),
    by: one(query.get('tinh'), MEASURES),
    own: { start: beginOf(query.get('tu') ?? ''), end: endOf(query.get('den') ?? '') },
    day: query.get('ngay') ?? '',
  }
}

function queryOf({ unit, of, key, by, own, day }: Chosen, now: number): Query {
  const { start, end } = rangeOf(key, now, own)
  const at = endOf(day)
  return {
    of,
    units: [globalId('Unit', unit)],
    below: true,
    ...(key === 'all' ? {} : { period: { by, ...(start === null ? {} : { start: iso(start) }), ...(end === null ? {} : { end: iso(end) }) } }),
    ...(at !== null && at < now ? { asOf: iso(at) } : {}),
  }
}

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
          {!asked.asOf && <Lately unit={chosen.unit} now={now} />}
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

/** The same question about one of its groups. */
function within(query: Query, group: Group): Query {
  if (group.unit) return { ...query, of: 'UNIT', units: [group.unit.id], below: false }
  const id = group.post?.id ?? group.directive?.id
  return id ? ({ ...query, ids: [id] } as Query) : query
}

/** A unit leads to its own figures, a directive to its board. */
function hrefOf(group: Group, { unit }: Chosen, query: URLSearchParams): string | null {
  if (group.directive) return `/chi-dao/${uuidIn(group.directive.id)}`
  if (!group.unit || uuidIn(group.unit.id) === unit) return null
  const next = new URLSearchParams(query)
  next.set('don-vi', uuidIn(keyOf(group)))
  next.delete('theo')
  return `/so-lieu?${next.toString()}`
}

interface FilterProps {
  chosen: Chosen
  units: readonly string[]
  org: Organisation
  now: number
  set: (changes: Record<string, string>) => void
}

function Filters({ chosen, units, org, now, set }: FilterProps): JSX.Element {
  const n = words()
  const select = (label: string, name: string, value: string, options: readonly (readonly [string, string])[]) => (
    <label class="select">
      <span>{label}</span>
      <select value={value} onChange={(event) => set({ [name]: (event.target as HTMLSelectElement).value })}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  const date = (label: string, name: string, value: string) => (
    <label class="select">
      <span>{label}</span>
      <input
        type="date"
        value={value}
        max={dateOf(now + 366 * DAY)}
        onChange={(event) => set({ [name]: (event.target as HTMLInputElement).value })}
      />
    </label>
  )
  const known = units.includes(chosen.unit) ? units : [chosen.unit, ...units]
  return (
    <div class="selects number-filters">
      {known.length > 1 && select(n.unit, 'don-vi', chosen.unit, known.map((unit) => [unit, shortUnit(unit, org)]))}
      {select(n.period, 'ky', chosen.key, PERIODS.map((each) => [each, n.periods[each]]))}
      {chosen.key === 'own' && date(n.from, 'tu', chosen.own.start === null ? '' : dateOf(chosen.own.start))}
      {chosen.key === 'own' && date(n.to, 'den', chosen.own.end === null ? '' : dateOf(chosen.own.end))}
      {chosen.key !== 'all' && select(n.by, 'tinh', chosen.by, MEASURES.map((each) => [each, n.measures[each]]))}
      {select(n.group, 'theo', chosen.of, GROUPS.map((each) => [each, n.groups[each]]))}
      {date(n.asOf, 'ngay', chosen.day)}
    </div>
  )
}

function Summary({ total, onFigure }: { total: Counts; onFigure: (figure: Figure) => void }): JSX.Element {
  const n = words()
  const rate = percent(total)
  const cell = (figure: Figure, kind = '') => (
    <li key={figure}>
      <button type="button" class={`cell ${kind}`} disabled={total[figure] === 0} onClick={() => onFigure(figure)}>
        <b>{number(total[figure])}</b>
        <span>{n[figure]}</span>
      </button>
    </li>
  )
  return (
    <div class="summary">
      <section class="figures" aria-labelledby="open">
        <h2 id="open" class="section-title">
          {n.open}: {number(total.open)}
        </h2>
        <div class="stack-bar" role="img" aria-label={`${n.red} ${total.red}, ${n.yellow} ${total.yellow}, ${n.green} ${total.green}`}>
          {(['red', 'yellow', 'green'] as const).map(
            (colour) => total[colour] > 0 && <i key={colour} class={colour} style={{ flexGrow: total[colour] }} />,
          )}
        </div>
        <ul class="cells">{(['red', 'yellow', 'green'] as const).map((figure) => cell(figure, figure))}</ul>
        <h3 class="section-title">{n.waiting}</h3>
        <ul class="cells">{(['waitingLead', 'waitingLink', 'waitingAssigner', 'suspended'] as const).map((figure) => cell(figure))}</ul>
      </section>
      <section class="figures" aria-labelledby="done">
        <h2 id="done" class="section-title">
          {n.doneTitle}: {number(total.done)}
        </h2>
        <p class="rate">
          <b>{rate === null ? '–' : `${rate}%`}</b> {n.rate}
        </p>
        <div class="stack-bar" role="img" aria-label={`${n.inTime} ${total.inTime}, ${n.late} ${total.late}`}>
          {total.inTime > 0 && <i class="green" style={{ flexGrow: total.inTime }} />}
          {total.late > 0 && <i class="red" style={{ flexGrow: total.late }} />}
        </div>
        <ul class="cells">
          {cell('inTime', 'green')}
          {cell('late', 'red')}
          {cell('originalInTime')}
          {cell('originalLate')}
          {cell('cancelled')}
        </ul>
      </section>
    </div>
  )
}

/** What changed since yesterday, and the last weeks. */
function Lately({ unit, now }: { unit: string; now: number }): JSX.Element | null {
  const n = words()
  const end = Math.floor(now / HOUR) * HOUR
  const range = { start: iso(end - WEEKS * 7 * DAY), end: iso(end), step: 'WEEK' as const, since: iso(atDay(now, -1, 7)) }
  const query: Query = { of: 'UNIT', units: [globalId('Unit', unit)], below: true }
  const { value } = useAsked((signal) => trend(query, range, signal), JSON.stringify([unit, range.end]))
  if (!value) return null
  const { assigned, done, becameLate } = value.changes
  return (
    <>
      <section class="changes" aria-labelledby="changes">
        <h2 id="changes" class="section-title">
          {n.changes}
        </h2>
        <ul class="chips">
          <li class="change">{n.assigned(number(assigned))}</li>
          <li class="change good">{n.finished(number(done))}</li>
          <li class={becameLate > 0 ? 'change late' : 'change'}>{n.becameLate(number(becameLate))}</li>
        </ul>
      </section>
      {value.points.length > 1 && <Trend points={value.points} />}
    </>
  )
}
