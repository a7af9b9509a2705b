/** What a rule would do with a task that is given now: each reminder on its day. */
import type { JSX } from 'preact'
import { longDay, moment } from '../../i18n'
import { words } from '../../i18n/time'
import { foreseen } from '../../model/foreseen'
import type { ReminderRule } from '../../model/rows'
import { faultOf } from '../../model/rule'
import { dateOf, instant } from '../../model/workdays'
import { Icon } from '../../ui/icon'
import { kindWords, rolesWords } from '../../ui/reminded'
import { useWorkdays } from './calendar-row'

/** The sample is due in so many working days. */
const DUE = 8
const SHOWN = 8

export function RulePreview({ rule, now }: { rule: ReminderRule; now: number }): JSX.Element {
  const w = words().rule
  const workdays = useWorkdays()
  const deadline = instant(workdays.shifted(dateOf(now), DUE), '17:00')
  const marks = faultOf(rule) ? null : foreseen(rule, workdays, deadline, now, SHOWN)
  return (
    <section class="rule-preview" aria-labelledby="preview">
      <h2 id="preview" class="section-title">
        {w.preview}
      </h2>
      <p class="hint">{w.sample(moment(deadline, now))}</p>
      {marks === null && <p class="hint">{w.unfinished}</p>}
      {marks?.length === 0 && <p class="hint">{w.silent}</p>}
      {marks && marks.length > 0 && (
        <ol class="timeline">
          {marks.map(({ at, kind, days, to }) => (
            <li key={at} class={`entry ${kind}`}>
              <span class="entry-icon">
                <Icon name={kind === 'due' ? 'flag' : kind === 'past' ? 'late' : 'bell'} size={16} />
              </span>
              <div class="entry-text">
                <p>
                  <b>{moment(at, now)}</b> · {kindWords(kind, days)}
                </p>
                <p class="soft">
                  {longDay(at).split(',')[0]} · {words().onTask.whom(rolesWords(to))}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
