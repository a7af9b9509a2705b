/** Of which unit, which period and by what date figures are asked, by what they are grouped, and as of which day. */
import type { JSX } from 'preact'
import { words } from '../../i18n/numbers'
import { dateOf } from '../../model/figures'
import type { Organisation } from '../../model/organisation'
import { DAY } from '../../model/time'
import { shortUnit } from '../../ui/seat'
import { GROUPS, MEASURES, PERIODS, type Chosen } from './chosen'

interface FilterProps {
  chosen: Chosen
  units: readonly string[]
  org: Organisation
  now: number
  set: (changes: Record<string, string>) => void
}

export function Filters({ chosen, units, org, now, set }: FilterProps): JSX.Element {
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
