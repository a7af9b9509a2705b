/** The answers given to a form, as a list. */
import type { JSX } from 'preact'
import type { Task } from '../model/rows'

export function Answers({ task }: { task: Pick<Task, 'form' | 'answers'> }): JSX.Element | null {
  if (Object.keys(task.answers).length === 0) return null
  return (
    <dl class="answers">
      {task.form.map(({ key, label, unit }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{task.answers[key] === undefined ? '–' : `${String(task.answers[key])}${unit ? ` ${unit}` : ''}`}</dd>
        </div>
      ))}
    </dl>
  )
}
