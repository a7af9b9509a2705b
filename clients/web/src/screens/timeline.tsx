/** Everything that happened, newest first: who, as whom, when, and why. */
import type { JSX } from 'preact'
import { moment, number, t } from '../i18n'
import type { Organisation } from '../model/organisation'
import type { TaskItem, TimelineEntry } from '../model/rows'
import { Icon, type IconName } from '../ui/icon'
import { remindedWords } from '../ui/reminded'
import { postName } from '../ui/seat'

interface Props {
  entries: readonly TimelineEntry[]
  /** The checklist as it is, whose items entries name. */
  items: readonly TaskItem[]
  org: Organisation
  now: number
  at: number | null
}

const ICONS: Record<string, IconName> = {
  'task.assigned': 'send',
  'task.opened': 'eye',
  'task.accepted': 'check',
  'task.declined': 'close',
  'task.sub-assigned': 'chain',
  'task.reported': 'edit',
  'task.submitted': 'flag',
  'task.endorsed': 'checks',
  'task.returned': 'undo',
  'task.completed': 'checks',
  'task.extension-requested': 'clock',
  'task.extension-granted': 'calendar',
  'task.extension-refused': 'close',
  'task.deadline-changed': 'calendar',
  'task.deadline-adjusted': 'calendar',
  'task.reminded': 'bell',
  'task.reassigned': 'swap',
  'task.cancelled': 'trash',
  'task.reopened': 'history',
  'task.chased': 'megaphone',
  'task.answered': 'edit',
  'task.suspended': 'clock',
  'task.resumed': 'history',
  'task.checklist-set': 'checks',
  'task.item-checked': 'check',
  'task.labelled': 'edit',
}

export function TimelineList({ entries, items, org, now, at }: Props): JSX.Element {
  if (entries.length === 0) return <p class="hint">{t.task.noTimeline}</p>
  return (
    <ol class="timeline">
      {[...entries].reverse().map((entry) => (
        <li key={entry.version} class={at !== null && Date.parse(entry.at) > at ? 'entry later' : 'entry'}>
          <span class="entry-icon">
            <Icon name={ICONS[entry.kind] ?? 'edit'} size={16} />
          </span>
          <div class="entry-text">
            <p>
              <b>{who(entry, org)}</b> {kindWords(entry)}
              {typeof entry.data['percent'] === 'number' && <b> {entry.data['percent']}%</b>}
            </p>
            <p class="soft">
              <time dateTime={entry.at}>{moment(Date.parse(entry.at), now)}</time>
              {asWhom(entry, org)}
            </p>
            {detailOf(entry, items, now) && <p>{detailOf(entry, items, now)}</p>}
            {entry.text && <p class="entry-words">{entry.text}</p>}
            <WithFiles files={entry.data['files']} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** How many files came with it; they are shown apart. */
function WithFiles({ files }: { files: unknown }): JSX.Element | null {
  if (!Array.isArray(files) || files.length === 0) return null
  return (
    <p class="soft with-files">
      <Icon name="clip" size={14} />
      {t.talk.files(files.length)}
    </p>
  )
}

function kindWords({ kind, data }: TimelineEntry): string {
  const said = kind === 'task.item-checked' && data['done'] === false ? 'task.item-unchecked' : kind
  return (t.event as Record<string, string>)[said] ?? t.eventUnknown
}

function who(entry: TimelineEntry, org: Organisation): string {
  if (entry.policy) return t.byPolicy
  const card = org.official(entry.official)
  return card ? card.name || t.erased : t.someone
}

function asWhom(entry: TimelineEntry, org: Organisation): string {
  const post = entry.post && org.post(entry.post) ? ` · ${postName(entry.post, org)}` : ''
  return entry.behalfOf ? `${post}, ${t.as.behalf(postName(entry.behalfOf, org))}` : post
}

/** What else is told of it: of a reminder its cause and whom it reached, of a deadline where it moved, of a part what it is now. */
function detailOf({ kind, data }: TimelineEntry, items: readonly TaskItem[], now: number): string | null {
  if (kind === 'task.reminded') return remindedWords(data)
  if (kind === 'task.item-checked') return items.find(({ id }) => id === data['item'])?.text ?? null
  if (kind === 'task.labelled') return (data['labels'] as string[]).join(', ') || null
  if (kind === 'task.weight-set') return number(data['weight'] as number)
  const at = Date.parse(String(data['deadline'] ?? ''))
  if (Number.isNaN(at) || kind === 'task.assigned') return null
  if (kind !== 'task.deadline-adjusted') return `${t.deadline.label} ${moment(at, now)}`
  return t.reminding.moved(moment(Date.parse(String(data['previous'])), now), moment(at, now))
}
