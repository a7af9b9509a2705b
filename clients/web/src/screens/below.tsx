/** Looking down: the work of a unit below mine, synced only while I look. */
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { t } from '../i18n'
import { lookBelow, myPosts, useNow, useRows } from '../live'
import { doer } from '../model/actions'
import { isOpen } from '../model/light'
import type { Organisation } from '../model/organisation'
import { TaskRow } from '../ui/row'

/** So many tasks of a unit are listed on its card. */
const BELOW = 20

/** What a unit below mine has to do; nothing for those who do not lead what contains it. */
export function Below({ unit, org }: { unit: string; org: Organisation }): JSX.Element | null {
  const now = useNow()
  const mine = myPosts().filter((post) => org.post(post)?.leading && org.contains(org.post(post)?.unit ?? '', unit))
  const may = mine.length > 0
  useEffect(() => {
    if (may) lookBelow(unit)
  }, [unit, may])
  const tasks = useRows('task')
  const work = useMemo(() => {
    const led = [...tasks.values()].filter(
      ({ fields }) => isOpen(fields.state) && (fields.lead.unit === unit || doer(fields).unit === unit),
    )
    return led.sort((a, b) => (a.fields.deadline < b.fields.deadline ? -1 : 1)).slice(0, BELOW)
  }, [tasks, unit])
  if (!may) return null
  return (
    <section aria-labelledby="below">
      <h2 id="below" class="section-title">
        {t.directory.work}
      </h2>
      {work.length === 0 && <p class="hint pad">{t.directory.noWork}</p>}
      <ul class="rows">
        {work.map(({ id, fields }) => (
          <TaskRow
            key={id}
            id={id}
            task={fields}
            org={org}
            now={now}
            who={fields.assigner}
            next={undefined}
            onNext={() => undefined}
          />
        ))}
      </ul>
    </section>
  )
}
