/** That a task is suspended: why, since when, until when it is expected to be. */
import type { JSX } from 'preact'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/content'
import type { Action } from '../../model/actions'
import type { Organisation } from '../../model/organisation'
import type { Task } from '../../model/rows'
import { Icon } from '../../ui/icon'
import { start } from '../actions'
import '../../styles/content.css'

interface Props {
  id: string
  suspension: NonNullable<Task['suspension']>
  actions: readonly Action[]
  org: Organisation
  now: number
}

export function Held({ id, suspension: { reason, by, at, until, withParent }, actions, org, now }: Props): JSX.Element {
  const w = words().suspend
  const resume = actions.find(({ name }) => name === 'resume')
  const end = until ? Date.parse(until) : null
  const who = by ? org.official(by)?.name || t.someone : null
  return (
    <blockquote class="held">
      <p>
        <Icon name="pause" size={18} />
        <b>
          {w.held} {w.since(moment(Date.parse(at), now))}, {end === null ? w.open : w.expected(moment(end, now))}
        </b>
      </p>
      <p>
        {reason || t.erased}
        {who && <span class="soft"> · {who}</span>}
      </p>
      {withParent && <p class="soft">{w.withParent}</p>}
      {end !== null && end <= now && <p class="error">{w.over}</p>}
      {resume && (
        <button type="button" class="button" onClick={() => start({ name: 'suspend', posts: resume.posts }, id)}>
          <Icon name="edit" size={18} />
          {w.edit}
        </button>
      )}
    </blockquote>
  )
}
