/** What would become of each task: what goes and who is told, what stays as it is, what is refused and why. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words } from '../../i18n/lists'
import { useRow } from '../../live'
import type { BulkName, Preview, Weighed } from '../../model/bulk'
import type { Organisation } from '../../model/organisation'
import type { Seat } from '../../model/rows'
import { Icon } from '../../ui/icon'
import { seatName } from '../../ui/seat'

/** Rows drawn before one asks for the rest. */
const FEW = 20
/** Seats named with a task. */
const NAMED = 2

interface Props {
  name: BulkName
  found: Preview
  org: Organisation
}

export function WeighedList({ name, found, org }: Props): JSX.Element {
  const w = words()
  const refused = found.refused.reduce((sum, [, tasks]) => sum + tasks.length, 0)
  return (
    <div class="weighed">
      <div role="status">
        <ul class="weighed-sum">
          {found.goes.length > 0 && (
            <li class="good">
              <Icon name="check" size={18} />
              {w.goes[name](number(found.goes.length))}
            </li>
          )}
          {refused > 0 && (
            <li class="late">
              <Icon name="close" size={18} />
              {w.refused(number(refused))}
            </li>
          )}
          {found.idle.length > 0 && (
            <li>
              <Icon name="pause" size={18} />
              {w.idle(number(found.idle.length))}
            </li>
          )}
        </ul>
      </div>
      {found.goes.length === 0 && <p class="hint">{w.nothing}</p>}
      {refused > 0 && (
        <section>
          {found.goes.length + found.idle.length > 0 && <h3>{w.refused(number(refused))}</h3>}
          {found.refused.map(([reason, tasks]) => (
            <div key={reason} class="weighed-reason">
              <p>
                <span class="grow">{reason || w.reason}</span>
                <b>{number(tasks.length)}</b>
              </p>
              <Tasks tasks={tasks} />
            </div>
          ))}
        </section>
      )}
      {found.told.length > 0 && <Told told={found.told} org={org} />}
      {found.goes.length > 0 && (
        <section>
          {refused + found.idle.length > 0 && <h3>{w.goes[name](number(found.goes.length))}</h3>}
          <Tasks tasks={found.goes} org={org} />
        </section>
      )}
    </div>
  )
}

function Told({ told, org }: { told: Preview['told']; org: Organisation }): JSX.Element {
  const w = words()
  return (
    <details>
      <summary>{w.told(number(told.length))}</summary>
      <ul class="plain">
        {told.map(([seat, tasks]) => (
          <li key={`${seat.unit}${seat.post ?? ''}`}>
            {seatName(seat, org)} · {w.toldTasks(number(tasks))}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** `org`: whom each tells is said, too. */
function Tasks({ tasks, org }: { tasks: readonly Weighed[]; org?: Organisation }): JSX.Element {
  const [all, show] = useState(tasks.length <= FEW + 5)
  return (
    <>
      <ul class="weighed-tasks">
        {(all ? tasks : tasks.slice(0, FEW)).map(({ task, told }) => (
          <li key={task}>
            <TaskTitle id={task} />
            {org && told.length > 0 && <span class="soft">{toldWords(told, org)}</span>}
          </li>
        ))}
      </ul>
      {!all && (
        <button type="button" class="button" onClick={() => show(true)}>
          {words().rest(number(tasks.length - FEW))}
        </button>
      )}
    </>
  )
}

export function TaskTitle({ id }: { id: string }): JSX.Element {
  return <b>{useRow('task', id)?.fields.title ?? words().missing}</b>
}

function toldWords(told: readonly Seat[], org: Organisation): string {
  const w = words()
  const names = told.slice(0, NAMED).map((seat) => seatName(seat, org))
  if (told.length > NAMED) names.push(w.toldMore(number(told.length - NAMED)))
  return w.toldHere(names.join('; '))
}
