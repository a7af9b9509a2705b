/** The people of a task, by their seats. */
import type { JSX } from 'preact'
import { moment, t } from '../i18n'
import { doer, links } from '../model/actions'
import type { Organisation } from '../model/organisation'
import type { Seat, Task } from '../model/rows'
import { Away } from '../ui/away'
import { holderName, seatName, shortUnit } from '../ui/seat'

/** Sources named by the id of something here, which says nothing to a reader. */
const IDS = ['recurrence', 'message']

/** Who has which part in the task, and where it came from. */
export function People({ task, org, now }: { task: Task; org: Organisation; now: number }): JSX.Element {
  const lines: [string, readonly Seat[]][] = [
    [t.task.assigner, [task.assigner]],
    [t.task.lead, [doer(task)]],
    [t.task.chain, links(task)],
    [t.task.coordinating, task.coordinating],
    [t.task.following, task.following],
    [t.task.chaser, task.chaser ? [task.chaser] : []],
  ]
  return (
    <dl class="people-list">
      {lines.map(
        ([label, seats]) =>
          seats.length > 0 && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {seats.map((seat) => (
                  <SeatLine key={seat.post ?? seat.unit} seat={seat} org={org} />
                ))}
              </dd>
            </div>
          ),
      )}
      {task.source && !IDS.includes(task.source.kind) && (
        <div>
          <dt>{t.task.source}</dt>
          <dd>{task.source.reference}</dd>
        </div>
      )}
      <div>
        <dt>{t.task.created}</dt>
        <dd>{moment(Date.parse(task.createdAt), now)}</dd>
      </div>
      {task.directive && (
        <div>
          <dt>{t.task.directive}</dt>
          <dd>
            <a href={`/chi-dao/${task.directive}`}>{t.directive.title}</a>
          </dd>
        </div>
      )}
    </dl>
  )
}

function SeatLine({ seat, org }: { seat: Seat; org: Organisation }): JSX.Element {
  const holder = holderName(seat, org)
  return (
    <a class="seat-line" href={`/danh-ba?don-vi=${seat.unit}`}>
      <b>
        {seat.post ? (holder ?? t.vacant) : shortUnit(seat.unit, org)} {seat.post && <Away official={org.post(seat.post)?.holder} />}
      </b>
      <span>{seat.post ? seatName(seat, org) : holder}</span>
    </a>
  )
}
