/** One task: what it is, where it stands, what I can do, and everything that happened to it. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { open, trailOf, trailWords } from '../act'
import { useAsOf } from '../graphql/as-of'
import { taskAsOf } from '../graphql/task'
import { moment, t } from '../i18n'
import { myPosts, org, signed, useNow, useOrganisation, useOutbox, useRow } from '../live'
import { INLINE, nextAction, type Action, type ActionName } from '../model/actions'
import type { Organisation } from '../model/organisation'
import { stateAt } from '../model/past'
import type { Task } from '../model/rows'
import { usePressed } from '../push/pressed'
import { Acting } from '../ui/acting'
import { DetailHead, Missing } from '../ui/detail'
import { Icon, type IconName } from '../ui/icon'
import { Light } from '../ui/light'
import { Menu } from '../ui/menu'
import { useWide } from '../ui/media'
import { seatName } from '../ui/seat'
import { TimeSlider } from '../ui/slider'
import { actionsOn, start } from './actions'
import { Answers } from './given'
import { WithTalk } from './talk-at'
import { Suspended, TaskContent } from './task-content'
import { People } from './task-people'
import { TaskReminders } from './task-reminders'
import { TimelineList } from './timeline'

export function TaskScreen({ id }: { id: string }): JSX.Element {
  const task = useRow('task', id)?.fields
  useOpening(id, task)
  if (!task) return <Missing icon="tasks" title={t.task.missing} />
  return (
    <WithTalk id={id} label={t.task.title}>
      <Shown id={id} task={task} />
    </WithTalk>
  )
}

/** The first look of someone it was given to is part of the story: who knew what when. */
function useOpening(id: string, task: Task | undefined): void {
  const me = signed().official
  useEffect(() => {
    if (!task || task.creator === me) return
    const known = org()
    const post = myPosts().find((each) => [task.lead, ...task.chain].some((seat) => known.sits(each, seat)))
    if (post && !task.openedAt) open(id, task, post)
  }, [id, task === undefined])
}

function Shown({ id, task: present }: { id: string; task: Task }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const timeline = useRow('timeline', id)?.fields.entries ?? []
  const [at, setAt] = useState<number | null>(null)
  const told = useAsOf(taskAsOf, id, at)
  const past = useMemo(() => (at === null ? null : { ...stateAt(present, timeline, at), ...told }), [present, timeline, at, told])
  const task = past ?? present
  // Resuming may add seconds: told apart by what one reads.
  const [due, first] = [task.deadline, task.originalDeadline].map((each) => moment(Date.parse(each), now)) as [string, string]
  const actions = actionsOn(present, org, now)
  const accept = actions.find(({ name }) => name === 'accept')
  usePressed('accept', () => accept && start(accept, id))
  return (
    <article class={past ? 'screen task past' : 'screen task'}>
      <DetailHead urgency={task.urgency} title={task.title}>
        <p class="facts">
          <span class="state-tag">{t.state[task.state]}</span>
          {task.state !== 'suspended' && <Light task={task} now={at ?? now} />}
          <span>
            {t.deadline.label} {due}
          </span>
          {due !== first && <span>{t.deadline.original(first)}</span>}
        </p>
        <Trail id={id} task={present} org={org} />
      </DetailHead>
      {present.stale && <blockquote class="late">{t.task.stale}</blockquote>}
      {!past && <Actions id={id} task={task} actions={actions.filter(({ name }) => !INLINE.includes(name))} org={org} />}
      <Suspended id={id} task={task} actions={past ? [] : actions} org={org} now={now} />
      <Waiting task={task} org={org} now={now} />
      {task.description && <p class="prose">{task.description}</p>}
      <TaskContent id={id} task={task} timeline={timeline} actions={past ? [] : actions} org={org} now={now} />
      <Answers task={task} />
      {task.percent > 0 && task.state !== 'completed' && <Progress task={task} now={now} />}
      {!past && <TaskReminders id={id} task={present} timeline={timeline} />}
      <People task={task} org={org} now={now} />
      <section aria-labelledby="timeline">
        <h2 id="timeline" class="section-title">
          {t.task.timeline}
        </h2>
        {timeline.length > 1 && (
          <TimeSlider from={Date.parse(task.createdAt)} now={now} value={at} onChange={setAt} label={t.task.slider} />
        )}
        <TimelineList entries={timeline} items={present.checklist} org={org} now={now} at={at} />
      </section>
    </article>
  )
}

