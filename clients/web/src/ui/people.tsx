/** Choosing people by name, post or unit: a search that forgives; those chosen stand above. */
import type { JSX } from 'preact'
import { useId, useMemo, useState } from 'preact/hooks'
import { t } from '../i18n'
import { signed, useOrganisation } from '../live'
import type { Organisation } from '../model/organisation'
import { Index } from '../model/search'
import { Avatar } from './avatar'
import { Icon } from './icon'
import { postName } from './seat'

interface Props {
  label: string
  chosen: readonly string[]
  onChange: (people: string[]) => void
  exclude?: readonly string[]
  error?: string | null
}

const SHOWN = 20

/** Everybody with an account, found by name and by what they hold; my own units first. */
function peopleIndex(org: Organisation, mine: ReadonlySet<string>): Index<string> {
  const entries = [...org.officials.values()].flatMap(({ id, fields }) => {
    if (!fields.active || !fields.name) return []
    const posts = org.postsOf(id)
    const near = posts.some((post) => mine.has(post.fields.unit))
    const names = [fields.name, ...posts.map((post) => `${fields.name} ${postName(post.id, org)}`)]
    return [{ item: id, names, weight: near ? -0.5 : 0 }]
  })
  return new Index(entries)
}

export function PeoplePicker({ label, chosen, onChange, exclude = [], error }: Props): JSX.Element {
  const org = useOrganisation()
  const id = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const me = signed().official
  const index = useMemo(() => peopleIndex(org, new Set(org.postsOf(me).map(({ fields }) => fields.unit))), [org])
  const out = new Set([...chosen, ...exclude, me])
  const options = index
    .find(query, SHOWN + out.size)
    .map(({ item }) => item)
    .filter((official) => !out.has(official))
    .slice(0, query ? SHOWN : 6)
  const choose = (official: string | undefined) => {
    if (official) onChange([...chosen, official])
    setQuery('')
    setAt(0)
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.isComposing) return
    if (step) setAt((place) => (place + step + options.length) % Math.max(1, options.length))
    else if (event.key === 'Enter' && query) choose(options[at])
    else if (event.key === 'Backspace' && !query && chosen.length > 0) onChange(chosen.slice(0, -1))
    else return
    event.preventDefault()
  }
  return (
    <div class={error ? 'picker field wrong' : 'picker field'}>
      <label for={id}>{label}</label>
      {chosen.length > 0 && (
        <ul class="picked">
          {chosen.map((official) => (
            <li key={official} class="picked-seat">
              <Icon name="user" size={16} />
              <span>{org.official(official)?.name}</span>
              <button
                type="button"
                aria-label={t.assign.remove(org.official(official)?.name ?? '')}
                onClick={() => onChange(chosen.filter((other) => other !== official))}
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
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
          placeholder={t.talk.findPeople}
          value={query}
          onKeyDown={keys}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value)
            setAt(0)
          }}
        />
      </div>
      {options.length === 0 && query && <p class="hint">{t.assign.nothing(query)}</p>}
      <ul class="options" id={`${id}-list`} role="listbox" aria-label={t.assign.results}>
        {options.map((official, place) => (
          <li
            key={official}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at}
            class={place === at ? 'option at' : 'option'}
            onClick={() => choose(official)}
          >
            <Avatar official={official} name={org.official(official)?.name} />
            <PersonText official={official} org={org} />
          </li>
        ))}
      </ul>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

/** Name, and below it the post. */
export function PersonText({ official, org }: { official: string; org: Organisation }): JSX.Element {
  const post = org.postsOf(official)[0]
  return (
    <span class="option-text">
      <b>{org.official(official)?.name || t.erased}</b>
      <span>{post ? postName(post.id, org) : t.talk.left}</span>
    </span>
  )
}
