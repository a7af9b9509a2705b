/** Files of a task: what came with it, and what reports show. */
import type { JSX } from 'preact'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/content'
import type { Action } from '../../model/actions'
import { filesOf, type Shown } from '../../model/content'
import type { Organisation } from '../../model/organisation'
import type { Task, TimelineEntry } from '../../model/rows'
import { Files } from '../../ui/files'
import { Icon } from '../../ui/icon'
import { start } from '../actions'

interface Props {
  id: string
  task: Task
  timeline: readonly TimelineEntry[]
  actions: readonly Action[]
  org: Organisation
  now: number
}

export function Evidence({ id, task, timeline, actions, org, now }: Props): JSX.Element | null {
  const w = words().files
  const shown = filesOf(task, timeline)
  const report = actions.find(({ name }) => name === 'report')
  if (shown.length === 0 && !report) return null
  const count = shown.reduce((sum, { files }) => sum + files.length, 0)
  return (
    <section class="evidence" aria-labelledby="evidence">
      <h2 id="evidence" class="section-title">
        {w.title}
        {count > 0 && <span class="count">{number(count)}</span>}
        {report && (
          <button type="button" class="button title-button" onClick={() => start(report, id)}>
            <Icon name="camera" size={18} />
            {w.add}
          </button>
        )}
      </h2>
      {shown.length > 0 && (
        <div class="rows">
          {shown.map((each) => (
            <div key={each.key} class="shown">
              <p class="soft">
                {shownWords(each, org)} · {moment(Date.parse(each.at), now)}
              </p>
              <Files ids={each.files} />
            </div>
          ))}
        </div>
      )}
    </section>
  )
}

function shownWords({ kind, official, percent }: Shown, org: Organisation): string {
  const w = words().files
  const who = org.official(official)?.name || t.someone
  if (kind === 'task.assigned') return w.given(who)
  return kind === 'task.reported' ? w.reported(who, number(percent ?? 0)) : w.submitted(who)
}
