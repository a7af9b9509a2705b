/** One piece of recurring work: its rule, what is to come, what came of it, and what happened. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { decide } from '../../act-recurring'
import { words } from '../../i18n/recurring'
import { t } from '../../i18n'
import { myPosts, useFilling, useNow, useOrganisation, useRow } from '../../live'
import type { Organisation } from '../../model/organisation'
import { decider, isOf } from '../../model/recurring'
import type { Recurrence } from '../../model/rows'
import { back, go } from '../../router'
import { Missing } from '../../ui/detail'
import { Icon } from '../../ui/icon'
import { Urgent } from '../../ui/light'
import { Filling } from '../../ui/loading'
import { Menu } from '../../ui/menu'
import { holderName, seatName } from '../../ui/seat'
import { Sheet } from '../../ui/sheet'
import { History } from './history'
import { Past } from './past'
import { capital, coversWords, dateWords, offsetWords, ruleWords } from './said'
import { Title } from './title'
import { Upcoming } from './upcoming'

export function RecurringView({ id }: { id: string }): JSX.Element {
  const r = words()
  const row = useRow('recurrence', id)
  const org = useOrganisation()
  const now = useNow()
  const filling = useFilling()
  if (!row)
    return filling ? (
      <div class="screen">
        <Filling />
      </div>
    ) : (
      <Missing icon="history" title={r.missing} />
    )
  const { fields } = row
  const post = decider(fields, myPosts(), org)
  return (
    <div class="screen recurring">
      <Head id={id} fields={fields} post={post} org={org} />
      <Rule fields={fields} org={org} />
      <Upcoming id={id} fields={fields} now={now} />
      <Past id={id} fields={fields} post={post} org={org} now={now} />
      <History id={id} org={org} now={now} />
      {!post && <p class="hint">{r.readOnly(seatName(fields.seat, org))}</p>}
    </div>
  )
}

interface HeadProps {
  id: string
  fields: Recurrence
  post: string | null
  org: Organisation
}

const TONE = { active: 'running', paused: 'waiting', ended: 'over' } as const

function Head({ id, fields, post, org }: HeadProps): JSX.Element {
  const r = words()
  const [ending, setEnding] = useState(false)
  const { state, wanted, seat } = fields
  const holder = holderName(seat, org)
  return (
    <header class="detail-head">
      <button type="button" class="icon-button back" onClick={() => back('/dinh-ky')} aria-label={t.back}>
        <Icon name="back" />
      </button>
      <div class="grow">
        <h1>
          <Urgent urgency={wanted.urgency} />
          <Title text={fields.title} />
        </h1>
        <p class="facts">
          <span class={`state-tag ${TONE[state]}`}>{r.goingIs[state]}</span>
          <span>{r.of([holder, seatName(seat, org)].filter(Boolean).join(', '))}</span>
        </p>
        {post && state !== 'ended' && (
          <p class="card-actions">
            {isOf(fields, post, org) && (
              <a class="button" href={`/dinh-ky/${id}?sua`}>
                <Icon name="edit" size={18} />
                {r.edit}
              </a>
            )}
            {state === 'active' ? (
              <button type="button" class="button" onClick={() => decide('pause', id, post, r.paused)}>
                <Icon name="pause" size={18} />
                {r.pause}
              </button>
            ) : (
              <button type="button" class="button primary" onClick={() => decide('resume', id, post, r.resumed)}>
                <Icon name="play" size={18} />
                {r.resume}
              </button>
            )}
          </p>
        )}
      </div>
      {post && state !== 'ended' && <Menu label={r.more} items={[{ label: r.end, danger: true, onPick: () => setEnding(true) }]} />}
      {ending && post && (
        <Sheet
          title={r.endTitle}
          onClose={() => setEnding(false)}
          foot={
            <>
              <button type="button" class="button big" onClick={() => setEnding(false)}>
                {t.cancel}
              </button>
              <button
                type="button"
                class="button danger big"
                onClick={() => {
                  decide('end', id, post, r.ended)
                  setEnding(false)
                  go(`/dinh-ky/${id}`, true)
                }}
              >
                {r.end}
              </button>
            </>
          }
        >
          <p class="subject">
            <Title text={fields.title} />
          </p>
          <p>{r.endText}</p>
        </Sheet>
      )}
    </header>
  )
}

function Rule({ fields: { wanted, schedule }, org }: { fields: Recurrence; org: Organisation }): JSX.Element {
  const r = words()
  const lines: (readonly [string, string] | null)[] = [
    [r.rhythm, `${capital(ruleWords(schedule))}, ${r.given(schedule.at)}`],
    [r.covers, capital(coversWords(schedule))],
    schedule.cutOff && [r.cutOffLabel, offsetWords(schedule.cutOff)],
    [r.dueLabel, offsetWords(schedule.due)],
    [r.to, wanted.lead ? seatName(wanted.lead, org) : wanted.units.length > 3 ? r.units(wanted.units.length) : wanted.units.map((unit) => seatName({ unit, post: null }, org)).join('; ')],
    wanted.form.length > 0 ? ['', r.questions(wanted.form.length)] : null,
    wanted.coordinating.length > 0 ? [r.coordinating, wanted.coordinating.map((seat) => seatName(seat, org)).join('; ')] : null,
    wanted.chaser && [r.chaser, seatName(wanted.chaser, org)],
    [r.since, `${dateWords(schedule.start)}${schedule.until ? ` – ${dateWords(schedule.until)}` : `, ${r.always}`}`],
  ]
  return (
    <section class="paper" aria-labelledby="rule">
      <h2 id="rule">{r.rule}</h2>
      <dl class="rule-lines">
        {lines.map((line) =>
          line ? (
            <div key={line[0] || line[1]}>
              <dt>{line[0]}</dt>
              <dd>{line[1]}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {wanted.description && (
        <p class="prose">
          <Title text={wanted.description} />
        </p>
      )}
    </section>
  )
}
