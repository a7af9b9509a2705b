/** One conversation on the screen: whose it is, what is pinned, what is said, a thread beside it, and its people. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { mute } from '../act-inbox'
import { archive, join, leaveChannel } from '../act-channel'
import type { Where } from '../heard'
import { t } from '../i18n'
import { rows, signed, sync } from '../live'
import { otherOf, type Level } from '../model/talk'
import type { TalkPlace } from '../model/talk-place'
import { fromLocalInput } from '../model/time'
import { back, go } from '../router'
import { useLevel, useTalkPlace } from '../talking'
import { Avatar, ThereWords } from '../ui/avatar'
import { Missing } from '../ui/detail'
import { Choice } from '../ui/fields'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { Sheet } from '../ui/sheet'
import { Pinned, Pins } from './pins'
import { SaidSearch } from './said-search'
import { Talk, Thread } from './talk'
import { TalkPeople } from './talk-people'
import { TalkRules } from './talk-rules'

/** What is open over the conversation. */
type Over = 'people' | 'rules' | 'pins' | 'search' | 'level' | 'date' | null

export function ConversationScreen({ id, query }: { id: string; query: URLSearchParams }): JSX.Element {
  const place = useTalkPlace(id)
  if (!place) return <Missing icon="chat" title={t.talk.missing} />
  return <Shown place={place} thread={query.get('luong')} order={numberIn(query, 'tin')} />
}

function numberIn(query: URLSearchParams, name: string): number | null {
  const value = Number(query.get(name))
  return Number.isInteger(value) && value > 0 ? value : null
}

interface ShownProps {
  place: TalkPlace
  thread: string | null
  order: number | null
}

function Shown({ place, thread, order }: ShownProps): JSX.Element {
  const [over, setOver] = useState<Over>(null)
  const [day, setDay] = useState<number | null>(null)
  const close = () => setOver(null)
  const where: Where | null = day !== null ? { day } : order !== null && thread === null ? { order } : null
  return (
    <article class={thread ? 'conversation with-thread' : 'conversation'}>
      <div class="talk-main">
        <Head place={place} onOver={setOver} />
        <Pinned place={place} onAll={() => setOver('pins')} />
        {place.heard ? (
          <Talk place={place} where={where} onThread={(root) => go(`/trao-doi/${place.id}?luong=${root}`)} />
        ) : (
          <Joining place={place} />
        )}
      </div>
      {thread && place.heard && <ThreadPane key={thread} place={place} root={thread} marked={order} />}
      {over === 'people' && <TalkPeople place={place} onClose={close} />}
      {over === 'rules' && <TalkRules place={place} onClose={close} />}
      {over === 'pins' && <Pins place={place} onClose={close} />}
      {over === 'search' && <SaidSearch place={place} onClose={close} />}
      {over === 'level' && <LevelSheet place={place} onClose={close} />}
      {over === 'date' && (
        <DateSheet
          onClose={close}
          onDay={(at) => {
            close()
            setDay(at)
          }}
        />
      )}
    </article>
  )
}

function ThreadPane({ place, root, marked, onClose }: { place: TalkPlace; root: string; marked: number | null; onClose?: () => void }): JSX.Element {
  const leave = onClose ?? (() => back(`/trao-doi/${place.id}`))
  return (
    <aside class="talk-thread" aria-label={t.talk.thread}>
      <header class="thread-head">
        <h2 class="grow">{t.talk.thread}</h2>
        <button type="button" class="icon-button" onClick={leave} aria-label={t.talk.closeThread}>
          <Icon name="close" />
        </button>
      </header>
      <Thread place={place} root={root} marked={marked} onLeave={leave} />
    </aside>
  )
}

/** What is said at a task or directive, or a thread of it. */
export function TalkPane({ place, query }: { place: TalkPlace; query: URLSearchParams }): JSX.Element {
  const thread = query.get('luong')
  const order = numberIn(query, 'tin')
  const here = `${location.pathname}?muc=trao-doi`
  if (thread) return <ThreadPane key={thread} place={place} root={thread} marked={order} onClose={() => go(here)} />
  return <Talk place={place} where={order === null ? null : { order }} onThread={(root) => go(`${here}&luong=${root}`)} />
}

