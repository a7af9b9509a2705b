/** Trao đổi: every conversation that I am part of, what is new first; and the way to a new one. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { clock, day, number, t } from '../i18n'
import { signed, useFilling, useNow, useOrganisation, useRows } from '../live'
import { conversations, type Conversation, type TalkKind } from '../model/talk'
import { fold } from '../model/search'
import { civilDay } from '../model/time'
import { useReads } from '../reads'
import { Choice } from '../ui/fields'
import { Icon, type IconName } from '../ui/icon'
import { Filling } from '../ui/loading'
import { NewTalk } from './talk-new'

type Show = 'all' | 'unread' | 'direct' | 'channels'

const ICON: Record<TalkKind, IconName> = {
  unit: 'unit',
  channel: 'megaphone',
  group: 'users',
  direct: 'user',
  task: 'tasks',
  directive: 'grid',
}
const OF: Record<Show, (each: Conversation) => boolean> = {
  all: () => true,
  unread: ({ unread }) => unread > 0,
  direct: ({ kind }) => kind === 'direct' || kind === 'group',
  channels: ({ kind }) => kind === 'channel' || kind === 'unit',
}

/** All my conversations, worked out anew when something is said or read. */
export function useConversations(): Conversation[] {
  const org = useOrganisation()
  const [channels, talks, messages, members] = [useRows('channel'), useRows('talk'), useRows('message'), useRows('member')]
  const [tasks, directives, reads] = [useRows('task'), useRows('directive'), useReads()]
  const me = signed().official
  return useMemo(
    () => conversations({ channels, talks, messages, members, tasks, directives, reads, org, me }),
    [channels, talks, messages, members, tasks, directives, reads, org],
  )
}

export function Talks({ current }: { current?: string | undefined }): JSX.Element {
  const all = useConversations()
  const [show, setShow] = useState<Show>('all')
  const [query, setQuery] = useState('')
  const [opening, setOpening] = useState(false)
  const filling = useFilling()
  const asked = fold(query.trim())
  const found = all.filter((each) => OF[show](each) && (asked === '' || fold(each.name).includes(asked)))
  const unread = all.filter((each) => each.unread > 0).length
  return (
    <div class="screen talks">
      <header class="screen-head">
        <h1>{t.talk.title}</h1>
        <button type="button" class="button" onClick={() => setOpening(true)}>
          <Icon name="plus" size={18} />
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
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
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
          {found.map((each) => (
            <Row key={each.id} talk={each} current={current === each.id} />
          ))}
        </ul>
      )}
      {found.length === 0 && filling && <Filling />}
      {found.length === 0 && !filling && (
        <div class="empty">
          <Icon name="chat" size={40} />
          <p>
            <b>{all.length > 0 ? t.talk.nothing : t.talk.empty}</b>
          </p>
          <p class="soft">{t.talk.emptyHint}</p>
        </div>
      )}
      {opening && <NewTalk onClose={() => setOpening(false)} />}
    </div>
  )
}

export function hrefOf({ kind, id }: Pick<Conversation, 'kind' | 'id'>): string {
  if (kind === 'task') return `/viec/${id}?muc=trao-doi`
  return kind === 'directive' ? `/chi-dao/${id}` : `/trao-doi/${id}`
}

function Row({ talk, current }: { talk: Conversation; current: boolean }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const { last } = talk
  const author = last && (last.author === signed().official ? t.talk.me : shortName(org.official(last.author)?.name))
  const said = last && (last.text || (last.files > 0 ? t.talk.files(last.files) : t.talk.gone))
  return (
    <li class={`row talk-row${talk.unread > 0 ? ' unread' : ''}${current ? ' current' : ''}`}>
      <a class="row-link" href={hrefOf(talk)} aria-current={current ? 'true' : undefined} aria-describedby={`${talk.id}-last`}>
        <span class="row-title">
          <Icon name={ICON[talk.kind]} size={18} />
          <span>{talk.name || t.inbox.gone}</span>
        </span>
      </a>
      <span class="talk-when soft">{last && when(Date.parse(last.at), now)}</span>
      <span class="row-meta" id={`${talk.id}-last`}>
        <span class="row-who">{last ? `${author}: ${said}` : t.talk.silent}</span>
        {talk.archived && <span class="mark">{t.talk.archived}</span>}
      </span>
      {talk.unread > 0 && (
        <b class={talk.mentions > 0 ? 'badge in-row called' : 'badge in-row'}>
          <span class="unseen">{t.inbox.unread}: </span>
          {talk.mentions > 0 && '@ '}
          {talk.unread > 99 ? '99+' : talk.unread}
        </b>
      )}
    </li>
  )
}

/** The given name, as people call each other. */
export function shortName(name: string | undefined): string {
  return name?.split(' ').at(-1) ?? t.someone
}

function when(at: number, now: number): string {
  return civilDay(at) === civilDay(now) ? clock(at) : day(at, now)
}
