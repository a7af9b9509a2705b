/** A rule of reminders tried on a past period: how many more or fewer it would have sent, why, to whom, in which units. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number, t } from '../../i18n'
import { words as evaluationWords } from '../../i18n/evaluation'
import { words } from '../../i18n/trial'
import { useOrganisation } from '../../live'
import { periodName, periods } from '../../model/evaluation'
import type { ReminderRule } from '../../model/rows'
import { compared, type ReminderTrial } from '../../model/trial'
import { shortUnit } from '../../ui/seat'
import { Trying } from '../evaluation/trying'
import '../../styles/numbers.css'
import '../../styles/evaluation.css'

const LOOK_BACK = 13
const SHOWN = 10

interface Props {
  unit: string
  rule: ReminderRule
  now: number
  /** Lets it hold from now on; null: it does, or one may not. */
  onSave: (() => void) | null
}

export function RuleTrial({ unit, rule, now, onSave }: Props): JSX.Element {
  const w = words()
  return (
    <details class="paper trial">
      <summary>{w.try}</summary>
      <p class="hint">{w.remindersHint}</p>
      <Trying<ReminderTrial> path="/api/reminders/trials" wanted={{ unit, rule }} periods={periods(now, 'month', LOOK_BACK)}>
        {(found) => (
          <>
            <Result found={found} />
            {onSave && (
              <p class="card-actions">
                <button type="button" class="button primary big" onClick={onSave}>
                  {w.save}
                </button>
              </p>
            )}
          </>
        )}
      </Trying>
    </details>
  )
}

function Result({ found }: { found: ReminderTrial }): JSX.Element {
  const w = words()
  const org = useOrganisation()
  const [all, showAll] = useState(false)
  const { before, after, units } = found
  const difference = after.reminders - before.reminders
  const moved = [...units].sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
  const shown = all ? moved : moved.slice(0, SHOWN)
  return (
    <div class="trial-result">
      <h3>{w.result(periodName(found.period, evaluationWords().quarter))}</h3>
      <ul class="trial-counts">
        <li class="strong">
          <b>{number(after.reminders)}</b> {w.reminders},{' '}
          {difference === 0 ? w.same : difference > 0 ? w.more(number(difference)) : w.fewer(number(-difference))}
        </li>
        <li>{w.tasks(number(found.tasks))}</li>
      </ul>
      <Table title={w.kinds} lines={compared(before.kinds, after.kinds).map(({ key, ...counts }) => ({ name: w.kind[key] ?? key, ...counts }))} />
      <Table title={w.roles} lines={compared(before.roles, after.roles).map(({ key, ...counts }) => ({ name: t.reminding.role[key], ...counts }))} />
      <Table title={w.units} lines={shown.map(({ unit, ...counts }) => ({ name: shortUnit(unit, org), ...counts }))} />
      {shown.length < moved.length && (
        <button type="button" class="button" onClick={() => showAll(true)}>
          {w.rest(number(moved.length - shown.length))}
        </button>
      )}
      <p class="hint">{w.notCounted}</p>
    </div>
  )
}

function Table({ title, lines }: { title: string; lines: readonly { name: string; before: number; after: number }[] }): JSX.Element | null {
  const w = words()
  if (lines.length === 0) return null
  return (
    <table class="numbers compared">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{w.before}</th>
          <th scope="col">{w.after}</th>
          <th scope="col">{w.difference}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{number(before)}</td>
            <td>{number(after)}</td>
            <td class={after > before ? 'up' : after < before ? 'down' : undefined}>{after === before ? '0' : `${after > before ? '+' : '−'}${number(Math.abs(after - before))}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
