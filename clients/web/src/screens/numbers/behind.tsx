/** The tasks behind a figure, a page at a time. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { tasksBehind, type Behind, type Figure, type Query } from '../../graphql/figures'
import { words } from '../../i18n/numbers'
import { useNow, useOrganisation } from '../../live'
import type { Task } from '../../model/rows'
import { Light, Urgent } from '../../ui/light'
import { Filling } from '../../ui/loading'
import { seatName } from '../../ui/seat'
import { Sheet } from '../../ui/sheet'

interface Props {
  query: Query
  figure: Figure
  title: string
  onClose: () => void
}

export function BehindSheet({ query, figure, title, onClose }: Props): JSX.Element {
  const n = words()
  const org = useOrganisation()
  const now = useNow()
  const [tasks, setTasks] = useState<Behind[] | null>(null)
  const [after, setAfter] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const [next, load] = useState<string | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    void tasksBehind(query, figure, next, stop.signal).then((page) => {
      if (stop.signal.aborted) return
      setFailed(page === null)
      if (!page) return
      setTasks((known) => [...(next ? (known ?? []) : []), ...page.tasks])
      setAfter(page.after)
    })
    return () => stop.abort()
  }, [next])
  const at = query.asOf ? Date.parse(query.asOf) : now
  return (
    <Sheet title={title} onClose={onClose} wide>
      {!tasks && !failed && <Filling />}
      {failed && !tasks && <p class="hint">{n.offline}</p>}
      {tasks?.length === 0 && <p class="hint">{n.noTasks}</p>}
      <ul class="rows">
        {tasks?.map((task) => (
          <li key={task.id} class="row">
            <a class="row-link" href={`/viec/${task.id}`}>
              <span class="row-title">
                <Urgent urgency={task.urgency} />
                {task.title}
              </span>
            </a>
            <span class="row-meta">
              <Light task={task as unknown as Task} now={at} />
              <span class="row-who">{seatName(task.lead, org)}</span>
            </span>
          </li>
        ))}
      </ul>
      {after && (
        <button type="button" class="button" onClick={() => load(after)}>
          {n.more}
        </button>
      )}
    </Sheet>
  )
}
