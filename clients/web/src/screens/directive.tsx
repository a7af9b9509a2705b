/** A directive: its text, its board filling, its answers added up, and the way back through time. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { useAsOf } from '../graphql/as-of'
import { boardAsOf } from '../graphql/directive'
import { clock, moment, number, t } from '../i18n'
import { myPosts, useNow, useOrganisation, useRow, useRows } from '../live'
import { answered, count, dotOf, DOTS, lineAt, type Dot } from '../model/board'
import type { Organisation } from '../model/organisation'
import type { Directive, Line } from '../model/rows'
import { DetailHead, Missing } from '../ui/detail'
import { DotMark, DotShapes } from '../ui/dot'
import { Icon } from '../ui/icon'
import { useWide } from '../ui/media'
import { seatName } from '../ui/seat'
import { TimeSlider } from '../ui/slider'
import { AnswerTable } from './answers'
import { Board, type Place } from './board'
import { Chase } from './board-chase'
import { DirectiveMenu } from './directive-menu'
import { MyPart } from './my-part'
import { UnitCard } from './unit-card'
import { WithTalk } from './talk-at'

export interface Known {
  id: string
  line: Line
}

/** The lines of one directive that are on this device. */
export function useLines(directive: string): Known[] {
  const lines = useRows('line')
  return useMemo(
    () =>
      [...lines.values()].filter(({ fields }) => fields.directive === directive).map(({ id, fields }) => ({ id, line: fields })),
    [lines, directive],
  )
}

export function DirectiveScreen({ id }: { id: string }): JSX.Element {
  const directive = useRow('directive', id)?.fields
  if (!directive) return <Missing icon="grid" title={t.directive.missing} />
  return (
    <WithTalk id={id} label={t.directive.title}>
      <Known id={id} directive={directive} />
    </WithTalk>
  )
}

function Known({ id, directive }: { id: string; directive: Directive }): JSX.Element {
  const org = useOrganisation()
  const now = useNow(10_000)
  const post = myPosts().find((each) => org.sits(each, directive.issuer)) ?? null
  const watching = myPosts().some((each) => org.watches(each, directive.issuer))
  return (
    <div class="screen directive">
      <DotShapes />
      <DetailHead
        urgency={directive.urgency}
        title={directive.title}
        aside={post && <DirectiveMenu id={id} directive={directive} post={post} />}
      >
        <p class="soft">
          {seatName(directive.issuer, org)} · {t.directive.issuedAt(moment(Date.parse(directive.issuedAt), now))}
        </p>
      </DetailHead>
      <Facts directive={directive} now={now} />
      {!watching && <Text directive={directive} open />}
      <MyPart id={id} directive={directive} />
      {watching && <Following id={id} directive={directive} post={post} org={org} now={now} />}
      {watching && <Text directive={directive} />}
    </div>
  )
}

function Facts({ directive, now }: { directive: Directive; now: number }): JSX.Element {
  const over = Date.parse(directive.deadline) < now
  return (
    <p class="facts">
      <span class={over ? 'light red' : 'light yellow'}>
        <Icon name={over ? 'late' : 'clock'} size={16} />
        {t.deadline.label} {moment(Date.parse(directive.deadline), now)}
      </span>
      {directive.deadline !== directive.originalDeadline && (
        <span>{t.deadline.original(moment(Date.parse(directive.originalDeadline), now))}</span>
      )}
      <span>{t.directive.units(directive.units.length)}</span>
      {directive.state !== 'issued' && (
        <b class="state-tag">{directive.state === 'recalled' ? t.directive.recalled : t.directive.closed}</b>
      )}
    </p>
  )
}

/** What was asked: at hand for its issuer, in full view for whoever has to do it. */
function Text({ directive, open }: { directive: Directive; open?: boolean }): JSX.Element {
  return (
    <details class="paper" open={open ?? false}>
      <summary>
        {t.directive.text}
        {directive.form.length > 0 && `, ${t.directive.form.toLowerCase()}`}
      </summary>
      <p class="prose">{directive.text}</p>
      {directive.form.length > 0 && (
        <ol class="questions">
          {directive.form.map(({ key, label, unit }) => (
            <li key={key}>
              {label}
              {unit ? ` (${unit})` : ''}
            </li>
          ))}
        </ol>
      )}
    </details>
  )
}

interface FollowingProps {
  id: string
  directive: Directive
  /** My post that issued it; null: I only watch. */
  post: string | null
  org: Organisation
  now: number
}

