/** What a task is made of, on its screen: labels and weight, its checklist, its files. */
import type { JSX } from 'preact'
import { number } from '../../i18n'
import { words } from '../../i18n/content'
import { useRow } from '../../live'
import type { Action } from '../../model/actions'
import type { Organisation } from '../../model/organisation'
import type { Task, TimelineEntry } from '../../model/rows'
import { Icon } from '../../ui/icon'
import { Checklist } from './checklist'
import { Evidence } from './evidence'
import '../../styles/content.css'

export interface ContentProps {
  id: string
  task: Task
  timeline: readonly TimelineEntry[]
  /** What I may do now; nothing in the past. */
  actions: readonly Action[]
  org: Organisation
  now: number
}

export function TaskContent(props: ContentProps): JSX.Element {
  const { labels, weight, template: made } = props.task
  const template = useRow('template', made?.id)
  // What many units are asked has its source on the directive.
  const source = useRow('directive', props.task.directive)?.fields.source ?? props.task.source
  const recurring = useRow('recurrence', source?.kind === 'recurrence' ? source.reference : undefined)
  return (
    <>
      {(labels.length > 0 || weight !== 1) && (
        <ul class="tags" aria-label={words().label.title}>
          {labels.map((label) => (
            <li key={label} class="tag">
              <Icon name="tag" size={14} />
              {label}
            </li>
          ))}
          {weight !== 1 && <li class="tag weight">{words().weight.of(number(weight))}</li>}
        </ul>
      )}
      {template && made && (
        <p class="note made-from">
          <Icon name="copy" size={16} />
          <a href={`/mau-viec/${made.id}?ban=${made.version}`}>{words().assign.made(template.fields.name, number(made.version))}</a>
        </p>
      )}
      {recurring && (
        <p class="note made-from">
          <Icon name="history" size={16} />
          <a href={`/dinh-ky/${recurring.id}`}>{words().recurring(recurring.fields.title.replaceAll(/\{[^}]*\}/g, '…'))}</a>
        </p>
      )}
      <Checklist {...props} />
      <Evidence {...props} />
    </>
  )
}
