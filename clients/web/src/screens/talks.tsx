/** Trao đổi: every conversation that I am part of, what was said last first; and the way to a new one. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { drafts } from '../drafts'
import { clock, day, number, t } from '../i18n'
import { signed, useFilling, useNow, useOrganisation, useRows } from '../live'
import { inBrief, type Spoken } from '../model/said'
import { lastSaid, shown, type Conversation, type Show, type TalkKind } from '../model/talk'
import { civilDay } from '../model/time'
import { hrefOf, useConversations } from '../talking'
import { Avatar, shortName } from '../ui/avatar'
import { Choice } from '../ui/fields'
import { Icon, type IconName } from '../ui/icon'
import { Filling } from '../ui/loading'
import { NewTalk } from './talk-new'

const ICON: Record<TalkKind, IconName> = {
  unit: 'unit',
  channel: 'megaphone',
  group: 'users',
  direct: 'user',
  task: 'tasks',
  directive: 'grid',
}

export function iconOf(kind: TalkKind): IconName {
  return ICON[kind]
}

/** So many are drawn before one asks for more. */
const PAGE = 60

export function Talks({ current }: { current?: string | undefined }): JSX.Element {
  const all = useConversations()
  const [show, setShow] = useState<Show>('all')
  const [words, setWords] = useState('')
  const [opening, setOpening] = useState(false)
  const [page, setPage] = useState(PAGE)
  const filling = useFilling()
  const waiting = useWaiting()
  const begun = drafts()
  const found = shown(all, show, words)
  const unread = all.filter((each) => each.unread > 0).length
  return (
    <div class="screen talks">
      <header class="screen-head">
        <h1 class="grow">{t.talk.title}</h1>
        <button type="button" class="button" onClick={() => setOpening(true)}>
          <Icon name="edit" size={18} />
          {t.talk.new}
        </button>
      </header>
      <div class="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          list={undefined}
          aria-label={t.talk.search}
          placeholder={t.talk.search}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <Choice<Show>
        legend={t.inbox.show}
        hideLegend
        value={show}
        onChange={setShow}
        options={[
          { value: 'all', label: t.inbox.all },
          { value: 'unread', label: unread > 0 ? `${t.inbox.unread} ${number(unread)}` : t.inbox.unread },
          { value: 'direct', label: t.talk.direct },
          { value: 'channels', label: t.talk.channels },
        ]}
      />
      {found.length > 0 && (
        <ul class="rows">
          {found.slice(0, page).map((each) => (
            <Row
              key={each.id}
              talk={each}
              last={lastSaid(each, waiting)}
              draft={begun.get(each.id) ?? ''}
              current={current === each.id}
            />
          ))}
        </ul>
      )}
      {found.length > page && (
        <button type="button" class="button" onClick={() => setPage(page + PAGE)}>
          {t.inbox.more(Math.min(PAGE, found.length - page))}
        </button>
      )}
      {found.length === 0 && (filling ? <Filling /> : <Nothing any={all.length > 0} />)}
      {opening && <NewTalk onClose={() => setOpening(false)} />}
    </div>
  )
}

function Nothing({ any }: { any: boolean }): JSX.Element {
  return (
    <div class="empty">
      <Icon name="chat" size={40} />
      <p>
        <b>{any ? t.talk.nothing : t.talk.empty}</b>
      </p>
      <p class="soft">{any ? t.talk.nothingHint : t.talk.emptyHint}</p>
    </div>
  )
}

/** What I have said and is not there yet. */
function useWaiting(): Spoken[] {
  const messages = useRows('message')
  return useMemo(
    () => [...messages.values()].flatMap(({ id, fields, pending }) => (pending && fields.number === 0 ? [{ ...fields, id }] : [])),
    [messages],
  )
}

interface RowProps {
  talk: Conversation
  last: Conversation['last']
  draft: string
  current: boolean
}

function Row({ talk, last, draft, current }: RowProps): JSX.Element {
  const now = useNow()
  const quiet = talk.level === 'none' || talk.level === 'mentions'
  const kind = `row talk-row${talk.unread > 0 ? ' unread' : ''}${current ? ' current' : ''}${quiet ? ' quiet' : ''}`
  return (
    <li class={kind}>
      {talk.other ? (
        <Avatar official={talk.other} name={talk.name} />
      ) : (
        <span class={`avatar place ${talk.kind}`}>
          <Icon name={ICON[talk.kind]} size={20} />
        </span>
      )}
      <a class="row-link" href={hrefOf(talk.id)} aria-current={current ? 'true' : undefined} aria-describedby={`${talk.id}-last`}>
        <span class="row-title">{talk.name || t.inbox.gone}</span>
      </a>
      <span class="talk-when">
        {quiet && <Icon name="bellOff" size={14} />}
        {last && <time dateTime={last.at}>{when(Date.parse(last.at), now)}</time>}
      </span>
      <span class="talk-last" id={`${talk.id}-last`}>
        <Last talk={talk} last={last} draft={draft} />
      </span>
      {talk.unread > 0 && (
        <b class={talk.mentions > 0 ? 'badge in-row called' : 'badge in-row'}>
          <span class="unseen">{talk.mentions > 0 ? t.talk.callsYou : t.inbox.unread}: </span>
          {talk.mentions > 0 && '@ '}
          {talk.unread > 99 ? '99+' : talk.unread}
        </b>
      )}
    </li>
  )
}

/** What I have begun to write there; else what was said last. */
function Last({ talk, last, draft }: Pick<RowProps, 'talk' | 'last' | 'draft'>): JSX.Element {
  const org = useOrganisation()
  if (draft.trim())
    return (
      <>
        <b class="drafted">{t.talk.draft}:</b> {inBrief(draft)}
      </>
    )
  if (talk.archived) return <>{t.talk.archived}</>
  if (!last) return <>{t.talk.silent}</>
  const words = inBrief(last.text) || (last.files > 0 ? t.talk.files(last.files) : t.talk.gone)
  if (last.author === signed().official) return <>{`${t.talk.me}: ${words}`}</>
  return <>{talk.kind === 'direct' ? words : `${shortName(org.official(last.author)?.name)}: ${words}`}</>
}

function when(at: number, now: number): string {
  return civilDay(at) === civilDay(now) ? clock(at) : day(at, now)
}
