/** What is contested: what waits for my decision, what I have put forward, and the rest that I see. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { acceptContest, refuseContest, withdrawContest } from '../../act-evaluation'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/evaluation'
import { myPosts, rows, signed, useFilling, useNow, useOrganisation, useRows } from '../../live'
import { periodName } from '../../model/evaluation'
import type { Organisation } from '../../model/organisation'
import type { Contest } from '../../model/rows'
import { Check, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { Sheet } from '../../ui/sheet'

interface Named {
  id: string
  fields: Contest
}

/** The post in which I may decide: it leads the unit that it was put to; never about myself. */
function judging(contest: Contest, org: Organisation): string | null {
  if (contest.official === signed().official) return null
  return myPosts().find((post) => org.post(post)?.leading && org.post(post)?.unit === contest.to) ?? null
}

/** `asked`: the one that a notice led to. */
export function Contests({ asked }: { asked: string | null }): JSX.Element {
  const e = words()
  const filling = useFilling()
  const org = useOrganisation()
  const all = [...useRows('contest').values()].sort((a, b) => b.fields.raisedAt.localeCompare(a.fields.raisedAt))
  const mine = all.filter(({ fields }) => fields.official === signed().official)
  const waits = all.filter(({ fields }) => fields.state === 'open' && judging(fields, org))
  const others = all.filter((each) => !mine.includes(each) && !waits.includes(each))
  if (filling) return <Filling />
  if (all.length === 0)
    return (
      <div class="empty">
        <Icon name="flag" size={40} />
        <p>
          <b>{e.noContests}</b>
        </p>
      </div>
    )
  return (
    <>
      {asked && !all.some(({ id }) => id === asked) && (
        <p class="banner" role="status">
          {e.contestMissing}
        </p>
      )}
      <List title={e.toDecide} contests={waits} asked={asked} />
      <List title={e.myContests} contests={mine} asked={asked} />
      <List title={e.otherContests} contests={others} asked={asked} />
    </>
  )
}

function List({ title, contests, asked }: { title: string; contests: readonly Named[]; asked: string | null }): JSX.Element | null {
  const e = words()
  const org = useOrganisation()
  const now = useNow()
  const [open, show] = useState<{ contest: Named; accept: boolean } | null>(null)
  const came = useRef<HTMLLIElement>(null)
  useEffect(() => came.current?.scrollIntoView({ block: 'center' }), [asked])
  if (contests.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 class="section-title">
        {title} <span class="count">{contests.length}</span>
      </h2>
      <ul class="rows">
        {contests.map((contest) => {
          const { fields } = contest
          const own = fields.official === signed().official
          const judge = fields.state === 'open' ? judging(fields, org) : null
          const about = fields.task ? (rows('task').get(fields.task)?.fields.title ?? t.inbox.gone) : e.wholePeriod
          return (
            <li key={contest.id} ref={contest.id === asked ? came : null} class={contest.id === asked ? 'row line current' : 'row line'}>
              <span class="row-title">{about}</span>
              <span class="row-meta">
                <span>{e.contestOf(org.official(fields.official)?.name ?? t.someone, periodName(fields.period, e.quarter))}</span>
                <span class={`contest-state ${fields.state}`}>{e.contestState[fields.state]}</span>
                <time dateTime={fields.raisedAt}>{moment(Date.parse(fields.raisedAt), now)}</time>
              </span>
              <p class="said">{fields.reason}</p>
              {fields.answer && (
                <p class="said answer">
                  <b>{org.official(fields.decidedBy)?.name}:</b> {fields.answer}
                </p>
              )}
              {judge && (
                <span class="line-actions">
                  <button type="button" class="button primary" onClick={() => show({ contest, accept: true })}>
                    {e.accept}
                  </button>
                  <button type="button" class="button" onClick={() => show({ contest, accept: false })}>
                    {e.refuse}
                  </button>
                </span>
              )}
              {own && fields.state === 'open' && (
                <button
                  type="button"
                  class="button"
                  onClick={() => withdrawContest(contest.id, fields.seat.post ?? myPosts()[0] ?? '', e.withdrawn)}
                >
                  {e.withdraw}
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {open && <Decide {...open} post={judging(open.contest.fields, org) ?? ''} onClose={() => show(null)} />}
    </section>
  )
}

interface DecideProps {
  contest: Named
  accept: boolean
  post: string
  onClose: () => void
}

function Decide({ contest: { id, fields }, accept, post, onClose }: DecideProps): JSX.Element {
  const e = words()
  const [answer, setAnswer] = useState('')
  const [days, setDays] = useState('1')
  const [leaveOut, setLeaveOut] = useState(false)
  const [task, setTask] = useState(fields.task ?? '')
  const [tried, setTried] = useState(false)
  const known = [...rows('task').values()].filter(({ fields: each }) => each.chain.some((seat) => seat.unit === fields.unit))
  const send = () => {
    if (accept) {
      if (!task) return setTried(true)
      const excuse = { task, days: leaveOut ? 0 : Math.max(1, Number(days) || 1), returns: 0, leftOut: leaveOut }
      acceptContest(id, [excuse], answer.trim(), post, e.decided)
    } else {
      if (!answer.trim()) return setTried(true)
      refuseContest(id, answer.trim(), post, e.decided)
    }
    onClose()
  }
  return (
    <Sheet
      title={accept ? e.acceptTitle : e.refuseTitle}
      onClose={onClose}
      foot={
        <button type="button" class={accept ? 'button primary big' : 'button danger big'} onClick={send}>
          {accept ? e.accept : e.refuse}
        </button>
      }
    >
      <p class="said">{fields.reason}</p>
      {accept && !fields.task && (
        <label class="field">
          <span>{e.chooseTask}</span>
          <select value={task} onChange={(event) => setTask((event.target as HTMLSelectElement).value)}>
            <option value="" />
            {known.map(({ id: each, fields: { title } }) => (
              <option key={each} value={each}>
                {title}
              </option>
            ))}
          </select>
          {tried && !task && <span class="error">{e.chooseTask}</span>}
        </label>
      )}
      {accept && <Check label={e.leaveOut} value={leaveOut} onChange={setLeaveOut} />}
      {accept && !leaveOut && (
        <label class="field">
          <span>{e.days}</span>
          <input type="number" min={1} max={366} value={days} onInput={(event) => setDays((event.target as HTMLInputElement).value)} />
        </label>
      )}
      <TextField
        label={accept ? `${e.answer} (${t.optional})` : e.answer}
        value={answer}
        onInput={setAnswer}
        lines={3}
        error={!accept && tried && !answer.trim() ? e.needAnswer : null}
      />
    </Sheet>
  )
}
