/** One task in a list: what, who, how long, and the one thing to do next. */
import type { JSX } from 'preact'
import { trailOf, trailWords } from '../act'
import { t } from '../i18n'
import { useOutbox } from '../live'
import type { Action } from '../model/actions'
import type { Organisation } from '../model/organisation'
import type { Seat, Task } from '../model/rows'
import { Icon } from './icon'
import { Light, Urgent } from './light'
import { seatName } from './seat'

interface Props {
  id: string
  task: Task
  org: Organisation
  now: number
  /** The side of the task that one wants named: for my own work its assigner, for what I gave its lead. */
  who: Seat
  next: Action | undefined
  onNext: (action: Action) => void
  /** As whom it is mine, for those who hold several posts. */
  asWhom?: string | undefined
  current?: boolean
  /** The element: a list's own item, or a plain box inside one. */
  as?: 'li' | 'div'
}

const ACTION_ICON = { accept: 'check', report: 'edit', answer: 'edit' } as const

export function TaskRow({ id, task, org, now, who, next, onNext, current, asWhom, as: Box = 'li' }: Props): JSX.Element {
  const outbox = useOutbox()
  const state = trailOf(id, outbox)
  return (
    <Box role={Box === 'div' ? 'listitem' : undefined} class={current ? 'row current' : 'row'}>
      <a class="row-link" href={`/viec/${id}`} aria-current={current ? 'true' : undefined} aria-describedby={`${id}-meta`}>
        <span class="row-title">
          <Urgent urgency={task.urgency} />
          {task.title}
        </span>
      </a>
      <span class="row-meta" id={`${id}-meta`}>
        <Light task={task} now={now} />
        <Mark task={task} />
        {asWhom && (
          <span class="as-chip">
            <span class="unseen">{t.as.label}: </span>
            {asWhom}
          </span>
        )}
        <span class="row-who">{seatName(who, org)}</span>
        {state && state !== 'accepted' && (
          <span class={`trail ${state}`}>
            <Icon name={state === 'refused' ? 'late' : state === 'sent' ? 'send' : 'device'} size={14} />
            {trailWords(state, task)}
          </span>
        )}
      </span>
      {next && (
        <button
          type="button"
          class={next.name === 'accept' || next.name === 'complete' || next.name === 'endorse' ? 'button primary' : 'button'}
          onClick={() => onNext(next)}
          aria-label={`${t.action[next.name]}: ${task.title}`}
        >
          {next.name in ACTION_ICON && <Icon name={ACTION_ICON[next.name as keyof typeof ACTION_ICON]} size={18} />}
          {t.action[next.name]}
        </button>
      )}
    </Box>
  )
}

/** Why it is here, where the light does not say: declined, returned, or more time is asked for. */
function Mark({ task }: { task: Task }): JSX.Element | null {
  const word =
    task.state === 'declined'
      ? t.state.declined
      : task.state === 'returned'
        ? t.state.returned
        : task.extension && task.state !== 'submitted'
          ? t.action.requestExtension
          : null
  return word ? <span class="mark">{word}</span> : null
}
