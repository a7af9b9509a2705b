/** Choosing people by name, post or unit: a search that forgives; those chosen stand above. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { t } from '../i18n'
import { signed, useOrganisation } from '../live'
import type { Organisation } from '../model/organisation'
import { Index } from '../model/search'
import { Avatar } from './avatar'
import { Away } from './away'
import { Combobox } from './combobox'
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
  const [query, setQuery] = useState('')
  const me = signed().official
  const index = useMemo(() => peopleIndex(org, new Set(org.postsOf(me).map(({ fields }) => fields.unit))), [org])
  const out = new Set([...chosen, ...exclude, me])
  const options = index
    .find(query, SHOWN + out.size)
    .map(({ item }) => item)
    .filter((official) => !out.has(official))
    .slice(0, query ? SHOWN : 6)
  const name = (official: string) => org.official(official)?.name
  return (
    <Combobox
      label={label}
      placeholder={t.talk.findPeople}
      chosen={chosen.map((official) => ({ key: official, name: name(official) ?? '', icon: 'user' }))}
      onRemove={(place) => onChange(chosen.filter((_, other) => other !== place))}
      query={query}
      onQuery={setQuery}
      options={options.map((official) => ({
        key: official,
        look: (
          <>
            <Avatar official={official} name={name(official)} />
            <PersonText official={official} org={org} />
          </>
        ),
      }))}
      onChoose={(place) => onChange([...chosen, options[place]!])}
      nothing={t.assign.nothing(query)}
      error={error}
    />
  )
}

/** Name, and below it the post. */
export function PersonText({ official, org }: { official: string; org: Organisation }): JSX.Element {
  const post = org.postsOf(official)[0]
  return (
    <span class="option-text">
      <b>
        {org.official(official)?.name || t.erased} <Away official={official} />
      </b>
      <span>{post ? postName(post.id, org) : t.talk.left}</span>
    </span>
  )
}
