/** An announcement: for whoever was told, its text and one large button; for those who issued it, its board filling. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { acknowledge, acknowledging, opened } from '../act-announcement'
import { editionsOf, type Edition } from '../graphql/announcement'
import { moment, t } from '../i18n'
import { myPosts, signed, useNow, useOrganisation, useOutbox, useRow, useRows } from '../live'
import { standing, throughUnit, toldPost, type Standing } from '../model/announcement'
import type { Organisation } from '../model/organisation'
import type { Announcement, Receipt } from '../model/rows'
import { markRead } from '../reads'
import { createdId } from '@congvu/sync'
import { DetailHead, Missing } from '../ui/detail'
import { Files } from '../ui/files'
import { Icon } from '../ui/icon'
import { Rich } from '../ui/rich'
import { seatName } from '../ui/seat'
import { AnnouncementBoard } from './announcement-board'
import { AnnouncementMenu } from './announcement-menu'

export function AnnouncementScreen({ id }: { id: string }): JSX.Element {
  const announcement = useRow('announcement', id)?.fields
  if (!announcement) return <Missing icon="megaphone" title={t.announcement.missing} />
  return <Shown id={id} announcement={announcement} />
}

/** My receipt, by the one id that it can have. */
export function useReceipt(id: string): Receipt | undefined {
  return useRow('receipt', createdId(id, signed().official))?.fields
}

interface Mine {
  /** The unit by which I was told, and my post there. */
  unit: string
  post: string
  receipt: Receipt | undefined
  stands: Standing
}

function useMine(id: string, announcement: Announcement, org: Organisation): Mine | null {
  const receipt = useReceipt(id)
  const unit = throughUnit(announcement, org, myPosts(), signed().official)
  const post = unit && toldPost(unit, org, myPosts())
  return unit && post ? { unit, post, receipt, stands: standing(announcement, receipt) } : null
}

function Shown({ id, announcement }: { id: string; announcement: Announcement }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const mine = useMine(id, announcement, org)
  const posts = myPosts()
  const post = posts.find((each) => org.sits(each, announcement.issuer)) ?? null
  const watching = posts.some((each) => org.watches(each, announcement.issuer))
  useOpening(id, announcement, mine)
  useNoticesRead(id)
  return (
    <article class={watching ? 'screen announcement watching' : 'screen announcement'}>
      <DetailHead
        urgency={announcement.urgency}
        title={announcement.title}
        aside={post && <AnnouncementMenu id={id} announcement={announcement} post={post} />}
      >
        <p class="soft">
          {seatName(announcement.issuer, org)} · {moment(Date.parse(announcement.issuedAt), now)}
        </p>
        <Facts announcement={announcement} now={now} />
      </DetailHead>
      {announcement.state === 'withdrawn' && (
        <blockquote class="late">
          <b>{t.announcement.state.withdrawn}</b>
          <br />
          {announcement.reason || t.erased}
        </blockquote>
      )}
      {(mine || !watching) && <Paper id={id} announcement={announcement} now={now} />}
      {mine && announcement.state === 'issued' && <Answer id={id} announcement={announcement} mine={mine} now={now} />}
      {watching && <AnnouncementBoard id={id} announcement={announcement} post={post} now={now} />}
      {watching && !mine && <Paper id={id} announcement={announcement} now={now} folded />}
    </article>
  )
}

/** The first look is part of the story: who knew what when. */
function useOpening(id: string, announcement: Announcement, mine: Mine | null): void {
  const { edition, issuer, state } = announcement
  const needed = mine !== null && mine.receipt === undefined && state === 'issued'
  useEffect(() => {
    if (mine && needed) opened({ announcement: id, unit: mine.unit, edition }, issuer, mine.post)
  }, [id, needed])
}

/** Whoever looks at it has been told of it. */
function useNoticesRead(id: string): void {
  const notices = useRows('notice')
  useEffect(() => {
    for (const notice of notices.values()) if (notice.fields.subject === id) markRead(notice.id, notice.fields.order)
  }, [id, notices])
}

