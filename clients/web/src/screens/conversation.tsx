/** One conversation: what was said in order, live; older pages as one goes up; a thread beside; and the composer. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { VList, type VListHandle } from 'virtua'
import { say, type Saying } from '../act-talk'
import { historyPage } from '../graphql/messages'
import { longDay, t } from '../i18n'
import { rows, signed, sync, useOrganisation, useRow, useRows } from '../live'
import { linesOf, merged, nameOf, type Line, type Spoken } from '../model/talk'
import { markRead, useCompany, useReads } from '../reads'
import { shortName } from './talks'
import { DetailHead, Missing } from '../ui/detail'
import { Icon } from '../ui/icon'
import { Composer } from '../ui/composer'
import { Message } from '../ui/message'
import { go } from '../router'

const OLDER = 50
/** So near to the top, in pixels, the page before is asked for. */
const NEAR = 400

export function ConversationScreen({ id, query }: { id: string; query: URLSearchParams }): JSX.Element {
  const channel = useRow('channel', id)?.fields
  const org = useOrganisation()
  if (!channel) return <Missing icon="chat" title={t.talk.missing} />
  const name = nameOf(channel, { org, me: signed().official })
  const members = channel.kind === 'unit' ? new Set(org.postsIn(id).map(({ fields }) => fields.holder)).size : channel.memberCount
  const thread = query.get('luong')
  return (
    <article class={thread ? 'screen conversation with-thread' : 'screen conversation'}>
      <div class="talk-main">
        <DetailHead urgency="normal" title={name}>
          <p class="facts soft">{channel.topic ?? (channel.kind === 'direct' ? '' : t.talk.memberCount(members))}</p>
        </DetailHead>
        <Talk id={id} count={channel.count} closed={channel.archived} jump={numberIn(query, 'tin')} onThread={(root) => go(`/trao-doi/${id}?luong=${root}`)} />
      </div>
      {thread && (
        <aside class="talk-thread" aria-label={t.talk.thread}>
          <header class="thread-head">
            <h2>{t.talk.thread}</h2>
            <a class="icon-button" href={`/trao-doi/${id}`} aria-label={t.close}>
              <Icon name="close" />
            </a>
          </header>
          <Talk key={thread} id={id} count={channel.count} closed={channel.archived} thread={thread} />
        </aside>
      )}
    </article>
  )
}

function numberIn(query: URLSearchParams, name: string): number | null {
  const value = Number(query.get(name))
  return Number.isInteger(value) && value > 0 ? value : null
}

/** What this device has of a conversation: its newest messages, or all at a task. */
function useHere(id: string): Spoken[] {
  const messages = useRows('message')
  const talk = useRow('talk', id)?.fields
  return useMemo(() => {
    if (talk) return talk.messages.map((each) => ({ ...each, pending: each.version === 0 }))
    return [...messages.values()].filter(({ fields }) => fields.channel === id).map((row) => ({ ...row.fields, id: row.id, pending: row.pending }))
  }, [messages, talk, id])
}

interface TalkProps {
  id: string
  /** How many messages there are. */
  count: number
  closed?: boolean
  /** Only the answers to this message. */
  thread?: string
  /** The `order` of a message to begin at. */
  jump?: number | null
  onThread?: (root: string) => void
}

