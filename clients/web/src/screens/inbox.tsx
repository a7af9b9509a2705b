/** Thông báo: what waits for me, what I should know, what I put off; and my own work on its way or refused. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { read, snooze } from '../act-inbox'
import { moment, number, t } from '../i18n'
import { myPosts, rows, signed, useFilling, useNow, useOrganisation, useRows } from '../live'
import { choices, inbox, later, type Inbox as Found, type Item } from '../model/inbox'
import type { Organisation } from '../model/organisation'
import { useReads } from '../reads'
import { basisOf } from '../standing'
import { hrefOf as talkOf } from '../talking'
import { Choice } from '../ui/fields'
import { Icon, type IconName } from '../ui/icon'
import { Filling } from '../ui/loading'
import { Menu } from '../ui/menu'
import { useAnnouncements } from './announcements'
import { Outgoing } from './notices'
import { Why } from './why'

const PAGE = 30

type Show = 'all' | 'unread' | 'snoozed'

/** All that I am told, worked out anew when something changes. */
export function useInbox(): Found {
  const org = useOrganisation()
  const [notices, snoozes, tasks, reads] = [useRows('notice'), useRows('snooze'), useRows('task'), useReads()]
  const now = useNow()
  const posts = myPosts()
  const me = signed().official
  const announcements = useAnnouncements()
  const owed = useMemo(
    () => new Set(announcements.filter((each) => each.owed && each.announcement.acknowledge).map(({ id }) => id)),
    [announcements],
  )
  const contests = useRows('contest')
  const contested = useMemo(
    () => new Set([...contests].filter(([, { fields }]) => fields.state === 'open' && fields.official !== me).map(([id]) => id)),
    [contests, me],
  )
  return useMemo(
    () => inbox({ notices: notices.values(), snoozes: snoozes.values(), tasks, owed, contested, reads, me, posts, org, now }),
    [notices, snoozes, tasks, owed, contested, reads, org, now, posts.join()],
  )
}

export function Inbox(): JSX.Element {
  const found = useInbox()
  const [show, setShow] = useState<Show>('all')
  const [why, setWhy] = useState<Item | null>(null)
  const filling = useFilling()
  const wanted = (items: readonly Item[]) => (show === 'unread' ? items.filter((item) => item.unread) : items)
  const waits = show === 'snoozed' ? [] : wanted(found.waits)
  const know = show === 'snoozed' ? found.snoozed : wanted(found.know)
  const nothing = waits.length + know.length === 0
  const options = [
    { value: 'all' as const, label: t.inbox.all },
    { value: 'unread' as const, label: found.unread ? `${t.inbox.unread} ${number(found.unread)}` : t.inbox.unread },
    ...(found.snoozed.length > 0 ? [{ value: 'snoozed' as const, label: `${t.inbox.snoozed} ${number(found.snoozed.length)}` }] : []),
  ]
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.inbox.title}</h1>
        {found.unread > 0 && (
          <button type="button" class="button" onClick={() => [...found.waits, ...found.know].forEach(read)}>
            <Icon name="checks" size={18} />
            {t.inbox.readAll}
          </button>
        )}
        <a class="see-all" href="/cong-bo">
          {t.announcement.all}
          <Icon name="next" size={16} />
        </a>
      </header>
      <Outgoing />
      <Choice<Show> legend={t.inbox.show} hideLegend value={show} onChange={setShow} options={options} />
      <Section id="waits" title={t.inbox.waits} items={waits} onWhy={setWhy} />
      <Section id="know" title={show === 'snoozed' ? t.inbox.snoozed : t.inbox.know} items={know} onWhy={setWhy} />
      {nothing && filling && <Filling />}
      {nothing && !filling && (
        <div class="empty">
          <Icon name="bell" size={40} />
          <p>
            <b>{show === 'unread' ? t.inbox.emptyUnread : t.inbox.empty}</b>
          </p>
          <p class="soft">{t.inbox.emptyHint}</p>
        </div>
      )}
      {why && <Why item={why} onClose={() => setWhy(null)} />}
    </div>
  )
}

interface SectionProps {
  id: string
  title: string
  items: readonly Item[]
  onWhy: (item: Item) => void
}

