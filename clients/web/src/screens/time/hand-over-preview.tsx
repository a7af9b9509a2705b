/** What moves with a post, and what stays with its present holder; each part of the tasks unfolds into a list. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { handOverKept, handOverPreview, handOverTasks, type Kept, type Moving, type Part, type Preview } from '../../graphql/hand-over'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/time'
import { useNow } from '../../live'

type Answer<T> = T | null | 'asking'

export function HandOverPreview({ post }: { post: string }): JSX.Element {
  const w = words().handOver
  const [found, tell] = useState<Answer<Preview>>('asking')
  const [tries, again] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    tell('asking')
    void handOverPreview(post, stop.signal).then((answer) => !stop.signal.aborted && tell(answer))
    return () => stop.abort()
  }, [post, tries])
  if (found === 'asking')
    return (
      <p class="soft" role="status">
        {w.counting}
      </p>
    )
  if (!found)
    return (
      <p class="note">
        <span class="grow">{w.unknown}</span>
        <button type="button" class="button" onClick={() => again(tries + 1)}>
          {w.again}
        </button>
      </p>
    )
  const stays: [string, number][] = [
    [w.channels, found.moderatedChannels],
    [w.drafts, found.unsentDrafts],
    [w.absences, found.absences],
  ]
  const moves: [string, number][] = [
    [w.reminders, found.reminders],
    [w.directives, found.directives],
    [w.delegationsGiven, found.delegationsGiven],
    [w.delegationsReceived, found.delegationsReceived],
  ]
  return (
    <>
      <p class="moving-sum">
        <b>{number(found.openTasks)}</b> {w.openTasks}
      </p>
      {found.parts.map(({ part, count }) => count > 0 && <PartList key={part} post={post} part={part} count={count} />)}
      {found.recurring > 0 && <KeptList post={post} of="recurrences" count={found.recurring} title={w.record.list.recurrence} path="/dinh-ky/" />}
      {found.templateCount > 0 && <KeptList post={post} of="templates" count={found.templateCount} title={w.templates} path="/mau-viec/" />}
      <Counts title={w.moves} counts={moves} />
      <Counts title={w.stays} counts={stays} />
    </>
  )
}

function Counts({ title, counts }: { title: string; counts: [string, number][] }): JSX.Element | null {
  const shown = counts.filter(([, count]) => count > 0)
  if (shown.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <dl class="moving">
        {shown.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** So many of a part are listed. */
const LISTED = 20

function PartList({ post, part, count }: { post: string; part: Part; count: number }): JSX.Element {
  const w = words().handOver
  const now = useNow()
  const [open, setOpen] = useState(false)
  const [tasks, tell] = useState<Answer<Moving[]>>('asking')
  useEffect(() => {
    if (!open) return
    const stop = new AbortController()
    void handOverTasks(post, part, stop.signal).then((answer) => !stop.signal.aborted && tell(answer))
    return () => stop.abort()
  }, [open])
  return (
    <details class="part" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="grow">{w.part[part]}</span>
        <b class="tabular">{number(count)}</b>
      </summary>
      {tasks === 'asking' ? (
        <p class="soft">{w.counting}</p>
      ) : tasks === null ? (
        <p class="soft">{w.unknown}</p>
      ) : (
        <ul class="moving-list">
          {tasks.map(({ id, title, deadline }) => (
            <li key={id}>
              <a href={`/viec/${id}`}>{title}</a>
              <span class="soft">
                {t.deadline.label} {moment(Date.parse(deadline), now)}
              </span>
            </li>
          ))}
          {count > LISTED && <li class="soft">{w.more(count - LISTED)}</li>}
        </ul>
      )}
    </details>
  )
}

interface KeptProps {
  post: string
  of: keyof Kept
  count: number
  title: string
  /** Where one of them is read. */
  path: string
}

/** Recurring work or templates that the next holder finds. */
function KeptList({ post, of, count, title, path }: KeptProps): JSX.Element {
  const w = words().handOver
  const [open, setOpen] = useState(false)
  const [kept, tell] = useState<Answer<Kept>>('asking')
  useEffect(() => {
    if (!open) return
    const stop = new AbortController()
    void handOverKept(post, stop.signal).then((answer) => !stop.signal.aborted && tell(answer))
    return () => stop.abort()
  }, [open])
  return (
    <details class="part" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="grow">{title}</span>
        <b class="tabular">{number(count)}</b>
      </summary>
      {kept === 'asking' ? (
        <p class="soft">{w.counting}</p>
      ) : kept === null ? (
        <p class="soft">{w.unknown}</p>
      ) : (
        <ul class="moving-list">
          {kept[of].map((each) => (
            <li key={each.id}>
              <a href={path + each.id}>{each.title}</a>
            </li>
          ))}
          {count > kept[of].length && <li class="soft">{w.more(count - kept[of].length)}</li>}
        </ul>
      )}
    </details>
  )
}