export function Talk({ id, count, closed = false, thread, jump = null, onThread }: TalkProps): JSX.Element {
  const here = useHere(id)
  const [older, setOlder] = useState<Spoken[]>([])
  const [more, setMore] = useState(true)
  const [editing, setEditing] = useState<Spoken | null>(null)
  const reads = useReads()
  const me = signed().official
  const [readBefore] = useState(() => reads.get(id) ?? null)
  const messages = useMemo(() => {
    const all = merged(older, here)
    return thread ? all.filter((each) => each.id === thread || each.thread === thread) : all.filter((each) => each.thread === null)
  }, [older, here, thread])
  const lines = useMemo(() => linesOf(messages, thread ? null : readBefore, me), [messages, readBefore, thread])
  const list = useRef<VListHandle & HTMLDivElement>(null)
  const atEnd = useRef(true)
  const asking = useRef(false)
  const ask = async (at: { before?: number; around?: number; thread?: string }) => {
    if (asking.current) return
    asking.current = true
    const page = await historyPage(id, { ...at, first: OLDER })
    asking.current = false
    if (!page) return setMore(false)
    setOlder((known) => merged(known, page.messages))
    if (!at.around && !at.thread) setMore(page.hasBefore)
  }
  useEffect(() => {
    if (thread) void ask({ thread })
    else if (jump) void ask({ around: jump })
  }, [thread, jump])
  useEffect(() => {
    if (jump && lines.length > 0) {
      const place = lines.findIndex((line) => line.kind === 'message' && line.message.order === jump)
      if (place >= 0) list.current?.scrollToIndex(place, { align: 'center' })
    } else if (atEnd.current) list.current?.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [lines.length, jump])
  useEffect(() => {
    if (atEnd.current && !thread && document.visibilityState === 'visible' && count > 0) markRead(id, count)
  }, [count, id])
  useEffect(() => sync().show(id), [id])
  const scrolled = (offset: number) => {
    const { current } = list
    if (!current) return
    atEnd.current = offset + current.viewportSize >= current.scrollSize - 40
    const first = messages.find(({ order }) => order > 0)
    if (offset < NEAR && more && first && !thread) void ask({ before: first.order })
  }
  const send = (saying: Saying) => {
    atEnd.current = true
    say(id, { ...saying, thread: thread ?? null })
  }
  return (
    <section class="talk" aria-label={thread ? t.talk.thread : t.talk.title}>
      {lines.length === 0 ? (
        <p class="hint talk-empty">{t.talk.silentHint}</p>
      ) : (
        <VList ref={list} class="talk-lines" data={lines} onScroll={scrolled} shift={!atEnd.current} role="log" aria-live="off">
          {(line: Line) => <Told key={keyOf(line)} line={line} jump={jump} inThread={thread !== undefined} onThread={onThread} onEdit={setEditing} />}
        </VList>
      )}
      <Typing scope={scopeOf(id)} />
      {closed ? (
        <p class="hint">{t.talk.closedHint}</p>
      ) : (
        <Composer key={editing?.id ?? ''} place={thread ?? id} channel={id} editing={editing} onSend={send} onDone={() => setEditing(null)} onTyping={() => typingIn(id)} />
      )}
    </section>
  )
}

/** The scope in which those who hear a conversation are told who types; none at a task or directive. */
function scopeOf(id: string): string | null {
  const kind = rows('channel').get(id)?.fields.kind
  return kind ? (kind === 'unit' ? `unit:${id}` : `channel:${id}`) : null
}

function typingIn(id: string): void {
  const scope = scopeOf(id)
  if (scope) sync().typing(scope)
}

/** Who is typing now; for that the conversation is said to be on screen. */
function Typing({ scope }: { scope: string | null }): JSX.Element {
  const org = useOrganisation()
  useCompany()
  useEffect(() => (scope ? sync().open(scope) : undefined), [scope])
  const names = scope ? sync().typers(scope).map((id) => shortName(org.official(id)?.name)) : []
  return (
    <p class="typing soft" role="status">
      {names.length > 0 && t.talk.typing(names.join(', '))}
    </p>
  )
}

function keyOf(line: Line): string {
  return line.kind === 'message' ? line.message.id : line.kind === 'day' ? `day-${line.at}` : 'unread'
}

interface ToldProps {
  line: Line
  jump: number | null
  inThread: boolean
  onThread: ((root: string) => void) | undefined
  onEdit: (message: Spoken) => void
}

function Told({ line, jump, inThread, onThread, onEdit }: ToldProps): JSX.Element {
  if (line.kind === 'day') return <p class="talk-day">{longDay(line.at)}</p>
  if (line.kind === 'unread') return <p class="talk-unread">{t.talk.unreadLine}</p>
  const { message, head } = line
  return <Message message={message} head={head} marked={message.order === jump} inThread={inThread} onThread={onThread} onEdit={onEdit} />
}
