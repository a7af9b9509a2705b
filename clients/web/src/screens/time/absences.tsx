/** Vắng mặt: when I am away and who stands in, for whom I stand in, and who around me is away. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { cancelAbsence } from '../../act-time'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/time'
import { myPosts, signed, useFilling, useNow, useOrganisation, useRows } from '../../live'
import { coming, standing, type Away } from '../../model/absence'
import type { Organisation } from '../../model/organisation'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { Menu } from '../../ui/menu'
import { postName } from '../../ui/seat'
import { AbsenceSheet } from './absence-sheet'
import { Section } from './parts'
import '../../styles/time.css'

export function Absences({ id }: { id: string | undefined }): JSX.Element {
  const w = words().absence
  const org = useOrganisation()
  const now = useNow()
  const me = signed().official
  const posts = myPosts()
  const rows = useRows('absence')
  const all = coming(rows.values(), now)
  const mine = all.filter(({ absence }) => absence.official === me)
  const near = all.filter((each) => each.absence.official !== me && (each.id === id || isNear(each, posts, org)))
  const stood = standing(rows.values(), posts, org, now)
  const filling = useFilling()
  const [sheet, open] = useState<Away | 'new' | null>(null)
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.time.absence}</h1>
        <button type="button" class="button primary add" onClick={() => open('new')}>
          <Icon name="plus" size={18} />
          {w.declare}
        </button>
      </header>
      {filling && <Filling />}
      <Section title={w.mine} count={mine.length} empty={w.noneMine}>
        {mine.map((each) => (
          <AbsenceRow key={each.id} away={each} org={org} now={now} asked={each.id === id}>
            <Menu
              label={w.more(span(each, now))}
              items={[
                { label: w.edit, onPick: () => open(each) },
                {
                  label: each.start <= now ? w.back : w.cancel,
                  onPick: () => cancelAbsence(each.id, each.start <= now ? w.backDone : w.cancelled),
                  danger: true,
                },
              ]}
            />
          </AbsenceRow>
        ))}
      </Section>
      {stood.length > 0 && (
        <Section title={w.stood} count={stood.length} hint={w.ordinary}>
          {stood.map(({ post, official, start, end, basis }) => (
            <li key={`${basis}/${post}`} class="row">
              <span class="row-title">{w.for(org.official(official)?.name || t.erased, postName(post, org))}</span>
              <span class="row-meta">
                {start <= now && <span class="mark">{w.now}</span>}
                <span class="tabular">{w.span(moment(start, now), moment(end, now))}</span>
              </span>
            </li>
          ))}
        </Section>
      )}
      <Section title={w.others} count={near.length} empty={w.noneOthers}>
        {near.map((each) => (
          <AbsenceRow key={each.id} away={each} org={org} now={now} asked={each.id === id} named />
        ))}
      </Section>
      {sheet && <AbsenceSheet {...(sheet === 'new' ? {} : { away: sheet })} onClose={() => open(null)} />}
    </div>
  )
}

/** In one of my units, or below one that I lead; or I stand in for them. */
function isNear({ absence }: Away, posts: readonly string[], org: Organisation): boolean {
  if (absence.standIns.some(({ standIn }) => posts.includes(standIn))) return true
  const theirs = org.postsOf(absence.official).map(({ fields }) => fields.unit)
  return posts.some((post) => {
    const own = org.post(post)
    return own !== undefined && theirs.some((unit) => unit === own.unit || (own.leading && org.contains(own.unit, unit)))
  })
}

function span({ start, end }: Away, now: number): string {
  return words().absence.span(moment(start, now), moment(end, now))
}

interface RowProps {
  away: Away
  org: Organisation
  now: number
  /** A notice led here. */
  asked: boolean
  /** Who is away is said: it is not I. */
  named?: boolean
  children?: ComponentChildren
}

function AbsenceRow({ away, org, now, asked, named, children }: RowProps): JSX.Element {
  const w = words().absence
  const row = useRef<HTMLLIElement>(null)
  const { absence, start } = away
  useEffect(() => {
    if (asked) row.current?.scrollIntoView({ block: 'nearest' })
  }, [asked])
  const post = org.postsOf(absence.official)[0]
  const kind = w.kind[absence.kind]
  return (
    <li ref={row} class={`row absence${asked ? ' current' : ''}`}>
      <span class="row-title">{named ? org.official(absence.official)?.name || t.erased : `${kind}, ${span(away, now)}`}</span>
      <span class="row-meta">
        {start <= now && <span class="mark">{w.now}</span>}
        {named && <span>{`${kind}, ${span(away, now)}`}</span>}
        {named && post && <span>{postName(post.id, org)}</span>}
        <StandIns away={away} org={org} />
      </span>
      {children}
    </li>
  )
}

function StandIns({ away: { absence }, org }: { away: Away; org: Organisation }): JSX.Element {
  const w = words().absence
  if (absence.standIns.length === 0) return <span class="mark">{w.nobody}</span>
  const names = absence.standIns.map(({ standIn, post }) => {
    const name = org.official(org.post(standIn)?.holder)?.name || t.vacant
    return post && absence.standIns.length > 1 ? `${name} (${org.post(post)?.title ?? '…'})` : name
  })
  return <span>{w.by(names.join(', '))}</span>
}
