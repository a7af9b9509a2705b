/** What the directive asks of my own unit, with what I can do about it. */
import { createdId } from '@congvu/sync'
import type { JSX } from 'preact'
import { t } from '../i18n'
import { myPosts, useNow, useOrganisation, useRows } from '../live'
import { nextAction } from '../model/actions'
import type { Directive } from '../model/rows'
import { TaskRow } from '../ui/row'
import { actionsOn, start } from './actions'

export function MyPart({ id, directive }: { id: string; directive: Directive }): JSX.Element | null {
  const org = useOrganisation()
  const tasks = useRows('task')
  const now = useNow()
  const units = new Set(myPosts().flatMap((post) => org.post(post)?.unit ?? []))
  const mine = directive.units.filter((unit) => units.has(unit)).flatMap((unit) => tasks.get(createdId(id, unit)) ?? [])
  if (mine.length === 0) return null
  return (
    <section aria-labelledby="my-part">
      <h2 id="my-part" class="section-title">
        {t.directive.mine}
      </h2>
      <ul class="rows">
        {mine.map(({ id: task, fields }) => (
          <TaskRow
            key={task}
            id={task}
            task={fields}
            org={org}
            now={now}
            who={fields.assigner}
            next={nextAction(fields, actionsOn(fields, org, now))}
            onNext={(action) => start(action, task)}
          />
        ))}
      </ul>
    </section>
  )
}
