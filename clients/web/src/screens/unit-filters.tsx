/** What is asked of the list of work: words, light, role, label and order; and chips that say what is left out. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import type { LightFilter, Role, SortKey } from '../model/list'
import { go } from '../router'
import { Icon } from '../ui/icon'

const ROLES: readonly Role[] = ['all', 'lead', 'assigner', 'other']
const LIGHTS: readonly LightFilter[] = ['open', 'late', 'soon', 'decide', 'done']
const SORTS: readonly SortKey[] = ['deadline', 'updated', 'created']

export interface Chosen {
  role: Role
  light: LightFilter
  sort: SortKey
  label: string
}

function one<T extends string>(value: string | null, known: readonly T[]): T {
  return known.find((each) => each === value) ?? (known[0] as T)
}

/** As the address says. */
export function chosenIn(query: URLSearchParams): Chosen {
  return {
    role: one(query.get('vai'), ROLES),
    light: one(query.get('den'), LIGHTS),
    sort: one(query.get('xep'), SORTS),
    label: query.get('nhan') ?? '',
  }
}

/** The list with something of its address changed; null: left out. `step`: one that the back key takes back. */
export function changed(query: URLSearchParams, key: string, value: string | null, step = false): void {
  const next = new URLSearchParams(query)
  if (value === null) next.delete(key)
  else next.set(key, value)
  const asked = next.toString()
  go(asked ? `/don-vi?${asked}` : '/don-vi', !step)
}

interface Props {
  query: URLSearchParams
  chosen: Chosen
  labels: readonly string[]
  words: string
  onWords: (words: string) => void
}

export function Filters({ query, chosen, labels, words, onWords }: Props): JSX.Element {
  const select = (label: string, key: string, value: string, options: readonly (readonly [string, string])[]) => (
    <label class="select">
      <span class="unseen">{label}</span>
      <select
        value={value}
        aria-label={label}
        onChange={(event) => changed(query, key, (event.target as HTMLSelectElement).value || null)}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  const known = chosen.label && !labels.includes(chosen.label) ? [chosen.label, ...labels] : labels
  const any: readonly [string, string] = ['', t.unit.anyLabel]
  return (
    <div class="filters">
      <div class="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          aria-label={t.unit.search}
          placeholder={t.unit.search}
          value={words}
          onInput={(event) => onWords((event.target as HTMLInputElement).value)}
        />
      </div>
      <div class="selects">
        {select(t.unit.light, 'den', chosen.light, LIGHTS.map((each) => [each, t.unit.lights[each]]))}
        {select(t.unit.role, 'vai', chosen.role, ROLES.map((each) => [each, t.unit.roles[each]]))}
        {select(t.unit.sort, 'xep', chosen.sort, SORTS.map((each) => [each, t.unit.sorts[each]]))}
        {known.length > 0 && select(t.unit.label, 'nhan', chosen.label, [any, ...known.map((each) => [each, each] as const)])}
      </div>
      <Chips query={query} chosen={chosen} words={words} onWords={onWords} />
    </div>
  )
}

/** What narrows the list; each goes with a tap. */
function Chips({ query, chosen, words, onWords }: Omit<Props, 'labels'>): JSX.Element | null {
  const said = words.trim()
  const chips: [string, () => void][] = []
  if (chosen.light !== 'open') chips.push([t.unit.lights[chosen.light], () => changed(query, 'den', null)])
  if (chosen.role !== 'all') chips.push([t.unit.roles[chosen.role], () => changed(query, 'vai', null)])
  if (chosen.label) chips.push([chosen.label, () => changed(query, 'nhan', null)])
  if (said) chips.push([`“${said}”`, () => onWords('')])
  if (chips.length === 0) return null
  return (
    <ul class="chips filtered">
      {chips.map(([name, leave]) => (
        <li key={name}>
          <button type="button" class="button" aria-label={t.assign.remove(name)} onClick={leave}>
            <span>{name}</span>
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  )
}