function Head({ place, onOver }: { place: TalkPlace; onOver: (over: Over) => void }): JSX.Element {
  const channel = rows('channel').get(place.id)?.fields
  const other = channel ? otherOf(channel, signed().official) : null
  useEffect(() => (other ? sync().watch([other]) : undefined), [other])
  return (
    <header class="talk-head">
      <button type="button" class="icon-button back" onClick={() => back('/trao-doi')} aria-label={t.back}>
        <Icon name="back" />
      </button>
      {other && <Avatar official={other} name={place.name} />}
      <div class="grow">
        <h1>{place.name}</h1>
        <p class="soft">
          {other ? <ThereWords official={other} /> : null}
          {!other && (
            <button type="button" class="link" onClick={() => onOver('people')}>
              {t.talk.memberCount(place.size)}
            </button>
          )}
          {place.topic && <span> · {place.topic}</span>}
        </p>
      </div>
      {place.heard && (
        <button type="button" class="icon-button" aria-label={t.talk.searchHere} title={t.talk.searchHere} onClick={() => onOver('search')}>
          <Icon name="search" />
        </button>
      )}
      <PlaceMenu place={place} onOver={onOver} />
    </header>
  )
}

function PlaceMenu({ place, onOver }: { place: TalkPlace; onOver: (over: Over) => void }): JSX.Element {
  const people = place.kind === 'open' || place.kind === 'private' || place.kind === 'group'
  const leave = () => {
    leaveChannel(place.id)
    go('/trao-doi', true)
  }
  const items = [
    ...(place.kind === 'direct' ? [] : [{ label: t.talk.members, onPick: () => onOver('people') }]),
    ...(place.pinned.length > 0 ? [{ label: t.talk.pins(place.pinned.length), onPick: () => onOver('pins') }] : []),
    { label: t.talk.toDate, onPick: () => onOver('date') },
    { label: t.talk.level, onPick: () => onOver('level') },
    ...(people && place.orderly ? [{ label: t.talk.rules, onPick: () => onOver('rules') }] : []),
    ...(people && place.orderly
      ? [{ label: place.closed ? t.talk.reopen : t.talk.archive, onPick: () => archive(place.id, !place.closed), danger: !place.closed }]
      : []),
    ...(people && place.heard ? [{ label: t.talk.leave, onPick: leave, danger: true }] : []),
  ]
  return <Menu label={t.talk.placeMenu} items={items} />
}

/** An open channel that one has not joined: what it is, and the way in. */
function Joining({ place }: { place: TalkPlace }): JSX.Element {
  const channel = rows('channel').get(place.id)?.fields
  return (
    <div class="empty">
      <Icon name="megaphone" size={40} />
      <p>
        <b>{place.name}</b>
      </p>
      {place.topic && <p>{place.topic}</p>}
      <p class="soft">{t.talk.joinHint(place.size)}</p>
      {channel && !place.closed && (
        <button type="button" class="button primary big" onClick={() => join(place.id, channel)}>
          {t.talk.join}
        </button>
      )}
    </div>
  )
}

const LEVELS = ['usual', 'all', 'mentions', 'none'] as const

function LevelSheet({ place, onClose }: { place: TalkPlace; onClose: () => void }): JSX.Element {
  const level = useLevel(place.id)
  return (
    <Sheet title={t.talk.level} onClose={onClose}>
      <Choice<(typeof LEVELS)[number]>
        legend={place.name}
        value={level ?? 'usual'}
        onChange={(chosen) => {
          mute(place.id, chosen === 'usual' ? null : (chosen as Exclude<Level, null>))
          onClose()
        }}
        options={LEVELS.map((value) => ({ value, label: t.wishes.level[value] }))}
      />
      <p class="hint">{t.talk.levelHint}</p>
    </Sheet>
  )
}

function DateSheet({ onDay, onClose }: { onDay: (at: number) => void; onClose: () => void }): JSX.Element {
  const [value, setValue] = useState('')
  const at = fromLocalInput(value)
  return (
    <Sheet
      title={t.talk.toDate}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" disabled={Number.isNaN(at)} onClick={() => onDay(at)}>
          {t.talk.goThere}
        </button>
      }
    >
      <label class="field">
        <span class="label">{t.talk.date}</span>
        <input type="date" value={value} onInput={({ currentTarget }) => setValue(currentTarget.value)} />
      </label>
    </Sheet>
  )
}
