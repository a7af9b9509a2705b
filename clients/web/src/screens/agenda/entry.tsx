/** One thing on a day: as a row of a list, and as a line in the month's grid. */
import type { JSX } from 'preact'
import { clock, moment, number, t } from '../../i18n'
import { words } from '../../i18n/agenda'
import { useOrganisation } from '../../live'
import type { Entry } from '../../model/agenda'
import { Icon, type IconName } from '../../ui/icon'
import { LIGHT_ICON, Urgent } from '../../ui/light'
import { seatName } from '../../ui/seat'
import { hrefOf, type Looked } from './place'

/** Its shape says what it is, with the colour or without. */
function iconOf(entry: Entry): IconName {
  if (entry.kind === 'reminder') return 'bell'
  if (entry.kind === 'foreseen') return 'sync'
  return entry.light === 'none' ? 'pause' : LIGHT_ICON[entry.light]
}

function toneOf(entry: Entry): string {
  return 'light' in entry ? entry.light : entry.kind
}

function titleOf(entry: Entry): string {
  if (entry.kind === 'task') return entry.task.title
  return (entry.kind === 'reminder' ? entry.text : entry.title) || t.erased
}

/** What the colour means, in words. */
function saysOf(entry: Entry): string {
  const w = words()
  if (entry.kind === 'reminder') return w.reminder
  return entry.kind === 'foreseen' ? w.foreseen : w.lights[entry.light]
}

/** A task beside the grid where there is room, else on its own screen. */
function leadsTo(entry: Entry, beside: Looked | null): string {
  if (entry.kind === 'foreseen') return `/dinh-ky/${entry.id}`
  if (entry.kind === 'directive') return `/chi-dao/${entry.id}`
  const task = entry.kind === 'task' ? entry.id : entry.subject
  if (!task) return '/nhac-viec'
  return beside ? hrefOf({ ...beside, task }) : `/viec/${task}`
}

interface RowProps {
  entry: Entry
  /** The calendar, where the task is drawn beside it. */
  beside: Looked | null
  /** Where rows are of several days: now, to tell the day by. */
  dated?: number | undefined
}

export function EntryRow({ entry, beside, dated }: RowProps): JSX.Element {
  const org = useOrganisation()
  return (
    <li class="row entry-row">
      <a class="row-link" href={leadsTo(entry, beside)}>
        <span class="row-title">
          {entry.kind === 'task' && <Urgent urgency={entry.task.urgency} />}
          {titleOf(entry)}
        </span>
      </a>
      <span class="row-meta">
        <span class={`light ${toneOf(entry)}`}>
          <Icon name={iconOf(entry)} size={15} />
          {dated === undefined ? clock(entry.at) : moment(entry.at, dated)} · {saysOf(entry)}
        </span>
        {entry.kind === 'directive' && <span class="row-who">{words().directive(number(entry.open), number(entry.tasks))}</span>}
        {entry.kind === 'task' && <span class="row-who">{seatName(entry.task.lead, org)}</span>}
      </span>
    </li>
  )
}

export function EntryLine({ entry, beside }: { entry: Entry; beside: Looked }): JSX.Element {
  return (
    <a
      href={leadsTo(entry, beside)}
      tabIndex={-1}
      class={`agenda-line ${toneOf(entry)}`}
      title={`${clock(entry.at)} ${titleOf(entry)}`}
    >
      <Icon name={iconOf(entry)} size={13} />
      <span class="unseen">{saysOf(entry)}: </span>
      <span class="line-title">{titleOf(entry)}</span>
    </a>
  )
}
