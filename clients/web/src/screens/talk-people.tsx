/** Who is in a conversation: found by name, called, written to; whoever keeps order adds, removes and appoints. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { add, appoint, remove, talkTo } from '../act-channel'
import { membersOf } from '../graphql/messages'
import { t } from '../i18n'
import { rows, signed, sync, useOrganisation, useRow } from '../live'
import type { Organisation } from '../model/organisation'
import { fold } from '../model/search'
import type { TalkPlace } from '../model/talk-place'
import { Avatar, ThereWords } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { PeoplePicker, PersonText } from '../ui/people'
import { Sheet } from '../ui/sheet'

const PAUSE = 200
/** So many are watched: whether they are there. */
const WATCHED = 60

export function TalkPeople({ place, onClose }: { place: TalkPlace; onClose: () => void }): JSX.Element {
  const org = useOrganisation()
  const channel = useRow('channel', place.id)?.fields
  const [words, setWords] = useState('')
  const [adding, setAdding] = useState<readonly string[] | null>(null)
  const { people, more } = usePeople(place, words, org)
  const mayAdd = channel !== undefined && place.kind !== 'direct' && place.kind !== 'unit' && !place.closed && (place.orderly || place.kind !== 'private')
  useEffect(() => sync().watch(people.slice(0, WATCHED)), [people.slice(0, WATCHED).join()])
  const finish = () => {
    if (channel && adding && adding.length > 0) add(place.id, channel, adding)
    setAdding(null)
  }
  if (adding)
    return (
      <Sheet
        title={t.talk.addPeople}
        onClose={() => setAdding(null)}
        foot={
          <button type="button" class="button primary big" disabled={adding.length === 0} onClick={finish}>
            {t.talk.addMany(adding.length)}
          </button>
        }
      >
        <PeoplePicker label={t.talk.people} chosen={adding} onChange={setAdding} exclude={place.people} />
      </Sheet>
    )
  return (
    <Sheet title={t.talk.memberCount(place.size)} onClose={onClose}>
      {mayAdd && place.heard && (
        <button type="button" class="button wide" onClick={() => setAdding([])}>
          <Icon name="plus" size={18} />
          {t.talk.addPeople}
        </button>
      )}
      <div class="search">
        <Icon name="search" size={18} />
        <input type="search" aria-label={t.talk.findPeople} placeholder={t.talk.findPeople} value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </div>
      <ul class="members">
        {people.map((official) => (
          <Member key={official} official={official} place={place} org={org} />
        ))}
      </ul>
      {more && <p class="hint">{t.talk.morePeople}</p>}
    </Sheet>
  )
}

/** Those the device knows; of a large place those whom the server finds. */
function usePeople(place: TalkPlace, words: string, org: Organisation): { people: string[]; more: boolean } {
  const [far, setFar] = useState<readonly string[]>([])
  const large = place.size > place.people.length
  useEffect(() => {
    if (!large) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void membersOf(place.id, words, null, stop.signal).then((page) => page && setFar(page.members.map(({ official }) => official)))
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [place.id, large, words])
  const asked = fold(words.trim())
  const named = (id: string) => org.official(id)?.name ?? ''
  const all = [...new Set([...place.people, ...far])].filter((id) => fold(named(id)).includes(asked))
  const orderly = new Set(place.moderators)
  all.sort((a, b) => Number(orderly.has(b)) - Number(orderly.has(a)) || named(a).localeCompare(named(b), 'vi'))
  return { people: all, more: large && asked === '' }
}

interface MemberProps {
  official: string
  place: TalkPlace
  org: Organisation
}

function Member({ official, place, org }: MemberProps): JSX.Element {
  const me = official === signed().official
  const name = org.official(official)?.name
  const moderates = place.moderators.includes(official)
  const channel = rows('channel').get(place.id)?.fields
  const keeps = place.orderly && channel !== undefined && place.kind !== 'unit' && place.kind !== 'direct'
  const items = [
    ...(me ? [] : [{ label: t.talk.writeTo, onPick: () => talkTo(official) }]),
    ...(keeps
      ? [{ label: moderates ? t.talk.dismiss : t.talk.appoint, onPick: () => appoint(place.id, channel, official, !moderates) }]
      : []),
    ...(keeps && !me ? [{ label: t.talk.removeMember, onPick: () => remove(place.id, channel, official), danger: true }] : []),
  ]
  return (
    <li class="member">
      <Avatar official={official} name={name} />
      <PersonText official={official} org={org} />
      <span class="member-marks">
        {moderates && <span class="state-tag">{t.talk.moderator}</span>}
        <ThereWords official={official} />
      </span>
      {items.length > 0 && <Menu label={`${t.talk.what2do}: ${name ?? ''}`} items={items} />}
    </li>
  )
}
