/** Choosing seats: recents and subordinates before a letter is typed, then a search that forgives. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { t } from '../i18n'
import { myPosts, signed, useOrganisation } from '../live'
import type { Organisation } from '../model/organisation'
import type { Seat } from '../model/rows'
import { seatIndex, seatKey, suggestions, type Picking } from '../model/seats'
import { Away } from './away'
import { Combobox } from './combobox'
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
  const [query, setQuery] = useState('')
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
  return (
    <Combobox
      label={label}
      placeholder={t.assign.search}
      chosen={chosen.map((seat) => ({ key: seatKey(seat), name: seatName(seat, org), icon: seat.post ? 'user' : 'unit' }))}
      onRemove={(place) => onChange(chosen.filter((_, other) => other !== place))}
      open={many === true || chosen.length === 0}
      query={query}
      onQuery={setQuery}
      options={options.map((option, place) => ({
        key: seatKey(option.seat),
        look: <Look {...option} first={options[place - 1]?.group !== option.group} org={org} />,
      }))}
      few={options[0]?.group !== 'found'}
      eager
      onChoose={(place) => onChange(many ? [...chosen, options[place]!.seat] : [options[place]!.seat])}
      nothing={`${t.assign.nothing(query)} ${t.assign.nothingHint}`}
      error={error}
    />
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

/** A seat, under the name of its group if it is the first of it. */
function Look({ seat, former, group, first, org }: Option & { first: boolean; org: Organisation }): JSX.Element {
  const title = { recent: t.assign.recent, below: t.assign.subordinates, found: t.assign.results }
  return (
    <>
      {first && <small class="option-group">{title[group]}</small>}
      <Icon name={seat.post ? 'user' : 'unit'} />
      <span class="option-text">
        <b>
          {seat.post ? (holderName(seat, org) ?? t.vacant) : seatName(seat, org)}
          {seat.post && <Away official={org.post(seat.post)?.holder} />}
        </b>
        <span>{former ? t.assign.former(former) : seat.post ? seatName(seat, org) : (holderName(seat, org) ?? '')}</span>
      </span>
    </>
  )
}
