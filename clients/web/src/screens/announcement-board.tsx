/** The board of an announcement: how many have opened and acknowledged it, in all and by unit, filling as one watches. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { remind } from '../act-announcement'
import { moment, number, t } from '../i18n'
import { useOrganisation, useRows } from '../live'
import { behind, countUnits, done, total, type UnitCount } from '../model/announcement'
import type { Organisation } from '../model/organisation'
import type { Announcement, Tally } from '../model/rows'
import type { ReaderState } from '../graphql/announcement'
import { DotMark, DotShapes } from '../ui/dot'
import { Icon } from '../ui/icon'
import { useWide } from '../ui/media'
import { shortUnit } from '../ui/seat'
import { AnnouncementPeople } from './announcement-people'
import { arrange } from './board'

/** The units of an announcement, counted. */
export function useCounts(id: string, announcement: Announcement): UnitCount[] {
  const org = useOrganisation()
  const tallies = useRows('tally')
  return useMemo(() => {
    const mine = new Map<string, Tally>()
    for (const { fields } of tallies.values()) if (fields.announcement === id) mine.set(fields.unit, fields)
    return countUnits(announcement, mine, org)
  }, [id, announcement, tallies, org])
}

interface Props {
  id: string
  announcement: Announcement
  /** My post that issued it; null: I only watch. */
  post: string | null
  now: number
}

/** Whose names are looked at: of one unit, or of all; and how they stand. */
interface Look {
  unit: string | null
  state: ReaderState
}

export function AnnouncementBoard({ id, announcement, post, now }: Props): JSX.Element {
  const counts = useCounts(id, announcement)
  const sum = total(counts)
  const late = behind(announcement, counts)
  const left = sum.people - done(announcement, sum)
  const [look, setLook] = useState<Look | null>(null)
  const [rest, setRest] = useState(false)
  const wide = useWide()
  const people = look && (
    <AnnouncementPeople
      key={`${look.unit} ${look.state}`}
      id={id}
      announcement={announcement}
      unit={look.unit}
      state={look.state}
      count={counts.find(({ unit }) => unit === look.unit) ?? { unit: '', ...sum }}
      post={post}
      now={now}
      sheet={!wide}
      onClose={() => setLook(null)}
    />
  )
  return (
    <div class={people && wide ? 'following with-card' : 'following'}>
      <section class="grow" aria-label={t.announcement.board}>
        <DotShapes />
        <div class="tools">
          <p class="progress" aria-live="polite">
            <b>{number(done(announcement, sum))}</b>/{number(sum.people)}{' '}
            {announcement.acknowledge ? t.announcement.haveAcknowledged : t.announcement.haveOpened}
          </p>
          {post && announcement.state === 'issued' && (
            <button
              type="button"
              class="button primary"
              disabled={left === 0}
              onClick={() => remind(id, late.length === counts.length ? [] : late.map(({ unit }) => unit), post)}
            >
              <Icon name="megaphone" size={18} />
              {left ? t.announcement.remind(left) : t.announcement.nobodyLeft}
            </button>
          )}
        </div>
        {announcement.remindedAt && (
          <p class="hint">{t.announcement.remindedAt(moment(Date.parse(announcement.remindedAt), now))}</p>
        )}
        <Bar announcement={announcement} count={sum} />
        <States announcement={announcement} sum={sum} look={look} onLook={(state) => setLook({ unit: null, state })} />
        <div class="switch units-switch" role="group" aria-label={t.announcement.filter}>
          <button type="button" aria-pressed={!rest} onClick={() => setRest(false)}>
            {t.announcement.allUnits(counts.length)}
          </button>
          <button type="button" aria-pressed={rest} onClick={() => setRest(true)}>
            {t.announcement.behindUnits(late.length)}
          </button>
        </div>
        <Units
          announcement={announcement}
          counts={rest ? late : counts}
          current={look?.unit ?? null}
          onPick={(unit) => setLook(look?.unit === unit ? null : { unit, state: 'not-yet' })}
        />
      </section>
      {people}
    </div>
  )
}

/** Acknowledged, opened, not yet: as parts of one bar. */
export function Bar({ announcement, count }: { announcement: Announcement; count: Omit<UnitCount, 'unit'> }): JSX.Element {
  const did = done(announcement, count)
  const parts = [
    ['done', did],
    ['opened', count.opened - did],
    ['rest', count.people - count.opened],
  ] as const
  return (
    <span class="stack-bar" aria-hidden="true">
      {parts.map(([name, size]) => size > 0 && <i key={name} class={name} style={{ flexGrow: size }} />)}
    </span>
  )
}

interface StatesProps {
  announcement: Announcement
  sum: Omit<UnitCount, 'unit'>
  look: Look | null
  onLook: (state: ReaderState) => void
}

/** Legend and numbers in one; each shows who they are. */
function States({ announcement, sum, look, onLook }: StatesProps): JSX.Element {
  const { people, opened, acknowledged } = sum
  const states: [ReaderState, 'done' | 'opened' | 'sent', number][] = announcement.acknowledge
    ? [
        ['acknowledged', 'done', acknowledged],
        ['opened', 'opened', opened - acknowledged],
        ['not-yet', 'sent', people - opened],
      ]
    : [
        ['opened', 'done', opened],
        ['not-yet', 'sent', people - opened],
      ]
  return (
    <div class="counters" role="group" aria-label={t.announcement.people}>
      {states.map(([state, dot, count]) => (
        <button
          key={state}
          type="button"
          class="counter"
          aria-pressed={look?.unit === null && look.state === state}
          disabled={count === 0}
          onClick={() => onLook(state)}
        >
          <DotMark dot={dot} size={18} />
          <span>{t.announcement.reader[state]}</span>
          <b>{number(count)}</b>
        </button>
      ))}
    </div>
  )
}

/** Under a heading that says what kind of unit it is, the name alone. */
function tileName(unit: string, headed: boolean, org: Organisation): string {
  const name = shortUnit(unit, org)
  return headed ? name.replace(/^(Phường|Xã|Đặc khu) /, '') : name
}

interface UnitsProps {
  announcement: Announcement
  counts: readonly UnitCount[]
  current: string | null
  onPick: (unit: string) => void
}

function Units({ announcement, counts, current, onPick }: UnitsProps): JSX.Element {
  const org = useOrganisation()
  const groups = useMemo(() => arrange(counts, org), [counts, org])
  if (counts.length === 0) return <p class="hint">{t.announcement.allDone}</p>
  return (
    <>
      {groups.map(([name, list]) => (
        <section key={name} aria-label={t.directive.groups[name]}>
          {groups.length > 1 && (
            <h2 class="board-group">
              {t.directive.groups[name]} <span>{number(list.length)}</span>
            </h2>
          )}
          <ul class="unit-tiles">
            {list.map((count) => {
              const did = done(announcement, count)
              return (
                <li key={count.unit}>
                  <button
                    type="button"
                    class={did === count.people ? 'unit-tile all' : 'unit-tile'}
                    aria-pressed={count.unit === current}
                    onClick={() => onPick(count.unit)}
                  >
                    <span class="unit-tile-name">{tileName(count.unit, groups.length > 1, org)}</span>
                    <span class="tabular">
                      {did}/{count.people}
                    </span>
                    <Bar announcement={announcement} count={count} />
                  </button>
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </>
  )
}
