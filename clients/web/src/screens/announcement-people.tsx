/** Who of a unit, or of all, has acknowledged, only opened, or not yet seen an announcement; asked anew as they do. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { remind } from '../act-announcement'
import { readersOf, type Reader, type ReaderState } from '../graphql/announcement'
import { moment, number, t } from '../i18n'
import { useOrganisation, useRows } from '../live'
import { done, type UnitCount } from '../model/announcement'
import type { Organisation } from '../model/organisation'
import { tel } from '../model/reach'
import type { Announcement } from '../model/rows'
import { Icon } from '../ui/icon'
import { Sheet } from '../ui/sheet'

interface Props {
  id: string
  announcement: Announcement
  /** Null: of all units. */
  unit: string | null
  state: ReaderState
  count: UnitCount
  /** My post that issued it; null: I only watch. */
  post: string | null
  now: number
  sheet: boolean
  onClose: () => void
}

export function AnnouncementPeople(props: Props): JSX.Element {
  const org = useOrganisation()
  const title = props.unit ? (org.unit(props.unit)?.name ?? '') : t.announcement.people
  if (props.sheet)
    return (
      <Sheet title={title} onClose={props.onClose}>
        <People {...props} org={org} />
      </Sheet>
    )
  return (
    <aside class="card" aria-label={title}>
      <header class="card-head">
        <h2>{title}</h2>
        <button type="button" class="icon-button" onClick={props.onClose} aria-label={t.close}>
          <Icon name="close" />
        </button>
      </header>
      <People {...props} org={org} />
    </aside>
  )
}

function People({ id, announcement, unit, state: first, count, post, now, org }: Props & { org: Organisation }): JSX.Element {
  const [state, setState] = useState(first)
  const { found, more } = useReaders(id, unit, state, `${count.opened}/${count.acknowledged}`)
  const left = count.people - done(announcement, count)
  const sizes: [ReaderState, number][] = [
    ['not-yet', count.people - count.opened],
    ['opened', announcement.acknowledge ? count.opened - count.acknowledged : count.opened],
    ...(announcement.acknowledge ? ([['acknowledged', count.acknowledged]] as [ReaderState, number][]) : []),
  ]
  return (
    <div class="card-body">
      <div class="switch states" role="group" aria-label={t.announcement.filter}>
        {sizes.map(([value, size]) => (
          <button key={value} type="button" aria-pressed={state === value} onClick={() => setState(value)}>
            {t.announcement.reader[value]} <b class="tabular">{number(size)}</b>
          </button>
        ))}
      </div>
      {found === null && <p class="hint">{t.announcement.offline}</p>}
      {found?.length === 0 && <p class="hint">{t.announcement.nobody}</p>}
      <ul class="people">
        {found?.map((reader) => (
          <Row key={reader.official} reader={reader} announcement={announcement} org={org} now={now} all={unit === null} />
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={more}>
          {t.announcement.more}
        </button>
      )}
      {post && unit && left > 0 && announcement.state === 'issued' && (
        <p class="card-actions">
          <button type="button" class="button primary" onClick={() => remind(id, [unit], post)}>
            <Icon name="megaphone" size={18} />
            {t.announcement.remind(left)}
          </button>
        </p>
      )}
    </div>
  )
}

interface Asked {
  /** Null: the server cannot be asked; undefined: it is being asked. */
  found: readonly Reader[] | null | undefined
  more: (() => void) | null
}

/** Those who stand so, a page at a time; asked anew when `version` moves, while the old answer stays in sight. */
function useReaders(id: string, unit: string | null, state: ReaderState, version: string): Asked {
  const [pages, setPages] = useState<{ state: ReaderState; readers: Reader[]; next: string | null } | null | undefined>(undefined)
  const [size, setSize] = useState(1)
  useEffect(() => {
    const stop = new AbortController()
    void readPages(id, unit, state, size, stop.signal).then((found) => {
      if (!stop.signal.aborted) setPages(found && { state, ...found })
    })
    return () => stop.abort()
  }, [id, unit, state, version, size])
  const fits = pages?.state === state ? pages : pages === null ? null : undefined
  return { found: fits && fits.readers, more: fits?.next ? () => setSize(size + 1) : null }
}

async function readPages(id: string, unit: string | null, state: ReaderState, size: number, signal: AbortSignal) {
  const readers: Reader[] = []
  let next: string | null = null
  for (let page = 0; page < size; page += 1) {
    const found = await readersOf(id, { unit, state, search: '' }, next, signal)
    if (!found) return null
    readers.push(...found.readers)
    next = found.next
    if (!next) break
  }
  return { readers, next }
}

interface RowProps {
  reader: Reader
  announcement: Announcement
  org: Organisation
  now: number
  /** People of all units: then the unit is said as well. */
  all: boolean
}

function Row({ reader, announcement, org, now, all }: RowProps): JSX.Element {
  const phones = useRows('phone')
  const card = org.official(reader.official)
  const name = card?.name || t.erased
  const titles = org.postsOf(reader.official).filter(({ fields }) => fields.unit === reader.unit || all)
  const number = phones.get(reader.official)?.fields.number ?? card?.officePhone
  const at = reader.acknowledgedAt ?? reader.openedAt
  const late = at !== null && announcement.acknowledgeBy !== null && at > announcement.acknowledgeBy
  return (
    <li class="person">
      <span class="person-text">
        <b>{name}</b>
        <span>{titles.map(({ fields }) => fields.title).join(' · ')}</span>
        {all && <span>{org.unit(reader.unit)?.name}</span>}
        {at && (
          <span class={late ? 'tabular late-words' : 'tabular'}>
            {reader.state === 'acknowledged'
              ? t.announcement.at.acknowledged(moment(Date.parse(at), now))
              : t.announcement.at.opened(moment(Date.parse(reader.openedAt ?? at), now))}
            {reader.state === 'opened' && reader.edition > 0 && ` · ${t.announcement.earlierText}`}
          </span>
        )}
      </span>
      {number && reader.state !== 'acknowledged' && (
        <a class="button round" href={tel(number)} aria-label={t.directive.call(name)}>
          <Icon name="phone" />
        </a>
      )}
    </li>
  )
}
