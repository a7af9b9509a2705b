/** Danh bạ: the tree of units, and the card of each with its people; found by any name it ever had. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { number, t } from '../i18n'
import { myPosts, useFilling, useOrganisation, useRows } from '../live'
import type { Named, Organisation } from '../model/organisation'
import { contacts, tel, type Contact } from '../model/reach'
import type { Unit } from '../model/rows'
import { seatIndex } from '../model/seats'
import { Icon } from '../ui/icon'
import { useWide } from '../ui/media'
import { Filling } from '../ui/loading'
import { holderName, seatName } from '../ui/seat'
import { Below } from './below'
import { Person } from './person'

export function Directory({ query }: { query: URLSearchParams }): JSX.Element {
  const org = useOrganisation()
  const wide = useWide()
  const chosen = query.get('don-vi')
  const unit = chosen ?? (wide ? (org.post(myPosts()[0])?.unit ?? null) : null)
  const card = unit && org.unit(unit) ? <UnitCard key={unit} id={unit} unit={org.unit(unit) as Unit} org={org} /> : null
  if (!wide) return card && chosen ? card : <Finder org={org} current={null} />
  return (
    <div class="split">
      <div class="split-list">
        <Finder org={org} current={unit} />
      </div>
      <div class="split-detail">
        {card ?? (
          <div class="empty pick">
            <p>{t.directory.pick}</p>
          </div>
        )}
      </div>
    </div>
  )
}

function Finder({ org, current }: { org: Organisation; current: string | null }): JSX.Element {
  const [words, setWords] = useState('')
  const index = useMemo(() => (words ? seatIndex(org, { recent: [], mine: [], own: [] }) : null), [org, words === ''])
  const hits = index?.find(words, 40)
  const roots = org.children(null)
  const filling = useFilling()
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.directory.title}</h1>
      </header>
      <div class="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          aria-label={t.directory.search}
          placeholder={t.directory.search}
          value={words}
          onInput={(event) => setWords((event.target as HTMLInputElement).value)}
        />
      </div>
      {hits ? (
        <>
          <p class="unseen" role="status">
            {t.assign.results}: {number(hits.length)}
          </p>
          {hits.length === 0 && (
            <p class="hint pad">
              {t.assign.nothing(words)} {t.assign.nothingHint}
            </p>
          )}
          <ul class="rows found">
            {hits.map(({ item, former }) => (
              <li key={item.post ?? item.unit} class="row">
                <a class="row-link" href={`/danh-ba?don-vi=${item.unit}`}>
                  <span class="row-title">{item.post ? (holderName(item, org) ?? t.vacant) : seatName(item, org)}</span>
                </a>
                <span class="row-meta">
                  {former ? t.assign.former(former) : item.post ? seatName(item, org) : (holderName(item, org) ?? '')}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <nav aria-label={t.directory.tree} class="tree">
          {roots.length === 0 && (filling ? <Filling /> : <p class="hint pad">{t.directory.empty}</p>)}
          {roots.map(({ id }) => (
            <Branch key={id} id={id} org={org} current={current} depth={0} />
          ))}
        </nav>
      )}
    </div>
  )
}

/** A unit of the tree; its branches are drawn only once it is opened. */
function Branch({
  id,
  org,
  current,
  depth,
}: {
  id: string
  org: Organisation
  current: string | null
  depth: number
}): JSX.Element {
  const below = org.children(id)
  const [open, setOpen] = useState(depth === 0)
  const link = (
    <a class="tree-link" href={`/danh-ba?don-vi=${id}`} aria-current={current === id ? 'true' : undefined}>
      {org.unit(id)?.name}
      {below.length > 0 && <span class="soft"> {number(below.length)}</span>}
    </a>
  )
  if (below.length === 0) return <div class="leaf">{link}</div>
  return (
    <div class="branch">
      <div class="branch-head">
        <button
          type="button"
          class="icon-button twist"
          aria-expanded={open}
          aria-label={`${t.directory.tree}: ${org.unit(id)?.name ?? ''}`}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'down' : 'next'} size={18} />
        </button>
        {link}
      </div>
      {open && (
        <div class="twigs">
          <Twigs below={below} org={org} current={current} depth={depth + 1} />
        </div>
      )}
    </div>
  )
}

