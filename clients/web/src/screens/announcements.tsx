/** All announcements that I was told, or whose board I see; what I owe an acknowledgement first. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { createdId } from '@congvu/sync'
import { moment, number, t } from '../i18n'
import { myPosts, signed, useFilling, useNow, useOrganisation, useRow, useRows } from '../live'
import { done, owes, standing, throughUnit, total } from '../model/announcement'
import { circles } from '../model/announcing'
import type { Organisation } from '../model/organisation'
import type { Announcement, Receipt } from '../model/rows'
import { Icon } from '../ui/icon'
import { Urgent } from '../ui/light'
import { Filling } from '../ui/loading'
import { seatName } from '../ui/seat'
import { Bar, useCounts } from './announcement-board'

const PAGE = 30

export interface Told {
  id: string
  announcement: Announcement
  receipt: Receipt | undefined
  /** Whether I was told, and still owe it something. */
  mine: boolean
  owed: boolean
  /** Whether I see its board; whether it is I who issued it. */
  watched: boolean
  issued: boolean
}

/** All of them, the newest first. */
export function useAnnouncements(): Told[] {
  const org = useOrganisation()
  const [announcements, receipts] = [useRows('announcement'), useRows('receipt')]
  const me = signed().official
  const posts = myPosts()
  return useMemo(
    () =>
      [...announcements.values()]
        .map(({ id, fields }) => {
          const receipt = receipts.get(createdId(id, me))?.fields
          const mine = throughUnit(fields, org, posts, me) !== null
          const watched = posts.some((post) => org.watches(post, fields.issuer))
          const issued = posts.some((post) => org.sits(post, fields.issuer))
          return { id, announcement: fields, receipt, mine, owed: mine && owes(fields, receipt), watched, issued }
        })
        .sort((a, b) => (a.announcement.issuedAt < b.announcement.issuedAt ? 1 : -1)),
    [announcements, receipts, org, posts.join(), me],
  )
}

/** Whether I see the board of an announcement. */
export function useWatching(id: string | undefined): boolean {
  const org = useOrganisation()
  const issuer = useRow('announcement', id)?.fields.issuer
  return issuer !== undefined && myPosts().some((post) => org.watches(post, issuer))
}

/** Whether one of my posts may tell anybody anything. */
export function useMayAnnounce(): boolean {
  const org = useOrganisation()
  const posts = myPosts()
  return useMemo(() => posts.some((post) => circles(post, org).length > 0), [org, posts.join()])
}

export function Announcements({ current }: { current?: string | undefined }): JSX.Element {
  const all = useAnnouncements()
  const may = useMayAnnounce()
  const filling = useFilling()
  const [shown, setShown] = useState(PAGE)
  const asked = ({ owed, announcement }: Told) => owed && announcement.acknowledge
  const owed = all.filter(asked)
  const rest = all.filter((each) => !asked(each))
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.announcement.all}</h1>
        {may && (
          <a class="button primary" href="/cong-bo/moi">
            <Icon name="megaphone" size={18} />
            {t.announcement.new}
          </a>
        )}
      </header>
      <Section id="owed" title={t.announcement.owed} list={owed} current={current} />
      <Section
        id="others"
        title={owed.length > 0 ? t.announcement.others : t.announcement.every}
        list={rest.slice(0, shown)}
        size={rest.length}
        current={current}
      />
      {rest.length > shown && (
        <button type="button" class="button" onClick={() => setShown(shown + PAGE)}>
          {t.announcement.more}
        </button>
      )}
      {all.length === 0 && filling && <Filling />}
      {all.length === 0 && !filling && (
        <div class="empty">
          <Icon name="megaphone" size={40} />
          <p>
            <b>{t.announcement.empty}</b>
          </p>
          <p class="soft">{t.announcement.emptyHint}</p>
        </div>
      )}
    </div>
  )
}

interface SectionProps {
  id: string
  title: string
  list: readonly Told[]
  size?: number
  current?: string | undefined
}

export function Section({ id, title, list, size = list.length, current }: SectionProps): JSX.Element | null {
  const org = useOrganisation()
  const now = useNow()
  if (list.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id} class="section-title">
        {title} <span class="count">{number(size)}</span>
      </h2>
      <ul class="rows">
        {list.map((each) => (
          <AnnouncementRow key={each.id} told={each} org={org} now={now} current={current === each.id} />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  told: Told
  org: Organisation
  now: number
  current?: boolean
}

export function AnnouncementRow({
  told: { id, announcement, receipt, mine, owed, watched },
  org,
  now,
  current,
}: RowProps): JSX.Element {
  const by = announcement.acknowledgeBy ? Date.parse(announcement.acknowledgeBy) : null
  const stands = standing(announcement, receipt)
  return (
    <li class={current ? 'row current' : 'row'}>
      <a class="row-link" href={`/cong-bo/${id}`} aria-current={current ? 'true' : undefined} aria-describedby={`${id}-meta`}>
        <span class="row-title">
          {mine && stands === 'not-yet' && announcement.state === 'issued' && (
            <span class="fresh">
              <span class="unseen">{t.announcement.reader['not-yet']}: </span>
            </span>
          )}
          <Urgent urgency={announcement.urgency} />
          {announcement.title}
        </span>
      </a>
      <span class="row-meta" id={`${id}-meta`}>
        {owed && by !== null && (
          <span class={by < now ? 'light red' : 'light yellow'}>
            <Icon name={by < now ? 'late' : 'soon'} size={15} />
            {t.announcement.by(moment(by, now))}
          </span>
        )}
        {announcement.state === 'withdrawn' && <span class="mark">{t.announcement.state.withdrawn}</span>}
        {owed && stands === 'earlier' && <span class="mark">{t.announcement.changed}</span>}
        {!owed && mine && stands === 'acknowledged' && (
          <span class="light green">
            <Icon name="checks" size={15} />
            {t.announcement.reader.acknowledged}
          </span>
        )}
        <span class="row-who">{seatName(announcement.issuer, org)}</span>
        <time dateTime={announcement.issuedAt}>{moment(Date.parse(announcement.issuedAt), now)}</time>
      </span>
      {watched && !owed && announcement.state === 'issued' && <Progress id={id} announcement={announcement} />}
    </li>
  )
}

/** How far an announcement of my desk is. */
function Progress({ id, announcement }: { id: string; announcement: Announcement }): JSX.Element {
  const sum = total(useCounts(id, announcement))
  return (
    <>
      <span class="row-meta">
        <b class="tabular">
          {number(done(announcement, sum))}/{number(sum.people)}{' '}
          {announcement.acknowledge ? t.announcement.haveAcknowledged : t.announcement.haveOpened}
        </b>
      </span>
      <Bar announcement={announcement} count={sum} />
    </>
  )
}
