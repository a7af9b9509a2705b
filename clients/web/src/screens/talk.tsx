/** What is said in one place, live, and where one says something: alone on the screen, beside a task, or a thread of it. */
import type { OutboxEntry } from '@congvu/sync'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { cameBack, edit, react, say, trails } from '../act-talk'
import { keepDraft } from '../drafts'
import { after, around, before, useKnown, useThread, type Known, type Where } from '../heard'
import { day, number, t } from '../i18n'
import { signed, sync, useNow, useOrganisation, useOutbox } from '../live'
import { joinedAt, linesOf, type Line, type Spoken } from '../model/said'
import type { TalkPlace } from '../model/talk-place'
import { markRead, useCompany } from '../reads'
import { shortName } from '../ui/avatar'
import { Composer } from '../ui/composer'
import { Icon } from '../ui/icon'
import { prepareRich } from '../ui/rich'
import { toast } from '../ui/toast'
import { Forward } from './forward'
import { MessageMenu, type Doing } from './message-menu'
import { TalkLines, type LinesHandle } from './talk-lines'
import { Versions } from './versions'

interface Begun {
  /** The number of a message that is read around; null: the newest. */
  number: number | null
  /** Grows with each jump: the list begins anew. */
  jump: number
  marked: boolean
}

interface Props {
  place: TalkPlace
  /** Where to go first, and again when it changes. */
  where?: Where | null
  onThread?: (root: string) => void
}

export function Talk({ place, where = null, onThread }: Props): JSX.Element {
  const known = useKnown(place.id)
  const [begun, setBegun] = useState<Begun>({ number: null, jump: 0, marked: false })
  const [read, setRead] = useState(() => readAt(place))
  const messages = useMessages(known, begun.number)
  const { lines, more, stuck } = usePages(place, messages, known, read)
  const go = async (to: Where, marked: boolean) => {
    const found = await around(place.id, to)
    if (found === null) toast(t.talk.notReached)
    else setBegun(({ jump }) => ({ number: found, jump: jump + 1, marked }))
  }
  useEffect(() => {
    if (where) void go(where, where.day === undefined)
  }, [where?.order, where?.number, where?.day])
  useEffect(() => sync().show(place.id), [place.id])
  useEffect(() => void prepareRich(), [])
  useWatching(messages)
  useAway(place.id, setRead)
  const newest = () => {
    setRead(readAt(place))
    setBegun(({ jump }) => ({ number: null, jump: jump + 1, marked: false }))
  }
  const unread = lines.findIndex((line) => line.unread)
  const jumped = begun.number === null ? -1 : lines.findIndex(({ message }) => message.number === begun.number)
  const start = jumped >= 0 ? jumped : begun.jump === 0 && unread > 0 ? unread : null
  const hidden = read !== null && read + 1 < (messages[0]?.number ?? 0) && begun.jump === 0
  const missing = hidden ? place.count - read : 0
  return (
    <Said
      place={place}
      lines={lines}
      begin={`${begun.jump}`}
      start={start}
      marked={begun.marked && jumped >= 0 ? (lines[jumped]?.message.order ?? null) : null}
      more={more}
      stuck={stuck}
      onThread={onThread ?? null}
      onSeen={(seen) => markRead(place.id, seen)}
      onNewest={begun.number === null || messages.at(-1)?.number === known.newest ? null : newest}
      above={
        missing > 0 ? (
          <button type="button" class="to-unread" onClick={() => void go({ number: (read ?? 0) + 1 }, false)}>
            {t.talk.unreadAbove(number(missing))}
          </button>
        ) : null
      }
    />
  )
}

/** How far one had read when one came; null when that was all: what comes while one looks is not marked. */
function readAt({ id, count }: TalkPlace): number | null {
  const read = sync().reads().get(id) ?? 0
  return read < count ? read : null
}

/** When the page goes out of sight, tells how far one has read: what comes meanwhile is unread. */
function useAway(id: string, left: (read: number) => void): void {
  useEffect(() => {
    const changed = () => document.visibilityState === 'hidden' && left(sync().reads().get(id) ?? 0)
    document.addEventListener('visibilitychange', changed)
    return () => document.removeEventListener('visibilitychange', changed)
  }, [id])
}

/** What is known around where one reads, without a gap; at the end also what waits here. */
function useMessages(known: Known, number: number | null): Spoken[] {
  return useMemo(() => {
    const run = joinedAt(known.messages, number ?? known.newest)
    const waiting = new Map(known.waiting.map((message) => [message.id, message]))
    const said = run.map((message) => waiting.get(message.id) ?? message)
    const mine = known.waiting.filter((message) => message.number === 0 && message.thread === null)
    return (run.at(-1)?.number ?? 0) === known.newest ? [...said, ...mine.sort((a, b) => a.order - b.order)] : said
  }, [known, number])
}