const KINDS = ['Phường', 'Xã', 'Đặc khu'] as const
const CROWD = 30

interface TwigsProps {
  below: Named<Unit>[]
  org: Organisation
  current: string | null
  depth: number
}

/** What lies below a unit; a crowd of wards is folded by kind, so that departments are not lost in it. */
function Twigs({ below, org, current, depth }: TwigsProps): JSX.Element {
  const branch = ({ id }: Named<Unit>) => <Branch key={id} id={id} org={org} current={current} depth={depth} />
  if (below.length < CROWD) return <>{below.map(branch)}</>
  const kindOf = ({ fields }: Named<Unit>) => KINDS.find((kind) => fields.name.startsWith(`${kind} `))
  return (
    <>
      {below.filter((unit) => !kindOf(unit)).map(branch)}
      {KINDS.map((kind) => {
        const list = below.filter((unit) => kindOf(unit) === kind)
        return (
          list.length > 0 && (
            <details key={kind} class="kind" open={list.some(({ id }) => id === current)}>
              <summary>
                {t.directive.groups[kind]}
                <span class="soft">{number(list.length)}</span>
              </summary>
              {list.map(branch)}
            </details>
          )
        )
      })}
    </>
  )
}

function UnitCard({ id, unit, org }: { id: string; unit: Unit; org: Organisation }): JSX.Element {
  const phones = useRows('phone')
  const people = contacts(id, org, phones)
  const seat = (contact: Contact) => org.post(contact.post)
  const groups: [string, Contact[]][] = [
    [t.directory.leading, people.filter((each) => seat(each)?.leading)],
    [t.directory.intake, people.filter((each) => !seat(each)?.leading && seat(each)?.intake)],
    [t.directory.others, people.filter((each) => !seat(each)?.leading && !seat(each)?.intake)],
  ]
  const former = [...new Set(unit.formerNames.map(({ name }) => name))]
  return (
    <article class="screen unit-card">
      <header class="detail-head">
        <a class="icon-button back" href="/danh-ba" aria-label={t.back}>
          <Icon name="back" />
        </a>
        <div class="grow">
          <h1>{unit.name}</h1>
          {unit.parent && (
            <p>
              <a href={`/danh-ba?don-vi=${unit.parent}`}>{org.unit(unit.parent)?.name}</a>
            </p>
          )}
        </div>
      </header>
      <p class="card-actions">
        <a class="button primary" href={`/giao?don-vi=${id}`}>
          <Icon name="plus" size={18} />
          {t.directory.assignTo}
        </a>
        {unit.phone && (
          <a class="button" href={tel(unit.phone)}>
            <Icon name="phone" size={18} />
            {unit.phone}
          </a>
        )}
        <a class="button" href={`/quy-tac-nhac?don-vi=${id}`}>
          <Icon name="bell" size={18} />
          {t.time.rule}
        </a>
      </p>
      {unit.successors.length > 0 && (
        <p class="note">
          {t.directory.merged}{' '}
          {unit.successors.map((next) => (
            <a key={next} href={`/danh-ba?don-vi=${next}`}>
              {org.unit(next)?.name}{' '}
            </a>
          ))}
        </p>
      )}
      {groups.map(
        ([title, list]) =>
          list.length > 0 && (
            <section key={title}>
              <h2 class="section-title">{title}</h2>
              <ul class="people paper-list">
                {list.map((contact) => (
                  <Person key={contact.post} contact={contact} />
                ))}
              </ul>
            </section>
          ),
      )}
      <Below unit={id} org={org} />
      <dl class="people-list">
        {unit.address && (
          <div>
            <dt>{t.directory.address}</dt>
            <dd>{unit.address}</dd>
          </div>
        )}
        <div>
          <dt>{t.directory.code}</dt>
          <dd>{unit.code}</dd>
        </div>
        {former.length > 0 && (
          <div>
            <dt>{t.directory.formerNames}</dt>
            <dd>{former.join(' · ')}</dd>
          </div>
        )}
      </dl>
    </article>
  )
}
