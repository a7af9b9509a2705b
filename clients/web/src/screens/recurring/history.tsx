/** What happened to recurring work: who set it up and changed it, with the rule from then on, and what came. */
import type { JSX } from 'preact'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/recurring'
import { useRow } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { Recurrence, TimelineEntry } from '../../model/rows'
import { Icon, type IconName } from '../../ui/icon'
import { postName } from '../../ui/seat'
import { dateWords, failureWords, sentence } from './said'

const ICONS: Record<string, IconName> = {
  'recurrence.set-up': 'plus',
  'recurrence.changed': 'edit',
  'recurrence.paused': 'pause',
  'recurrence.resumed': 'play',
  'recurrence.ended': 'stop',
  'recurrence.occurred': 'send',
  'recurrence.retried': 'send',
  'recurrence.failed': 'late',
  'recurrence.skipped': 'forward',
  'recurrence.passed': 'swap',
}

export function History({ id, org, now }: { id: string; org: Organisation; now: number }): JSX.Element {
  const r = words()
  const entries = useRow('timeline', id)?.fields.entries ?? []
  return (
    <details class="paper">
      <summary>
        {r.history} <span class="count">{entries.length}</span>
      </summary>
      {entries.length === 0 && <p class="hint">{r.historyNone}</p>}
      <ol class="timeline">
        {[...entries].reverse().map((entry) => (
          <li key={entry.version} class="entry">
            <span class="entry-icon">
              <Icon name={ICONS[entry.kind] ?? 'edit'} size={16} />
            </span>
            <div class="entry-text">
              <p>
                <b>{who(entry, org)}</b> {r.event[entry.kind] ?? t.eventUnknown}
              </p>
              <p class="soft">
                <time dateTime={entry.at}>{moment(Date.parse(entry.at), now)}</time>
                {entry.post && org.post(entry.post) ? ` · ${postName(entry.post, org)}` : ''}
              </p>
              {detail(entry, entries) && <p>{detail(entry, entries)}</p>}
            </div>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** Nobody's account: the platform did it, when it was due. */
function who({ official, policy }: TimelineEntry, org: Organisation): string {
  if (policy ?? !official) return t.platform
  const card = org.official(official)
  return card ? card.name || t.erased : t.someone
}

interface Told {
  schedule?: Recurrence['schedule']
  occurrence?: { period: string }
  first?: number
  last?: number
  since?: string
  until?: string
}

/** The rule that holds from then on, which period it was, or why it was passed over. */
function detail(entry: TimelineEntry, all: readonly TimelineEntry[]): string | null {
  const r = words()
  const { schedule, occurrence, first, last, since, until } = entry.data as Told
  if (schedule) {
    const before = all.filter((each) => each.version < entry.version && (each.data as Told).schedule).at(-1)
    const same = before && JSON.stringify((before.data as Told).schedule) === JSON.stringify(schedule)
    return same ? r.contentChanged : sentence(schedule)
  }
  if (occurrence) return occurrence.period
  if (entry.kind === 'recurrence.failed' && entry.text) return failureWords(entry.text)
  if (first !== undefined && last !== undefined && since && until)
    return `${r.skippedDays(last - first + 1, dateWords(since), dateWords(until))}: ${r.skipped[entry.text ?? ''] ?? entry.text ?? ''}`
  return null
}