interface Pages {
  lines: Line[]
  more: { before: (() => void) | null; after: (() => void) | null }
  /** What is older is not here, and the server cannot be asked. */
  stuck: boolean
}

/** The lines, and what brings those beyond them; one page at a time. */
function usePages({ id, count }: TalkPlace, messages: readonly Spoken[], known: Known, read: number | null): Pages {
  const [stuck, setStuck] = useState(false)
  const asking = useRef(false)
  const numbered = messages.filter((message) => message.number > 0)
  const [first, last] = [numbered[0], numbered.at(-1)]
  const begins = read !== null && first && first.number <= read + 1
  const lines = useMemo(() => linesOf(messages, begins ? read : null, signed().official), [messages, read, begins])
  const once = async (ask: () => Promise<boolean>) => {
    if (asking.current) return
    asking.current = true
    const answered = await ask()
    asking.current = false
    setStuck(!answered)
  }
  // The newest may have fallen out of the rows, behind answers in threads.
  useEffect(() => {
    if (known.newest < count) void once(() => before(id, undefined))
  }, [id, known.newest < count])
  return {
    lines,
    stuck: stuck && first !== undefined && first.number > 1,
    more: {
      before: first && first.number > 1 ? () => void once(() => before(id, first)) : null,
      after: last && last.number < known.newest ? () => void once(() => after(id, last)) : null,
    },
  }
}

/** Those who spoke last are watched: whether they are there. */
function useWatching(messages: readonly Spoken[]): void {
  const people = [...new Set(messages.slice(-60).map(({ author }) => author))].sort()
  useEffect(() => sync().watch(people), [people.join()])
}

interface ThreadProps {
  place: TalkPlace
  root: string
  /** The place in the log of an answer to be marked. */
  marked?: number | null
  onLeave: () => void
}

/** A message and the answers to it. */
export function Thread({ place, root: id, marked = null, onLeave }: ThreadProps): JSX.Element {
  const { root, answers, ready } = useThread(place.id, id)
  const messages = useMemo(() => (root ? [root, ...answers] : answers), [root, answers])
  const lines = useMemo(() => linesOf(messages, null, signed().official), [messages])
  const jumped = marked === null ? -1 : lines.findIndex(({ message }) => message.order === marked)
  useWatching(messages)
  const short = root !== undefined && ready && answers.length < root.replies
  return (
    <Said
      place={place}
      thread={id}
      lines={lines}
      begin={`${ready && jumped >= 0}`}
      start={jumped >= 0 ? jumped : null}
      marked={jumped >= 0 ? marked : null}
      more={{ before: null, after: null }}
      stuck={short}
      onThread={null}
      onSeen={() => undefined}
      onNewest={null}
      above={null}
      onLeave={onLeave}
    />
  )
}

interface SaidProps {
  place: TalkPlace
  thread?: string
  lines: Line[]
  /** When it changes, the list begins anew. */
  begin: string
  start: number | null
  marked: number | null
  more: Pages['more']
  stuck: boolean
  onThread: ((root: string) => void) | null
  onSeen: (number: number) => void
  /** Null: the newest are in the list. */
  onNewest: (() => void) | null
  above: JSX.Element | null
  /** Where Escape leads from the field; else to the messages. */
  onLeave?: () => void
}

