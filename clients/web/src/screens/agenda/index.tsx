/** Lịch: work by its deadline, a month at a time; a grid with the day or the task beside it, on a phone a list of days. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { t } from '../../i18n'
import { words } from '../../i18n/agenda'
import { myPosts, signed, useFilling, useNow, useOrganisation, useRows } from '../../live'
import { byDay, foreseen, monthAfter, overdue, reminded, WHOSE, work, type Entry, type Whose } from '../../model/agenda'
import { mine } from '../../model/reminder'
import { dateOf } from '../../model/workdays'
import { go } from '../../router'
import { useStoodFor } from '../../standing'
import '../../styles/agenda.css'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { useWide } from '../../ui/media'
import { TaskScreen } from '../task'
import { useWorkdays } from '../time/calendar-row'
import { DayPanel } from './day'
import { Days } from './days'
import { MonthGrid } from './month'
import { hrefOf, lookedIn, type Looked } from './place'

export function Agenda({ query }: { query: URLSearchParams }): JSX.Element {
  const wide = useWide()
  const now = useNow()
  const today = dateOf(now)
  const looked = lookedIn(query, today)
  const entries = useEntries(looked.whose, now)
  const days = useMemo(() => byDay(entries), [entries])
  const late = overdue(entries, today)
  const workdays = useWorkdays()
  const filling = useFilling()
  const set = (next: Partial<Looked>) => go(hrefOf({ ...looked, task: null, ...next }), true)
  const head = <Head looked={looked} today={today} onLook={set} />
  if (filling)
    return (
      <div class="screen">
        {head}
        <Filling />
      </div>
    )
  if (!wide)
    return (
      <div class="screen agenda-list">
        {head}
        <Days key={`${looked.month}${looked.whose}`} looked={looked} days={days} late={late} today={today} workdays={workdays} />
      </div>
    )
  return (
    <div class="agenda">
      <div class="agenda-month">
        {head}
        <MonthGrid looked={looked} days={days} workdays={workdays} today={today} onLook={set} />
      </div>
      <div class="agenda-side split-detail">
        {looked.task ? (
          <>
            <p class="agenda-back">
              <button type="button" class="button plain" onClick={() => set({})}>
                <Icon name="back" size={18} />
                {words().back}
              </button>
            </p>
            <TaskScreen key={looked.task} id={looked.task} />
          </>
        ) : (
          <DayPanel
            looked={looked}
            entries={days.get(looked.date) ?? []}
            late={looked.date === today ? late : []}
            workdays={workdays}
          />
        )}
      </div>
    </div>
  )
}

/** All that there is of those whose work it is; one's own reminders and recurring work go with one's own. */
function useEntries(whose: Whose, now: number): readonly Entry[] {
  const org = useOrganisation()
  const tasks = useRows('task')
  const directives = useRows('directive')
  const reminders = useRows('reminder')
  const recurrences = useRows('recurrence')
  const posts = myPosts()
  const lent = useStoodFor(now)
  return useMemo(() => {
    const due = work(tasks.values(), directives, { whose, posts, lent, org, now })
    if (whose === 'unit') return due
    const own = whose === 'mine' ? reminded(mine(reminders.values(), signed().official, now)) : []
    return [...due, ...own, ...(whose === 'given' ? foreseen(recurrences.values()) : [])]
  }, [tasks, directives, reminders, recurrences, org, whose, posts.join(), lent.join(), now])
}

interface HeadProps {
  looked: Looked
  today: string
  onLook: (next: Partial<Looked>) => void
}

function Head({ looked, today, onLook }: HeadProps): JSX.Element {
  const w = words()
  const turned = (by: number) => {
    const month = monthAfter(looked.month, by)
    return month === today.slice(0, 7) ? today : `${month}-01`
  }
  return (
    <header class="screen-head agenda-head">
      <h1>{t.time.agenda}</h1>
      <div class="agenda-turn">
        <button type="button" class="icon-button" aria-label={w.before} title={w.before} onClick={() => onLook({ date: turned(-1) })}>
          <Icon name="back" />
        </button>
        <b id="agenda-title" aria-live="polite">
          {w.month(Number(looked.month.slice(5)), Number(looked.month.slice(0, 4)))}
        </b>
        <button type="button" class="icon-button" aria-label={w.after} title={w.after} onClick={() => onLook({ date: turned(1) })}>
          <Icon name="next" />
        </button>
      </div>
      <button type="button" class="button" disabled={looked.date === today} onClick={() => onLook({ date: today })}>
        {w.today}
      </button>
      <label class="select">
        <span class="unseen">{w.whose}</span>
        <select value={looked.whose} onChange={(event) => onLook({ whose: (event.target as HTMLSelectElement).value as Whose })}>
          {WHOSE.map((each) => (
            <option key={each} value={each}>
              {w.whoseOf[each]}
            </option>
          ))}
        </select>
      </label>
    </header>
  )
}
