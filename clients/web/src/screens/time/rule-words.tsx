/** A rule of reminders, and when the end of delegations is told, as one would say it. */
import type { JSX } from 'preact'
import { number } from '../../i18n'
import { words } from '../../i18n/time'
import type { ReminderRule } from '../../model/rows'
import { rolesWords } from '../../ui/reminded'

export function RuleWords({ rule, ending }: { rule: ReminderRule; ending: number }): JSX.Element {
  const w = words().rule
  const byDays = (steps: ReminderRule['before']) => [...steps].sort((a, b) => a.days - b.days)
  const before = byDays(rule.before)
    .reverse()
    .map(({ days, to }) => w.beforeLine(days, rolesWords(to)))
  const past = byDays(rule.past).map(({ days, to }, place) => w.pastLine(days, rolesWords(to), place > 0))
  const hours = (value: number | null, line: (hours: string) => string) => (value === null ? [] : [line(number(value))])
  const waits = [
    ...hours(rule.unopened, w.unopenedLine),
    ...hours(rule.extension, w.extensionLine),
    ...hours(rule.submission, w.submissionLine),
  ]
  const parts: [string, string[]][] = [
    [w.before, before],
    [w.due, rule.due.length > 0 ? [w.dueLine(rolesWords(rule.due))] : []],
    [w.past, past],
    [w.waits, waits],
    [w.ending, [w.endingLine(ending)]],
  ]
  return (
    <>
      <p class="rule-clock">{w.clockLine(rule.at)}</p>
      <dl class="rule-words paper">
        {parts.map(([title, lines]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{lines.length > 0 ? lines.map((line) => <p key={line}>{line}</p>) : <p class="soft">{w.never}</p>}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
