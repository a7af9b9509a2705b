/** A deadline in word, icon and colour: no colour alone ever says it. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { light, type Light as Colour } from '../model/light'
import type { Task, Urgency } from '../model/rows'
import { span } from '../model/time'
import { Icon, type IconName } from './icon'

export const LIGHT_ICON: Record<Colour, IconName> = {
  red: 'late',
  yellow: 'soon',
  green: 'clock',
  done: 'check',
  'done-late': 'check',
  none: 'close',
}

export function lightWords(task: Task, now: number): string {
  if (task.state === 'suspended') return t.state.suspended
  if (task.state === 'cancelled') return t.span.cancelled
  if (task.state === 'completed') return task.inTime === false ? t.span.doneLate : t.span.done
  const judged = task.state === 'submitted' && task.submittedAt ? Date.parse(task.submittedAt) : now
  if (task.state === 'submitted' && judged <= Date.parse(task.deadline)) return t.span.submitted
  const { late, unit, count } = span(Date.parse(task.deadline), judged)
  return (late ? t.span.late : t.span.left)[unit](count)
}

export function Light({ task, now }: { task: Task; now: number }): JSX.Element {
  const colour = light(task, now)
  return (
    <span class={`light ${colour}`}>
      <Icon name={task.state === 'suspended' ? 'pause' : LIGHT_ICON[colour]} size={15} />
      {lightWords(task, now)}
    </span>
  )
}

/** How urgent it is, before its title; nothing when it is not. */
export function Urgent({ urgency }: { urgency: Urgency }): JSX.Element | null {
  return urgency === 'normal' ? null : <span class={`urgency ${urgency}`}>{t.urgency[urgency]}</span>
}