function Following({ id, directive, post, org, now }: FollowingProps): JSX.Element {
  const wide = useWide()
  const known = useLines(id)
  const [at, setAt] = useState<number | null>(null)
  const [shown, setShown] = useState<Dot | null>(null)
  const [picked, setPicked] = useState<string | null>(null)
  const [table, setTable] = useState(false)
  const past = useAsOf(boardAsOf, id, at)
  const seen = useMemo(
    () =>
      at === null
        ? known
        : known.map(({ id: task, line }) => ({ id: task, line: { ...lineAt(line, at), ...past?.get(line.unit) } })),
    [known, at, past],
  )
  const places = useMemo(() => placed(directive, seen, at ?? now), [directive.units, seen, at, now])
  const dots = count(places.map(({ dot }) => dot))
  const within = shown && new Set(places.flatMap(({ unit, dot }) => (dot === shown ? [unit] : [])))
  const chosen = picked ? seen.find(({ line }) => line.unit === picked) : undefined
  const card = picked && (
    <UnitCard
      unit={picked}
      known={chosen}
      directive={directive}
      id={id}
      post={post}
      now={at ?? now}
      sheet={!wide}
      onClose={() => setPicked(null)}
    />
  )
  return (
    <div class={card && wide ? 'following with-card' : 'following'}>
      <section aria-label={t.directive.board} class="grow">
        <div class="tools">
          <p class="progress" aria-live="polite">
            <b>{number(answered(seen.map(({ line }) => line)))}</b>/{number(places.length)} {t.directive.answered}
          </p>
          <Chase id={id} directive={directive} post={post} known={known} within={within} now={now} />
          <View table={table} onTable={setTable} />
        </div>
        <TimeSlider from={Date.parse(directive.issuedAt)} now={now} value={at} onChange={setAt} label={t.directive.slider} />
        <Counters dots={dots} shown={shown} onShow={setShown} />
        {places.length === 0 && <p class="hint">{t.directive.lines}</p>}
        {table ? (
          <AnswerTable directive={directive} seen={seen} org={org} now={at ?? now} shown={shown} onPick={setPicked} />
        ) : (
          <Board
            places={places}
            org={org}
            shown={shown}
            current={picked}
            onPick={({ unit }) => setPicked(unit === picked ? null : unit)}
          />
        )}
      </section>
      {card}
    </div>
  )
}

function View({ table, onTable }: { table: boolean; onTable: (table: boolean) => void }): JSX.Element {
  return (
    <div class="switch" role="group" aria-label={t.directive.view}>
      <button type="button" aria-pressed={!table} onClick={() => onTable(false)}>
        <Icon name="grid" size={18} />
        <span>{t.directive.showBoard}</span>
      </button>
      <button type="button" aria-pressed={table} onClick={() => onTable(true)}>
        <Icon name="table" size={18} />
        <span>{t.directive.showTable}</span>
      </button>
    </div>
  )
}

/** Every addressed unit on the board, also one whose line has not come yet. */
function placed(directive: Directive, seen: readonly Known[], now: number): Place[] {
  const by = new Map(seen.map((each) => [each.line.unit, each]))
  return directive.units.map((unit) => {
    const found = by.get(unit)
    return { unit, task: found?.id ?? '', dot: found ? dotOf(found.line, now) : 'sent' }
  })
}

interface CountersProps {
  dots: Record<Dot, number>
  shown: Dot | null
  onShow: (dot: Dot | null) => void
}

/** Legend and counters in one; each is a filter. */
function Counters({ dots, shown, onShow }: CountersProps): JSX.Element {
  return (
    <div class="counters" role="group" aria-label={t.directive.filter}>
      {DOTS.map((dot) => (
        <button
          key={dot}
          type="button"
          class="counter"
          aria-pressed={shown === dot}
          disabled={dots[dot] === 0 && shown !== dot}
          onClick={() => onShow(shown === dot ? null : dot)}
        >
          <DotMark dot={dot} size={18} />
          <span>{t.dot[dot]}</span>
          <b>{number(dots[dot])}</b>
        </button>
      ))}
    </div>
  )
}

/** When something last happened on a line, as the table and the card say it. */
export function lastMoment(line: Line): string {
  const at = line.completedAt ?? line.submittedAt ?? line.answeredAt ?? line.acceptedAt ?? line.openedAt
  return at ? clock(Date.parse(at)) : ''
}