function Section({ id, title, items, onWhy }: SectionProps): JSX.Element | null {
  const [shown, setShown] = useState(PAGE)
  const org = useOrganisation()
  const now = useNow()
  if (items.length === 0) return null
  const left = Math.min(PAGE, items.length - shown)
  return (
    <section aria-labelledby={id}>
      <h2 id={id} class="section-title">
        {title} <span class="count">{number(items.length)}</span>
      </h2>
      <ul class="rows">
        {items.slice(0, shown).map((item) => (
          <Told key={item.subject} item={item} org={org} now={now} onWhy={() => onWhy(item)} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" class="button" onClick={() => setShown(shown + PAGE)}>
          {t.inbox.more(left)}
        </button>
      )}
    </section>
  )
}

const ICON: Record<Item['kind'], IconName> = {
  task: 'tasks',
  channel: 'mail',
  announcement: 'megaphone',
  reminder: 'clock',
  recurrence: 'history',
  contest: 'flag',
  absence: 'calendar',
  handOver: 'swap',
  delegation: 'user',
}

interface ToldProps {
  item: Item
  org: Organisation
  now: number
  onWhy: () => void
}

function Told({ item, org, now, onWhy }: ToldProps): JSX.Element {
  const { newest, subject } = item
  const put = choices(now).map((choice) => ({
    label: `${t.inbox.snooze}: ${t.inbox.later[choice]}`,
    onPick: () => snooze(subject, later(choice, now)),
  }))
  const wake = { label: t.inbox.wake, onPick: () => snooze(subject, null) }
  const items = [
    ...(item.unread ? [{ label: t.inbox.read, onPick: () => read(item) }] : []),
    { label: t.inbox.why, onPick: onWhy },
    ...(item.snoozedUntil !== null && item.snoozedUntil > now ? [wake] : put),
  ]
  const title = titleOf(item)
  return (
    <li class={item.unread ? 'row told unread' : 'row told'}>
      <a class="row-link" href={hrefOf(item)} onClick={() => read(item)} aria-describedby={`${subject}-told`}>
        <span class="row-title">
          <Icon name={ICON[item.kind]} size={18} />
          {item.unread && <span class="unseen">{t.inbox.unread}: </span>}
          {title}
        </span>
      </a>
      <span class="row-meta" id={`${subject}-told`}>
        <span class="row-who">{sentence(item, org)}</span>
        <time dateTime={newest.at}>{moment(Date.parse(newest.at), now)}</time>
        {item.snoozedUntil !== null && item.snoozedUntil > now && (
          <span class="mark">{t.inbox.until(moment(item.snoozedUntil, now))}</span>
        )}
      </span>
      <Menu label={`${t.inbox.title}: ${title}`} items={items} />
    </li>
  )
}

export function titleOf({ kind, subject }: Item): string {
  if (kind === 'announcement') return rows('announcement').get(subject)?.fields.title ?? t.inbox.gone
  if (kind === 'reminder') return rows('reminder').get(subject)?.fields.text ?? t.inbox.gone
  if (kind === 'contest') return t.inbox.contest
  if (kind === 'absence') return absentName(subject) ?? t.inbox.gone
  if (kind === 'recurrence') return rows('recurrence').get(subject)?.fields.title ?? t.inbox.gone
  if (kind === 'handOver') return handedOver(subject) ?? t.inbox.gone
  if (kind === 'delegation') return rows('delegation').get(subject)?.fields.paper ?? t.inbox.gone
  const task = kind === 'task' ? rows('task').get(subject)?.fields.title : undefined
  return task ?? (kind === 'channel' ? channelName(subject) : undefined) ?? t.inbox.gone
}

function absentName(subject: string): string | undefined {
  const absent = rows('absence').get(subject)?.fields.official
  return absent === undefined ? undefined : rows('official').get(absent)?.fields.name
}

function handedOver(subject: string): string | undefined {
  const record = rows('handOver').get(subject)?.fields
  if (!record) return undefined
  const { seat, tasks, recurring } = record
  const what = seat.post ? rows('post').get(seat.post)?.fields.title : rows('unit').get(seat.unit)?.fields.shortName
  return `${t.time.handOver}: ${what ?? ''} · ${number(tasks + recurring)} ${t.inbox.pieces}`
}

function channelName(subject: string): string | undefined {
  const channel = rows('channel').get(subject)?.fields
  return channel?.name || rows('task').get(subject)?.fields.title || rows('directive').get(subject)?.fields.title
}

/** What was said leads to its place, also where it was said at a task. */
function hrefOf({ kind, subject, newest: { message, position, thread } }: Item): string {
  if (message !== null) return talkOf(subject, position, thread)
  if (kind === 'announcement') return `/cong-bo/${subject}`
  if (kind === 'reminder') return reminderHref(subject)
  if (kind === 'absence') return `/vang-mat/${subject}`
  if (kind === 'contest') return `/danh-gia/kien-nghi/${subject}`
  if (kind === 'handOver') return `/ban-giao/${subject}`
  if (kind === 'recurrence') return `/dinh-ky/${subject}`
  if (kind === 'delegation') return `/uy-quyen/${subject}`
  return kind === 'task' || rows('task').has(subject) ? `/viec/${subject}` : talkOf(subject)
}

/** A reminder leads to the task that it is about, else to itself among what is mine today. */
function reminderHref(id: string): string {
  const about = rows('reminder').get(id)?.fields.subject
  return about && rows('task').has(about) ? `/viec/${about}` : `/hom-nay?nhac=${id}`
}

/** Nobody's act is the platform's. */
export function byWhom(official: string | null, org: Organisation): string {
  return official === null ? t.platform : org.official(official)?.name || t.someone
}

function sentence(item: Item, org: Organisation): string {
  const { newest, entries } = item
  const said = `${byWhom(newest.by, org)} ${t.inbox.event[newest.kind] ?? t.eventUnknown}`
  const basis = basisWords(item, org)
  return [said, ...(entries.length > 1 ? [t.inbox.count(entries.length)] : []), ...(basis ? [basis] : [])].join(' · ')
}

/** Why I am told of what is another's; null where one of my own seats is told, or I am myself. */
export function basisWords({ rows: told }: Item, org: Organisation): string | null {
  let words: string | null = null
  for (const { id } of told) {
    const [kind, post = ''] = (rows('notice').get(id)?.fields.to ?? '').split(':')
    const lent = kind === 'post' ? basisOf(post) : undefined
    if (!lent) return null
    words = t.inbox.lent[lent.ground](org.official(lent.official)?.name || t.someone)
  }
  return words
}
