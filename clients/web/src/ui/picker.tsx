/** Choosing seats: recents and subordinates before a letter is typed, then a search that forgives. */
import type { JSX } from 'preact'
import { useId, useMemo, useState } from 'preact/hooks'
import { t } from '../i18n'
import { myPosts, signed, useOrganisation } from '../live'
import type { Organisation } from '../model/organisation'
import type { Seat } from '../model/rows'
import { seatIndex, seatKey, suggestions, type Picking } from '../model/seats'
import { Icon } from './icon'
import { holderName, seatName } from './seat'

const LATELY = 12

function recents(): string[] {
  try {
    return JSON.parse(localStorage.getItem(`congvu.recent.${signed().official}`) ?? '[]') as string[]
  } catch {
    return []
  }
}

/** Remembers, on this device, to whom I gave work. */
export function remember(seats: readonly Seat[]): void {
  const keys = seats.map(seatKey)
  const next = [...keys, ...recents().filter((key) => !keys.includes(key))].slice(0, LATELY)
  localStorage.setItem(`congvu.recent.${signed().official}`, JSON.stringify(next))
}

interface Props {
  label: string
  chosen: readonly Seat[]
  onChange: (seats: Seat[]) => void
  many?: boolean
  within?: string
  unitsOnly?: boolean
  exclude?: readonly Seat[]
  error?: string | null
}

interface Option {
  seat: Seat
  former: string | null
  group: 'recent' | 'below' | 'found'
}

export function Picker({ label, chosen, onChange, many, within, unitsOnly, exclude = [], error }: Props): JSX.Element {
  const org = useOrganisation()
  const id = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const picking: Picking = useMemo(
    () => ({
      ...(within ? { within } : {}),
      unitsOnly: unitsOnly ?? false,
      recent: recents(),
      mine: myPosts().map((post) => org.post(post)?.unit ?? ''),
      own: myPosts(),
    }),
    [org, within, unitsOnly],
  )
  const index = useMemo(() => (query ? seatIndex(org, picking) : null), [org, picking, query === ''])
  const out = new Set([...chosen, ...exclude].map(seatKey))
  const options = (index ? found(index.find(query, 30)) : suggested(org, picking)).filter(({ seat }) => !out.has(seatKey(seat)))
  const choose = (seat: Seat) => {
    onChange(many ? [...chosen, seat] : [seat])
    setQuery('')
    setAt(0)
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((place) => (place + step + options.length) % Math.max(1, options.length))
    else if (event.key === 'Enter' && options[at]) choose(options[at].seat)
    else if (event.key === 'Backspace' && !query && chosen.length > 0) onChange(chosen.slice(0, -1))
    else return
    event.preventDefault()
  }
  const open = many || chosen.length === 0
  return (
    <div class={error ? 'picker field wrong' : 'picker field'}>
      <label for={id}>{label}</label>
      {chosen.length > 0 && (
        <ul class="picked">
          {chosen.map((seat) => (
            <li key={seatKey(seat)} class="picked-seat">
              <Icon name={seat.post ? 'user' : 'unit'} size={16} />
              <span>{seatName(seat, org)}</span>
              <button
                type="button"
                aria-label={t.assign.remove(seatName(seat, org))}
                onClick={() => onChange(chosen.filter((other) => other !== seat))}
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {open && (
        <>
          <div class="search">
            <Icon name="search" size={18} />
            <input
              id={id}
              type="search"
              list={undefined}
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={options[at] ? `${id}-${at}` : undefined}
              autocomplete="off"
              spellcheck={false}
              placeholder={t.assign.search}
              value={query}
              onKeyDown={keys}
              onInput={(event) => {
                setQuery((event.target as HTMLInputElement).value)
                setAt(0)
              }}
            />
          </div>
          {options.length === 0 && query && (
            <p class="hint">
              {t.assign.nothing(query)} {t.assign.nothingHint}
            </p>
          )}
          <Options id={id} options={options} at={at} org={org} choose={choose} />
        </>
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

function found(hits: { item: Seat; former: string | null }[]): Option[] {
  return hits.map(({ item, former }) => ({ seat: item, former, group: 'found' }))
}

function suggested(org: Organisation, picking: Picking): Option[] {
  const { recent, below } = suggestions(org, picking)
  return [
    ...recent.map((seat): Option => ({ seat, former: null, group: 'recent' })),
    ...below.map((seat): Option => ({ seat, former: null, group: 'below' })),
  ]
}

interface OptionsProps {
  id: string
  options: Option[]
  at: number
  org: Organisation
  choose: (seat: Seat) => void
}

function Options({ id, options, at, org, choose }: OptionsProps): JSX.Element {
  const title = { recent: t.assign.recent, below: t.assign.subordinates, found: t.assign.results }
  return (
    <ul
      class={options[0]?.group === 'found' ? 'options' : 'options few'}
      id={`${id}-list`}
      role="listbox"
      aria-label={t.assign.results}
    >
      {options.map(({ seat, former, group }, place) => (
        <li
          key={seatKey(seat)}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === at}
          class={place === at ? 'option at' : 'option'}
          onClick={() => choose(seat)}
        >
          {options[place - 1]?.group !== group && <small class="option-group">{title[group]}</small>}
          <Icon name={seat.post ? 'user' : 'unit'} />
          <span class="option-text">
            <b>{seat.post ? (holderName(seat, org) ?? t.vacant) : seatName(seat, org)}</b>
            <span>{former ? t.assign.former(former) : seat.post ? seatName(seat, org) : (holderName(seat, org) ?? '')}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
