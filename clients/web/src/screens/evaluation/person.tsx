/** What somebody's work comes to: the level, the criteria, and every task behind them with what it lost and why. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useAsked } from '../../asked'
import { evaluation, type Evaluation, type Line } from '../../graphql/evaluation'
import { number } from '../../i18n'
import { words } from '../../i18n/evaluation'
import { useOrganisation } from '../../live'
import { Icon } from '../../ui/icon'
import { ContestSheet } from './contest-sheet'
import { Basis } from './basis'
import { Unanswered } from './unanswered'

const ICON = { green: 'check', yellow: 'soon', red: 'late', none: 'clock' } as const

export function Person({ period, official }: { period: string; official: string | null }): JSX.Element {
  const e = words()
  const org = useOrganisation()
  const found = useAsked((signal) => evaluation(period, official, signal), `${period} ${official ?? ''}`)
  const [contesting, contest] = useState<{ task: string | null; title: string } | null>(null)
  const value = found.value
  if (!value) return <Unanswered asked={found} />
  const name = org.official(value.official)?.name
  const mine = official === null
  return (
    <div class="judged">
      {!mine && <h2>{name}</h2>}
      <section class={`verdict ${value.light}`} aria-label={e.level[value.level]}>
        <Icon name={ICON[value.light]} size={28} />
        <div>
          <p class="verdict-level">{e.level[value.level]}</p>
          <p class="soft">
            {e.points(number(value.points), number(value.mostPoints))} · {e.units(number(value.units))}
            {value.light !== 'none' && ` · ${e.light[value.light]}`}
          </p>
        </div>
        <b class="verdict-percent">{value.level === 'none' ? '–' : `${number(value.percent)}%`}</b>
      </section>
      <p class="hint">{e.provisional}</p>
      <ul class="criteria">
        {(['quantity', 'quality', 'progress'] as const).map((each) => (
          <li key={each}>
            <span>{e[each]}</span>
            <meter min={0} max={100} value={value[each]} aria-label={`${e[each]} ${number(value[each])}%`} />
            <b>{`${number(value[each])}%`}</b>
          </li>
        ))}
      </ul>
      <Lines value={value} onContest={mine ? (task, title) => contest({ task, title }) : null} />
      {mine && (
        <button type="button" class="button" onClick={() => contest({ task: null, title: '' })}>
          {e.contestWhole}
        </button>
      )}
      <Basis rule={value.rule} />
      {contesting && <ContestSheet period={period} unit={value.unit} {...contesting} onClose={() => contest(null)} />}
    </div>
  )
}

interface LinesProps {
  value: Evaluation
  onContest: ((task: string, title: string) => void) | null
}

function Lines({ value, onContest }: LinesProps): JSX.Element {
  const e = words()
  if (value.lines.length === 0) return <p class="hint">{e.empty}</p>
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" class="section-title">
        {e.lines} <span class="count">{number(value.lines.length)}</span>
      </h2>
      <ul class="rows">
        {value.lines.map((line) => {
          const title = line.task?.title ?? e.hidden
          return (
            <li key={`${line.taskId} ${line.part}`} class="row line">
              {line.task ? (
                <a class="row-link" href={`/viec/${line.taskId}`}>
                  <span class="row-title">{title}</span>
                </a>
              ) : (
                <span class="row-title soft">{title}</span>
              )}
              <span class="row-meta">
                <span class={line.outcome === 'IN_TIME' ? 'light done' : 'light red'}>
                  <Icon name={line.outcome === 'IN_TIME' ? 'check' : 'late'} size={15} />
                  {e.outcome[line.outcome]}
                </span>
                <span>{why(line).join(' · ')}</span>
                <b class={line.lost > 0 ? 'lost' : 'soft'}>{line.lost > 0 ? e.lost(number(line.lost)) : e.lostNothing}</b>
              </span>
              {onContest && line.lost > 0 && line.task && (
                <button type="button" class="button" onClick={() => onContest(line.taskId, title)}>
                  {e.contest}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** In words: its part and share, how late, how often returned, what was confirmed. */
function why(line: Line): string[] {
  const e = words()
  return [
    e.part[line.part],
    e.counts(number(line.units)),
    ...(line.daysLate > 0 ? [e.late(number(line.daysLate))] : []),
    ...(line.lateBefore ? [e.lateBefore] : []),
    ...(line.returns > 0 ? [e.returns(number(line.returns))] : []),
    ...(line.excuse ? [line.excuse.leftOut ? e.leftOut : e.excused] : []),
  ]
}