function Facts({ announcement, now }: { announcement: Announcement; now: number }): JSX.Element {
  const by = announcement.acknowledgeBy ? Date.parse(announcement.acknowledgeBy) : null
  return (
    <p class="facts">
      {!announcement.acknowledge && <span>{t.announcement.toKnow}</span>}
      {by !== null && announcement.state === 'issued' && (
        <span class={by < now ? 'light red' : 'light yellow'}>
          <Icon name={by < now ? 'late' : 'clock'} size={15} />
          {t.announcement.by(moment(by, now))}
        </span>
      )}
      <span>{t.directive.units(announcement.units.length)}</span>
      {announcement.correctedAt && (
        <b class="state-tag">{t.announcement.correctedAt(moment(Date.parse(announcement.correctedAt), now))}</b>
      )}
    </p>
  )
}

interface PaperProps {
  id: string
  announcement: Announcement
  now: number
  /** At hand only: for whoever wrote it. */
  folded?: boolean
}

function Paper({ id, announcement, now, folded }: PaperProps): JSX.Element {
  const text = (
    <>
      <Rich text={announcement.text || t.erased} />
      {announcement.attachments.length > 0 && <Files ids={announcement.attachments} />}
    </>
  )
  const earlier = announcement.edition > 1 && <Editions id={id} edition={announcement.edition} now={now} />
  if (folded)
    return (
      <details class="paper">
        <summary>{t.announcement.text}</summary>
        {text}
        {earlier}
      </details>
    )
  return (
    <section class="paper" aria-label={t.announcement.text}>
      {text}
      {earlier}
    </section>
  )
}

/** What it said before it was corrected. */
function Editions({ id, edition, now }: { id: string; edition: number; now: number }): JSX.Element {
  const [open, setOpen] = useState(false)
  const [found, setFound] = useState<Edition[] | null | undefined>(undefined)
  useEffect(() => {
    if (!open) return
    const stop = new AbortController()
    void editionsOf(id, stop.signal).then((value) => !stop.signal.aborted && setFound(value))
    return () => stop.abort()
  }, [open, id, edition])
  return (
    <details class="editions" onToggle={(event) => setOpen((event.target as HTMLDetailsElement).open)}>
      <summary>{t.announcement.earlier}</summary>
      {found === null && <p class="hint">{t.announcement.offline}</p>}
      {found?.slice(0, -1).map((each) => (
        <section key={each.number}>
          <h2>{t.announcement.edition(each.number, moment(Date.parse(each.at), now))}</h2>
          <Rich text={each.text || t.erased} />
        </section>
      ))}
    </details>
  )
}

interface AnswerProps {
  id: string
  announcement: Announcement
  mine: Mine
  now: number
}

/** My part: one large button, or what I said and when. */
function Answer({ id, announcement, mine, now }: AnswerProps): JSX.Element | null {
  const waits = acknowledging(id, useOutbox())
  const { unit, post, receipt, stands } = mine
  if (!announcement.acknowledge) return null
  const give = () => acknowledge({ announcement: id, unit, edition: announcement.edition }, announcement.issuer, post)
  if (stands === 'acknowledged')
    return (
      <p class="answer-bar done" role="status">
        <Icon name={waits === 'kept' ? 'device' : 'checks'} size={22} />
        <span>
          <b>{t.announcement.known(moment(Date.parse(receipt?.acknowledgedAt ?? ''), now))}</b>
          {waits === 'kept' && <span class="soft"> {t.announcement.kept}</span>}
        </span>
      </p>
    )
  return (
    <div class="answer-bar">
      {stands === 'earlier' && <p>{t.announcement.again}</p>}
      <button type="button" class="button primary big" onClick={give}>
        <Icon name="check" />
        {t.announcement.acknowledge}
      </button>
    </div>
  )
}
