/** When a task reminds next and whom, when it did last, and my own reminders of it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { nextReminders } from '../../graphql/reminders'
import { moment } from '../../i18n'
import { words } from '../../i18n/time'
import { signed, useNow, useOrganisation, useRows } from '../../live'
import { doer } from '../../model/actions'
import { foreseen, type Mark } from '../../model/foreseen'
import { isOpen } from '../../model/light'
import { mine, type Mine } from '../../model/reminder'
import type { Task, TimelineEntry } from '../../model/rows'
import { holding } from '../../model/rule'
import { Icon } from '../../ui/icon'
import { kindWords, remindedWords, rolesWords } from '../../ui/reminded'
import { useWorkdays } from './calendar-row'
import { ReminderRow } from './reminder-row'
import { ReminderSheet } from './reminder-sheet'
import '../../styles/time.css'

interface Props {
  id: string
  task: Task
  timeline: readonly TimelineEntry[]
}

/** So many of those to come are told. */
const SHOWN = 3

export function TaskReminders({ id, task, timeline }: Props): JSX.Element {
  const w = words().onTask
  const now = useNow()
  const [sheet, open] = useState<Mine | 'new' | null>(null)
  const own = mine(useRows('reminder').values(), signed().official, now).filter(({ reminder }) => reminder.subject === id)
  return (
    <section aria-labelledby="reminders">
      <h2 id="reminders" class="section-title">
        {w.title}
        <button type="button" class="button remind" onClick={() => open('new')}>
          <Icon name="bell" size={18} />
          {w.own}
        </button>
      </h2>
      <div class="rows marks">
        {isOpen(task.state) ? <Next id={id} task={task} now={now} /> : <p class="mark-line soft">{w.closed}</p>}
        <Last task={task} timeline={timeline} now={now} />
        {own.length > 0 && (
          <ul>
            {own.map((each) => (
              <ReminderRow key={each.id} mine={each} about={false} onEdit={() => open(each)} />
            ))}
          </ul>
        )}
        <p class="mark-line">
          <a href={`/quy-tac-nhac?don-vi=${doer(task).unit}`}>{w.rule}</a>
        </p>
      </div>
      {sheet && <ReminderSheet {...(sheet === 'new' ? { about: id } : { mine: sheet })} onClose={() => open(null)} />}
    </section>
  )
}

/** What the server says; without it, what follows from the rule on the device. */
function useNext(id: string, task: Task, now: number): { marks: Mark[] | null; guessed: boolean } {
  const org = useOrganisation()
  const rules = useRows('reminding')
  const workdays = useWorkdays()
  const [told, tell] = useState<Mark[] | null | 'asking'>('asking')
  useEffect(() => {
    const stop = new AbortController()
    void nextReminders(id, stop.signal).then((found) => !stop.signal.aborted && tell(found))
    return () => stop.abort()
  }, [id, task.version, rules, workdays])
  if (told === 'asking') return { marks: null, guessed: false }
  if (told) return { marks: told, guessed: false }
  if (task.waiting !== 'lead') return { marks: [], guessed: true }
  const { rule } = holding(doer(task).unit, rules.values(), org)
  return { marks: foreseen(rule, workdays, Date.parse(task.deadline), now, SHOWN), guessed: true }
}

function Next({ id, task, now }: { id: string; task: Task; now: number }): JSX.Element {
  const w = words().onTask
  const { marks, guessed } = useNext(id, task, now)
  if (!marks)
    return (
      <p class="mark-line soft" role="status">
        {w.loading}
      </p>
    )
  const [first, ...rest] = marks
  if (!first) return <p class="mark-line soft">{w.none}</p>
  return (
    <>
      <p class="mark-line first">
        <Icon name="bell" size={18} />
        <span>
          <span class="soft">{w.next}: </span>
          <b>
            <time dateTime={new Date(first.at).toISOString()}>{moment(first.at, now)}</time>
          </b>{' '}
          · {kindWords(first.kind, first.days)}
          <span class="mark-whom">{w.whom(rolesWords(first.to))}</span>
        </span>
      </p>
      {rest.length > 0 && (
        <details class="mark-more">
          <summary>{w.then}</summary>
          <ul>
            {rest.map((mark) => (
              <li key={mark.at} class="mark-line">
                <b class="tabular">{moment(mark.at, now)}</b>
                <span>
                  {kindWords(mark.kind, mark.days)}
                  <span class="mark-whom">{w.whom(rolesWords(mark.to))}</span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {guessed && <p class="mark-line hint">{w.offline}</p>}
    </>
  )
}

function Last({ task, timeline, now }: { task: Task; timeline: readonly TimelineEntry[]; now: number }): JSX.Element | null {
  const w = words().onTask
  const entry = timeline.findLast(({ kind }) => kind === 'task.reminded')
  const at = entry?.at ?? task.remindedAt
  if (!at) return null
  const when = moment(Date.parse(at), now)
  return (
    <p class="mark-line soft">
      <Icon name="history" size={18} />
      <span>{entry ? w.last(when, remindedWords(entry.data)) : w.lastAt(when)}</span>
    </p>
  )
}
