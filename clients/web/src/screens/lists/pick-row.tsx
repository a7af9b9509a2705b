/** One task to tick: the whole row is its box. */
import type { JSX } from 'preact'
import { moment, t } from '../../i18n'
import type { Organisation } from '../../model/organisation'
import type { Seat, Task } from '../../model/rows'
import { Light, Urgent } from '../../ui/light'
import { seatName } from '../../ui/seat'

interface Props {
  place: number
  task: Task
  who: Seat
  org: Organisation
  now: number
  on: boolean
  /** `range`: with Shift. */
  onPick: (range: boolean) => void
}

export function PickRow({ place, task, who, org, now, on, onPick }: Props): JSX.Element {
  return (
    <div role="listitem" class={on ? 'row pick-row current' : 'row pick-row'}>
      <label class="row-link">
        <input
          type="checkbox"
          data-place={place}
          checked={on}
          onClick={(event) => onPick(event.shiftKey)}
        />
        <span class="row-title">
          <Urgent urgency={task.urgency} />
          {task.title}
        </span>
      </label>
      <span class="row-meta">
        <Light task={task} now={now} />
        <span class="row-who">{seatName(who, org)}</span>
        {task.chasedAt && (
          <span class="row-who">
            {t.done.chase} {moment(Date.parse(task.chasedAt), now)}
          </span>
        )}
        {task.labels.map((label) => (
          <span key={label} class="pick-label">
            {label}
          </span>
        ))}
      </span>
    </div>
  )
}
