/** People whose level or light would be another, each with why and the tasks behind it; drawn as far as one sees. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { VList } from 'virtua'
import { useAsked } from '../../asked'
import { titles } from '../../graphql/evaluation'
import { number, t } from '../../i18n'
import { words as evaluationWords } from '../../i18n/evaluation'
import { words } from '../../i18n/trial'
import { useOrganisation } from '../../live'
import type { Change } from '../../model/trial'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { shortUnit } from '../../ui/seat'

/** So many rows are drawn as they are; more in a list that scrolls by itself. */
const FEW = 12

export function Changes({ changes }: { changes: readonly Change[] }): JSX.Element {
  const [open, show] = useState<string | null>(null)
  const line = (change: Change, as: 'li' | 'div') => {
    const key = `${change.official} ${change.unit}`
    return <Line key={key} change={change} as={as} open={open === key} onToggle={() => show(open === key ? null : key)} />
  }
  if (changes.length <= FEW) return <ul class="rows changes-list">{changes.map((change) => line(change, 'li'))}</ul>
  return (
    <VList data={changes} role="list" class="rows changes-list long" aria-label={words().who} tabIndex={0}>
      {(change: Change) => line(change, 'div')}
    </VList>
  )
}

interface LineProps {
  change: Change
  as: 'li' | 'div'
  open: boolean
  onToggle: () => void
}

function Line({ change, as: Box, open, onToggle }: LineProps): JSX.Element {
  const w = words()
  const e = evaluationWords()
  const org = useOrganisation()
  const name = org.official(change.official)?.name || t.erased
  return (
    <Box role={Box === 'div' ? 'listitem' : undefined} class="change-line">
      <button type="button" aria-expanded={open} onClick={onToggle}>
        <span class="change-name">
          <b>{name}</b>
          <span class="soft">{shortUnit(change.unit, org)}</span>
        </span>
        <span class="change-turn">
          <span class={`level ${change.levelAfter}`}>
            {change.levelBefore === change.levelAfter ? e.level[change.levelAfter] : w.turned(e.level[change.levelBefore], e.level[change.levelAfter])}
          </span>
          <span class={`light ${change.lightAfter === 'none' ? '' : change.lightAfter}`}>
            {change.lightBefore === change.lightAfter ? w.light[change.lightAfter] : w.turned(w.light[change.lightBefore], w.light[change.lightAfter])}
          </span>
          <span class="tabular">{`${number(change.percentBefore)}% → ${number(change.percentAfter)}%`}</span>
        </span>
        <Icon name={open ? 'up' : 'down'} size={16} />
      </button>
      {open && <Why change={change} />}
    </Box>
  )
}

function Why({ change: { reason, tasks } }: { change: Change }): JSX.Element {
  const w = words()
  const found = useAsked((signal) => titles(tasks, signal), tasks.join())
  return (
    <div class="change-why">
      <p>{w.reason[reason]}</p>
      {tasks.length === 0 && <p class="hint">{w.behindNone}</p>}
      {tasks.length > 0 && found.state === 'asking' && <Filling />}
      {tasks.length > 0 && found.state !== 'asking' && (
        <>
          <p class="soft">{w.behind}</p>
          <ul>
            {tasks.map((task) => {
              const title = found.value?.[task]
              return <li key={task}>{title ? <a href={`/viec/${task}`}>{title}</a> : <span class="soft">{w.taskHidden}</span>}</li>
            })}
          </ul>
        </>
      )}
    </div>
  )
}
