/** The next times: when each is given, what it is about, until when it is due. */
import type { JSX } from 'preact'
import { useAsked } from '../../asked'
import { upcoming, type Foretold, type Titled } from '../../graphql/recurring'
import { longDay, moment } from '../../i18n'
import { words } from '../../i18n/recurring'
import type { Recurrence } from '../../model/rows'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { capital, dateWords } from './said'

const SHOWN = 5

export function Upcoming({ id, fields, now }: { id: string; fields: Recurrence; now: number }): JSX.Element {
  const r = words()
  const found = useAsked((signal) => upcoming(id, SHOWN, signal), `${id} ${fields.version} ${fields.state}`)
  const shown = () => {
    if (fields.state === 'paused') return <p class="hint">{r.upcomingPaused}</p>
    if (fields.state === 'ended') return <p class="hint">{r.upcomingEnded}</p>
    if (found.value && found.state !== 'failed')
      return found.value.length > 0 ? <Foreseen occurrences={found.value} now={now} /> : <p class="hint">{r.upcomingNone}</p>
    if (found.state === 'asking') return <Filling />
    return <p class="hint">{fields.nextDay ? r.upcomingOffline(dateWords(fields.nextDay)) : r.upcomingNone}</p>
  }
  return (
    <section class="paper" aria-labelledby="upcoming">
      <h2 id="upcoming">{r.upcoming}</h2>
      {fields.state === 'active' && <p class="hint">{r.upcomingHint}</p>}
      {shown()}
    </section>
  )
}

/** Occurrences that would come, one a line; with the title of each, if that is told. */
export function Foreseen({ occurrences, now }: { occurrences: readonly (Foretold | Titled)[]; now: number }): JSX.Element {
  const r = words()
  return (
    <ol class="timeline foreseen">
      {occurrences.map((each) => (
        <li key={each.number} class="entry">
          <span class="entry-icon">
            <Icon name="calendar" size={16} />
          </span>
          <div class="entry-text">
            <p>
              <b>{longDay(Date.parse(each.at))}</b> · {'title' in each ? each.title : capital(each.period)}
            </p>
            <p class="tabular">
              {r.gives(moment(Date.parse(each.at), now))} · <b>{r.dueAt(moment(Date.parse(each.due), now))}</b>
            </p>
            <p class="soft tabular">
              {[
                r.data(dateWords(each.since), dateWords(each.until)),
                ...(each.cutOff ? [r.cutAt(moment(Date.parse(each.cutOff), now))] : []),
              ].join(' · ')}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}