function Said({ place, thread, lines, begin, start, marked, more, stuck, onThread, onSeen, onNewest, above, onLeave }: SaidProps): JSX.Element {
  const [doing, setDoing] = useState<Doing | null>(null)
  const [editing, setEditing] = useState<Spoken | null>(null)
  const [passing, setPassing] = useState<Spoken | null>(null)
  const [versions, setVersions] = useState<Spoken | null>(null)
  const outbox = useOutbox()
  const ways = useMemo(() => trails(outbox), [outbox])
  const list = useRef<LinesHandle>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const open = onThread && ((message: Spoken) => onThread(message.id))
  const now = useRef({ open, post: place.post })
  now.current = { open, post: place.post }
  const actions = useMemo(
    () => ({
      menu: (message: Spoken, from: HTMLElement) => setDoing({ message, from }),
      react: (message: Spoken, emoji: string) => react(message, now.current.post, emoji),
      thread: onThread ? (message: Spoken) => now.current.open?.(message) : null,
      versions: setVersions,
    }),
    [onThread === null],
  )
  const editLast = () => {
    const mine = lines.findLast(({ message }) => message.author === signed().official && !message.pending && !message.origin && message.text)
    if (mine) setEditing(mine.message)
  }
  const write = () => field.current?.focus()
  return (
    <section class="talk" aria-label={thread ? t.talk.thread : t.talk.title}>
      {stuck && <p class="talk-stuck hint">{t.talk.needsNetwork}</p>}
      {above}
      {lines.length === 0 ? (
        <div class="empty talk-empty">
          <Icon name="chat" size={36} />
          <p class="soft">{place.count > 0 ? t.loading : t.talk.silentHint}</p>
        </div>
      ) : (
        <TalkLines
          key={begin}
          handle={list}
          lines={lines}
          plain={place.kind === 'direct'}
          start={start}
          marked={marked}
          more={more}
          stuck={stuck}
          trails={ways}
          actions={actions}
          onSeen={onSeen}
          onNewest={onNewest ?? (() => list.current?.toEnd())}
          onLeave={write}
          label={place.name}
        />
      )}
      <Typing scope={thread ? null : place.scope} />
      <CameBack place={place} thread={thread ?? null} outbox={outbox} />
      <Say
        key={editing?.id ?? ''}
        place={place}
        thread={thread ?? null}
        editing={editing}
        field={field}
        onSaid={() => (onNewest ?? (() => list.current?.toEnd()))()}
        onDone={() => setEditing(null)}
        onUp={editLast}
        onLeave={onLeave ?? (() => list.current?.focus())}
      />
      {doing && (
        <MessageMenu {...doing} place={place} onThread={open} onEdit={setEditing} onForward={setPassing} onClose={() => setDoing(null)} />
      )}
      {passing && <Forward message={passing} onClose={() => setPassing(null)} />}
      {versions && <Versions message={versions} onClose={() => setVersions(null)} />}
    </section>
  )
}

interface SayProps {
  place: TalkPlace
  thread: string | null
  editing: Spoken | null
  field: { current: HTMLTextAreaElement | null }
  onSaid: () => void
  onDone: () => void
  onUp: () => void
  onLeave: () => void
}

/** The composer, or why there is none. */
function Say({ place, thread, editing, field, onSaid, onDone, onUp, onLeave }: SayProps): JSX.Element {
  if (!place.heard) return <></>
  if (!place.speaks) return <p class="talk-closed hint">{place.closed ? t.talk.closedHint : t.talk.moderatedHint}</p>
  return (
    <Composer
      place={place}
      draft={thread ?? place.id}
      label={thread ? t.talk.writeAnswer : t.talk.write}
      editing={editing}
      field={field}
      onSend={(saying) => {
        say(place, { ...saying, thread })
        onSaid()
      }}
      onEdited={(message, text, mentions) => edit(message, place.post, text, mentions)}
      onDone={onDone}
      onTyping={() => place.scope && sync().typing(place.scope)}
      onUp={onUp}
      onLeave={onLeave}
    />
  )
}

/** Who is typing now; for that the place is said to be on screen. */
function Typing({ scope }: { scope: string | null }): JSX.Element {
  const org = useOrganisation()
  useCompany('typing')
  useEffect(() => (scope ? sync().open(scope) : undefined), [scope])
  const names = scope ? sync().typers(scope).filter((id) => id !== signed().official) : []
  return (
    <p class="typing" role="status">
      {names.length > 0 && (
        <>
          <span class="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t.talk.typing(names.map((id) => shortName(org.official(id)?.name)).join(', '))}
        </>
      )}
    </p>
  )
}

interface CameBackProps {
  place: TalkPlace
  thread: string | null
  outbox: readonly OutboxEntry[]
}

/** What the server did not take: given back, to be said otherwise. */
function CameBack({ place, thread, outbox }: CameBackProps): JSX.Element | null {
  const now = useNow()
  const back = cameBack(outbox, place.id).filter(({ args }) => ((args as { thread?: string | null }).thread ?? null) === thread)
  if (back.length === 0) return null
  return (
    <ul class="came-back" aria-label={t.trail.refused}>
      {back.map((entry) => (
        <li key={entry.id}>
          <Icon name="late" size={18} />
          <span class="grow">
            <b>{entry.problem?.detail || entry.problem?.title || t.notices.unknown}</b>
            <q>{(entry.args as { text?: string }).text || t.talk.file}</q> <span class="soft">{day(Date.parse(entry.at), now)}</span>
          </span>
          <button type="button" class="button" onClick={() => again(entry, thread ?? place.id)}>
            {t.notices.edit}
          </button>
          <button type="button" class="icon-button" aria-label={t.notices.drop} onClick={() => sync().discard(entry.id)}>
            <Icon name="close" size={18} />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The words go back into the field. */
function again(entry: OutboxEntry, draft: string): void {
  const { text = '' } = entry.args as { text?: string }
  keepDraft(draft, text)
  dispatchEvent(new CustomEvent('congvu:draft', { detail: draft }))
  sync().discard(entry.id)
}
