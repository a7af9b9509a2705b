/** Whom one can call while writing: the people of the place first, of a large channel those whom the server finds. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { membersOf } from '../graphql/messages'
import { t } from '../i18n'
import { signed, useOrganisation } from '../live'
import type { Callable } from '../model/calling'
import type { Organisation } from '../model/organisation'
import { Index } from '../model/search'
import { callableIn, type TalkPlace } from '../model/talk-place'
import { Icon } from './icon'
import { postName } from './seat'

const SHOWN = 6
const PAUSE = 200
const ICON = { official: 'user', post: 'user', unit: 'unit', everyone: 'users' } as const

/** All that the device knows; worked out once somebody is about to be called. */
export function useCallable(place: TalkPlace, wanted: boolean): Callable[] {
  const org = useOrganisation()
  return useMemo(() => {
    const names = { post: (id: string) => postName(id, org), everyone: t.talk.everyone, count: t.talk.memberCount }
    return wanted ? callableIn(place, signed().official, org, names) : []
  }, [wanted, place, org])
}

/** The few that fit what is typed; null: nobody is being called. */
export function useOptions(callable: Callable[], place: TalkPlace, query: string | null): Callable[] {
  const org = useOrganisation()
  const index = useMemo(() => new Index(callable.map((item) => ({ item, names: [item.name, `${item.name} ${item.detail}`] }))), [callable])
  const far = useFar(place, query, org)
  if (query === null) return []
  const near = query ? index.find(query, SHOWN).map(({ item }) => item) : callable.slice(0, SHOWN)
  const known = new Set(near.map(({ mention }) => mention.id))
  return [...near, ...far.filter(({ mention }) => !known.has(mention.id))].slice(0, SHOWN)
}

/** Members of a channel that is too large to be known here. */
function useFar(place: TalkPlace, query: string | null, org: Organisation): Callable[] {
  const [found, find] = useState<Callable[]>([])
  const large = place.size > place.people.length
  useEffect(() => {
    find([])
    if (!large || !query) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void membersOf(place.id, query, null, stop.signal).then((page) => page && find(page.members.map(({ official }) => one(official, org))))
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [place.id, large, query])
  return found
}

function one(official: string, org: Organisation): Callable {
  const post = org.postsOf(official)[0]
  return { mention: { kind: 'official', id: official }, name: org.official(official)?.name ?? '', detail: post ? postName(post.id, org) : '' }
}

interface Props {
  id: string
  options: readonly Callable[]
  at: number
  onPick: (one: Callable) => void
}

export function CallableList({ id, options, at, onPick }: Props): JSX.Element | null {
  if (options.length === 0) return null
  return (
    <ul class="callable" id={`${id}-list`} role="listbox" aria-label={t.talk.call}>
      {options.map((each, place) => (
        <li
          key={`${each.mention.kind}${each.mention.id}`}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === at}
          class={place === at ? 'option at' : 'option'}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(each)}
        >
          <Icon name={ICON[each.mention.kind]} />
          <span class="option-text">
            <b>{each.name}</b>
            <span>{each.detail}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