/** How far my last action has come; for what I gave, when it was opened. */
function Trail({ id, task, org }: { id: string; task: Task; org: Organisation }): JSX.Element | null {
  const state = trailOf(id, useOutbox())
  const given = myPosts().some((post) => org.sits(post, task.assigner))
  if (!state && !given) return null
  const words = trailWords(state, task)
  const icon: IconName =
    state === 'refused' ? 'late' : state === 'held' || state === 'kept' ? 'device' : task.openedAt && !state ? 'eye' : 'send'
  return (
    <p class={`trail ${state ?? ''}`} role="status">
      <Icon name={icon} size={16} />
      {words}
    </p>
  )
}

/** So many buttons beside the menu: on a narrow screen, and on a wide one. */
const SHOWN = { narrow: 2, wide: 4 }

interface ActionsProps {
  id: string
  task: Task
  actions: readonly Action[]
  org: Organisation
}

/** The action in the post that was chosen, if that post may. */
function inPost(action: Action, post: string | null): Action {
  return post && action.posts.includes(post)
    ? { ...action, posts: [post, ...action.posts.filter((other) => other !== post)] }
    : action
}

function Actions({ id, task, actions, org }: ActionsProps): JSX.Element | null {
  const next = nextAction(task, actions)
  // Approving and returning, granting and refusing share one sheet: one button for each pair.
  const paired: ActionName[] = ['return', 'refuseExtension']
  const others = actions.filter((action) => action !== next && !paired.includes(action.name))
  const visible = others
    .filter(({ name }) => QUICK.includes(name))
    .slice(0, SHOWN[useWide() ? 'wide' : 'narrow'] - (next ? 1 : 0))
  const rest = others.filter((action) => !visible.includes(action))
  const [as, setAs] = useState<string | null>(null)
  const mine = [...new Set(actions.flatMap(({ posts }) => posts))]
  const begin = (action: Action) => start(inPost(action, as), id)
  if (actions.length === 0) return null
  return (
    <div class="actions">
      {mine.length > 1 && <Acting posts={mine} value={as ?? mine[0] ?? ''} onChange={setAs} org={org} />}
      {next && (
        <button type="button" class="button primary big" onClick={() => begin(next)}>
          {t.action[next.name]}
        </button>
      )}
      {visible.map((action) => (
        <button key={action.name} type="button" class="button big" onClick={() => begin(action)}>
          {t.action[action.name]}
        </button>
      ))}
      {rest.length > 0 && (
        <Menu
          label={t.task.moreActions}
          items={rest.map((action) => ({
            label: t.action[action.name],
            onPick: () => begin(action),
            danger: action.name === 'cancel',
          }))}
        />
      )}
    </div>
  )
}

const QUICK: readonly ActionName[] = [
  'report',
  'submit',
  'answer',
  'chase',
  'decline',
  'subAssign',
  'resume',
  'requestExtension',
  'reopen',
  'changeDeadline',
]

function Waiting({ task, org, now }: { task: Task; org: Organisation; now: number }): JSX.Element {
  return (
    <>
      {task.waitingSeat && (
        <p class="note">
          <Icon name="clock" size={16} />
          <span>
            {t.task.waiting(seatName(task.waitingSeat, org))}
            {task.waitingSince && <span class="soft"> {t.task.since(moment(Date.parse(task.waitingSince), now))}</span>}
          </span>
        </p>
      )}
      {task.extension && (
        <blockquote class="soon">
          <b>{t.extension.asked(moment(Date.parse(task.extension.deadline), now))}</b>
          <br />
          {task.extension.reason}
        </blockquote>
      )}
      {task.state === 'declined' && task.decline && (
        <blockquote class="late">
          <b>{t.task.declined}</b>
          <br />
          {task.decline.reason}
          {task.decline.suggested && (
            <>
              <br />
              {t.task.suggested(seatName(task.decline.suggested, org))}
            </>
          )}
        </blockquote>
      )}
      {task.state === 'returned' && task.returned && (
        <blockquote class="late">
          <b>{t.task.returned}</b>
          <br />
          {task.returned.reason}
        </blockquote>
      )}
    </>
  )
}

function Progress({ task, now }: { task: Task; now: number }): JSX.Element {
  return (
    <div class="progress-line">
      <p>
        <b>
          {t.task.progress} {task.percent}%
        </b>
      </p>
      <div
        class="stack-bar"
        role="progressbar"
        aria-label={t.task.progress}
        aria-valuenow={task.percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i class="done" style={{ flexGrow: task.percent }} />
        <i class="rest" style={{ flexGrow: 100 - task.percent }} />
      </div>
      {task.lastReport && (
        <p class="soft">
          {task.lastReport.text || t.erased} · {moment(Date.parse(task.lastReport.at), now)}
        </p>
      )}
    </div>
  )
}
