/** Announcements on the first screen: what I owe an acknowledgement, and how far those of my desk are. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { useNow, useOrganisation } from '../live'
import { DAY } from '../model/time'
import { AnnouncementRow, type Told } from './announcements'
import { Icon } from '../ui/icon'

/** At most so many of each; the rest is one tap away. */
const SHOWN = 2
/** So long an announcement of mine is followed here. */
const RECENT = 3 * DAY

/** What is shown of them here. */
export function announcedToday(all: readonly Told[], now: number): { owed: Told[]; mine: Told[] } {
  const recent = ({ announcement }: Told) => {
    const by = announcement.acknowledgeBy ? Date.parse(announcement.acknowledgeBy) : 0
    return Math.max(by, Date.parse(announcement.issuedAt) + RECENT) > now
  }
  const asked = ({ state, acknowledge }: Told['announcement']) => acknowledge && state === 'issued'
  return {
    owed: all.filter(({ owed, announcement }) => owed && announcement.acknowledge),
    mine: all.filter((told) => told.issued && asked(told.announcement) && recent(told)),
  }
}

export function TodayAnnouncements({ owed, mine }: { owed: readonly Told[]; mine: readonly Told[] }): JSX.Element {
  return (
    <>
      <Rows id="owed" title={t.announcement.today} list={owed} />
      <Rows id="announced" title={t.announcement.mine} list={mine} />
    </>
  )
}

function Rows({ id, title, list }: { id: string; title: string; list: readonly Told[] }): JSX.Element | null {
  const org = useOrganisation()
  const now = useNow()
  if (list.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id} class="section-title">
        {title} <span class="count">{list.length}</span>
        {list.length > SHOWN && (
          <a class="see-all" href="/cong-bo">
            {t.seeAll(list.length)}
            <Icon name="next" size={16} />
          </a>
        )}
      </h2>
      <ul class="rows">
        {list.slice(0, SHOWN).map((told) => (
          <AnnouncementRow key={told.id} told={told} org={org} now={now} />
        ))}
      </ul>
    </section>
  )
}
