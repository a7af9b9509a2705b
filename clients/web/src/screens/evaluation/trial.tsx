/** A version of the rule tried on a past period: how many would have another level or light, who, and why. */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words as evaluationWords } from '../../i18n/evaluation'
import { words } from '../../i18n/trial'
import { useOrganisation } from '../../live'
import { periodName, periods } from '../../model/evaluation'
import { byUnit, chosen, TURNS, type Trial as Found, type Turn } from '../../model/trial'
import { Icon } from '../../ui/icon'
import { shortUnit } from '../../ui/seat'
import { Changes } from './changes'
import { Trying } from './trying'

interface Props {
  unit: string
  title: string
  /** The version by its id, or parameters that are not saved. */
  tried: { rule: string } | { parameters: object }
  kind: 'month' | 'quarter'
  now: number
  /** What may be done with it from here. */
  children?: ComponentChildren
  onClose: () => void
}

const LOOK_BACK = { month: 13, quarter: 6 }

export function Trial({ unit, title, tried, kind, now, children, onClose }: Props): JSX.Element {
  const w = words()
  return (
    <section class="paper trial" aria-labelledby="trial">
      <button type="button" class="button plain" onClick={onClose}>
        <Icon name="back" size={18} />
        {w.back}
      </button>
      <h2 id="trial">{w.title(title)}</h2>
      <p class="hint">{w.hint}</p>
      <Trying<Found> path="/api/evaluation/trials" wanted={{ unit, ...tried }} periods={periods(now, kind, LOOK_BACK[kind])}>
        {(found) => (
          <>
            <Result found={found} />
            {children}
          </>
        )}
      </Trying>
    </section>
  )
}

function Result({ found }: { found: Found }): JSX.Element {
  const w = words()
  const e = evaluationWords()
  if (found.judged === 0) return <p class="hint">{w.nothingJudged}</p>
  return (
    <div class="trial-result">
      <h3>{w.result(periodName(found.period, e.quarter))}</h3>
      <ul class="trial-counts">
        <Count n={found.changed} said={w.changed} strong={found.changed > 0} />
        <Count n={found.judged} said={w.judged} />
        {found.untouched > 0 && <Count n={found.untouched} said={w.untouched} />}
      </ul>
      {found.changed === 0 ? (
        <p class="hint">{w.nothing}</p>
      ) : (
        <>
          <div class="trial-tables">
            <Moves title={w.lights} moves={found.lights.map(({ before, after, people }) => [w.light[before], w.light[after], people])} />
            <Moves title={w.levels} moves={found.levels.map(({ before, after, people }) => [e.level[before], e.level[after], people])} />
            <section>
              <h4>{w.reasons}</h4>
              <ul class="moves">
                {Object.entries(found.reasons).map(([reason, people]) => (
                  <li key={reason}>
                    <span>{w.reason[reason as keyof typeof w.reason]}</span>
                    <b>{w.people(number(people))}</b>
                  </li>
                ))}
              </ul>
            </section>
          </div>
          {found.changes.length === 0 ? <p class="note">{w.namesHidden}</p> : <Who found={found} />}
        </>
      )}
    </div>
  )
}

function Count({ n, said, strong }: { n: number; said: string; strong?: boolean }): JSX.Element {
  return (
    <li class={strong ? 'strong' : undefined}>
      <b>{number(n)}</b> {said}
    </li>
  )
}

function Moves({ title, moves }: { title: string; moves: readonly [string, string, number][] }): JSX.Element | null {
  const w = words()
  if (moves.length === 0) return null
  return (
    <section>
      <h4>{title}</h4>
      <ul class="moves">
        {moves.map(([before, after, people]) => (
          <li key={`${before} ${after}`}>
            <span>
              {before} <Icon name="next" size={14} />
              <span class="unseen">{w.turned('', '')}</span> {after}
            </span>
            <b>{w.people(number(people))}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Those whose figure changes, by how and in which unit. */
function Who({ found }: { found: Found }): JSX.Element {
  const w = words()
  const org = useOrganisation()
  const [turn, setTurn] = useState<Turn>('all')
  const [unit, setUnit] = useState<string | null>(null)
  const units = byUnit(found.changes)
  const shown = chosen(found.changes, turn, unit)
  return (
    <section aria-labelledby="who">
      <h3 id="who">
        {w.who} <span class="count">{number(shown.length)}</span>
      </h3>
      <div class="selects">
        <label class="select">
          <span>{w.turnLabel}</span>
          <select value={turn} onChange={({ currentTarget }) => setTurn(currentTarget.value as Turn)}>
            {TURNS.map((each) => (
              <option key={each} value={each}>{`${w.turn[each]} (${number(chosen(found.changes, each, unit).length)})`}</option>
            ))}
          </select>
        </label>
        {units.length > 1 && (
          <label class="select">
            <span>{w.unit}</span>
            <select value={unit ?? ''} onChange={({ currentTarget }) => setUnit(currentTarget.value || null)}>
              <option value="">{w.allUnits}</option>
              {units.map((each) => (
                <option key={each.unit} value={each.unit}>{`${shortUnit(each.unit, org)} (${number(each.people)})`}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      {found.changes.length < found.changed && <p class="hint">{w.first(number(found.changes.length))}</p>}
      {shown.length === 0 ? <p class="hint">{w.noneChosen}</p> : <Changes changes={shown} />}
    </section>
  )
}
