/** What waits to be sent, and what the server refused: given back to be edited and sent again. */
import type { OutboxEntry } from '@congvu/sync'
import type { JSX } from 'preact'
import { subject } from '../act'
import { clock, t } from '../i18n'
import { rows, sync, useOrganisation, useOutbox, useRow } from '../live'
import { actionsFor, type ActionName } from '../model/actions'
import { myPosts } from '../live'
import { inBrief } from '../model/said'
import { go } from '../router'
import { hrefOf } from '../talking'
import { Icon } from '../ui/icon'
import { COMMAND } from '../act'
import { start } from './actions'

/** The commands on their way, and those that came back; nothing when there are none. */
export function Outgoing(): JSX.Element | null {
  const outbox = useOutbox()
  const refused = outbox.filter(({ state }) => state === 'refused')
  const waiting = outbox.filter(({ state, name }) => state !== 'refused' && state !== 'accepted' && !SILENT.has(name))
  if (refused.length + waiting.length === 0) return null
  return (
    <>
      {refused.length > 0 && (
        <section aria-labelledby="refused">
          <h2 id="refused" class="section-title late">
            {t.notices.refused} <span class="count">{refused.length}</span>
          </h2>
          <ul class="notices">
            {refused.map((entry) => (
              <Refused key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting" class="section-title">
            {t.notices.waiting} <span class="count">{waiting.length}</span>
          </h2>
          <ul class="rows">
            {waiting.map((entry) => (
              <Waiting key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** Done by the app on the way, not by its user. */
const SILENT: ReadonlySet<string> = new Set(['task.open', 'announcement.open', 'draft.save'])

const ACTION = Object.fromEntries(Object.entries(COMMAND).map(([action, name]) => [name, action])) as Record<
  string,
  ActionName | undefined
>

function nameOf(entry: OutboxEntry): string {
  const action = ACTION[entry.name]
  return (t.command as Record<string, string>)[entry.name] ?? (action ? t.action[action] : entry.name)
}

function useTitle(entry: OutboxEntry): string {
  const id = subject(entry)
  const task = useRow('task', id)
  const directive = useRow('directive', id)
  const announcement = useRow('announcement', id)
  const { title, text } = entry.args as { title?: string; text?: string }
  const about = title ?? task?.fields.title ?? directive?.fields.title ?? announcement?.fields.title
  return about ?? (entry.name === 'message.post' ? inBrief(text ?? '') : '')
}

function Waiting({ entry }: { entry: OutboxEntry }): JSX.Element {
  const title = useTitle(entry)
  return (
    <li class="row">
      <span class="row-title">{t.notices.what(nameOf(entry), title)}</span>
      <span class="row-meta">
        <Icon name={entry.state === 'sent' ? 'send' : 'device'} size={14} />
        {entry.state === 'sent' ? t.trail.sent : entry.state === 'held' ? t.trail.held : t.trail.kept}{' '}
        {clock(Date.parse(entry.at))}
      </span>
    </li>
  )
}

function Refused({ entry }: { entry: OutboxEntry }): JSX.Element {
  const org = useOrganisation()
  const title = useTitle(entry)
  const words = written(entry)
  const again = () => {
    if (entry.name === 'task.assign' || entry.name === 'directive.issue') return go(`/giao?lai=${entry.id}`)
    if (entry.name === 'announcement.issue') return go(`/cong-bo/moi?lai=${entry.id}`)
    if (entry.name.startsWith('reminder.')) return go('/nhac-viec')
    const { channel } = entry.args as { channel?: string }
    if (entry.name === 'message.post' && channel) return go(hrefOf(channel))
    const id = subject(entry)
    const action = ACTION[entry.name]
    const task = id ? rows('task').get(id) : undefined
    const possible =
      task && action ? actionsFor(task.fields, myPosts(), org, Date.now()).find(({ name }) => name === action) : undefined
    const place = entry.name.startsWith('announcement.') ? 'cong-bo' : entry.name.startsWith('directive.') && !task ? 'chi-dao' : 'viec'
    if (id) go(`/${place}/${id}`)
    if (possible && id) start(possible, id, words ?? '')
    sync().discard(entry.id)
  }
  return (
    <li class="notice">
      <p class="notice-title">
        <Icon name="late" size={18} />
        <b>{t.notices.what(nameOf(entry), title)}</b>
      </p>
      <p>{entry.problem?.detail || entry.problem?.title || t.notices.unknown}</p>
      {words && <blockquote>{words}</blockquote>}
      <p class="card-actions">
        <button type="button" class="button primary" onClick={again}>
          {t.notices.edit}
        </button>
        <button type="button" class="button" onClick={() => sync().discard(entry.id)}>
          {t.notices.drop}
        </button>
      </p>
    </li>
  )
}

/** What the person had written: it must never be lost. */
function written(entry: OutboxEntry): string | null {
  const { text, reason, remark } = entry.args as Record<string, string | undefined>
  return text ?? reason ?? remark ?? null
}
