/** What came of recurring work: the task or directive of each time with how it stands, or why there is none. */
import type { JSX } from 'preact'
import { retry } from '../../act-recurring'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/recurring'
import { useRows } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { Recurrence } from '../../model/rows'
import { Icon } from '../../ui/icon'
import { Light } from '../../ui/light'
import { seatName } from '../../ui/seat'
import { capital, dateWords, failureWords } from './said'

interface Props {
  id: string
  fields: Recurrence
  /** In which I may decide about it. */
  post: string | null
  org: Organisation
  now: number
}

type Happened = Recurrence['recent'][number]

export function Past({ id, fields, post, org, now }: Props): JSX.Element {
  const r = words()
  return (
    <section class="paper" aria-labelledby="past">
      <h2 id="past">
        {r.past} {fields.occurred > 0 && <span class="count">{number(fields.occurred)}</span>}
      </h2>
      {fields.number > 0 && <p class="hint">{r.counts(number(fields.occurred), number(fields.skipped))}</p>}
      {fields.recent.length === 0 && <p class="hint">{r.pastNone}</p>}
      <ul class="plain past">
        {[...fields.recent].reverse().map((each) => (
          <li key={each.occurrence.number}>
            <p class="past-head">
              <b>{capital(each.occurrence.period)}</b>
              <span class="soft tabular">
                {r.gives(moment(Date.parse(each.occurrence.at), now))} · {r.dueAt(moment(Date.parse(each.occurrence.due), now))}
              </span>
            </p>
            <Made happened={each} org={org} now={now} />
            {each.failure && (
              <div class="past-failed">
                <p class="light red">
                  <Icon name="late" size={15} />
                  {r.failedWhy}
                </p>
                <p>{failureWords(each.failure)}</p>
                {post && (
                  <button type="button" class="button" onClick={() => retry(id, each.occurrence.number, fields, post, r.retried)}>
                    <Icon name="undo" size={18} />
                    {r.retry}
                  </button>
                )}
              </div>
            )}
            <span class="unseen">{r.range(dateWords(each.occurrence.since), dateWords(each.occurrence.until))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The task or directive that it led to, as far as it is on this device. */
function Made({ happened: { made, failure }, org, now }: { happened: Happened; org: Organisation; now: number }): JSX.Element | null {
  const r = words()
  const task = useRows('task').get(made)?.fields
  const directive = useRows('directive').get(made)?.fields
  if (failure) return null
  if (task)
    return (
      <p class="past-made">
        <a href={`/viec/${made}`}>{task.title}</a>
        <span class="row-meta">
          <Light task={task} now={now} />
          <span>{t.state[task.state]}</span>
          <span>{seatName(task.lead, org)}</span>
        </span>
      </p>
    )
  if (directive)
    return (
      <p class="past-made">
        <a href={`/chi-dao/${made}`}>{directive.title}</a>
        <span class="row-meta">
          <span>{r.units(directive.units.length)}</span>
        </span>
      </p>
    )
  return <p class="soft">{r.notHere}</p>
}
