/** Figures by group: a table to sort on a desk, cards on a phone; each number leads to its tasks. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Counts, Figure, Group } from '../../graphql/figures'
import { number } from '../../i18n'
import { words } from '../../i18n/numbers'
import { keyOf, nameOf, ordered, percent, type SortKey } from '../../model/figures'
import { Icon } from '../../ui/icon'

interface Props {
  groups: readonly Group[]
  /** Where a group's own figures are; null: it has none. */
  hrefOf: (group: Group) => string | null
  onFigure: (figure: Figure, group: Group) => void
}

const PAGE = 25
const COLUMNS: readonly Exclude<SortKey, 'name' | 'rate'>[] = ['open', 'red', 'waitingAssigner', 'done']

export function GroupTable({ groups, hrefOf, onFigure }: Props): JSX.Element {
  const n = words()
  const [by, setBy] = useState<SortKey>('red')
  const [up, setUp] = useState(false)
  const [shown, setShown] = useState(PAGE)
  const most = Math.max(1, ...groups.map(({ counts }) => counts.open))
  const labels: Record<SortKey, string> = {
    name: n.name,
    open: n.open,
    red: n.red,
    waitingAssigner: n.waitsForAssigner,
    done: n.done,
    rate: n.rate,
  }
  const head = (key: SortKey) => (
    <th scope="col" aria-sort={by === key ? (up ? 'ascending' : 'descending') : undefined}>
      <button
        type="button"
        aria-label={n.sortBy(labels[key])}
        onClick={() => {
          setUp(by === key ? !up : false)
          setBy(key)
        }}
      >
        {labels[key]}
        {by === key && <Icon name={up ? 'up' : 'down'} size={14} />}
      </button>
    </th>
  )
  const left = groups.length - shown
  return (
    <>
    <table class="numbers groups">
      <thead>
        <tr>
          {head('name')}
          {COLUMNS.map(head)}
          {head('rate')}
        </tr>
      </thead>
      <tbody>
        {ordered(groups, by, up, n.none).slice(0, shown).map((group) => {
          const named = group.source ? (n.sources[group.source] ?? group.source) : nameOf(group, n.none)
          const href = hrefOf(group)
          const rate = percent(group.counts)
          return (
            <tr key={keyOf(group)}>
              <th scope="row">
                {href ? <a href={href}>{named}</a> : named}
                <Bar counts={group.counts} most={most} />
              </th>
              {COLUMNS.map((figure) => (
                <td key={figure} data-label={labels[figure]} class={figure === 'red' && group.counts.red > 0 ? 'late' : undefined}>
                  {group.unit ?? group.post ?? group.directive ? (
                    <button
                      type="button"
                      disabled={group.counts[figure] === 0}
                      aria-label={`${labels[figure]}, ${named}: ${group.counts[figure]}`}
                      onClick={() => onFigure(figure, group)}
                    >
                      {number(group.counts[figure])}
                    </button>
                  ) : (
                    <span class="figure">{number(group.counts[figure])}</span>
                  )}
                </td>
              ))}
              <td data-label={labels.rate}>
                <span class="figure">{rate === null ? '–' : `${rate}%`}</span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
    {left > 0 && (
      <button type="button" class="button" onClick={() => setShown(groups.length)}>
        {n.rest(number(left))}
      </button>
    )}
    </>
  )
}

/** Open work by its light, as long as the largest group's is the whole width. */
function Bar({ counts, most }: { counts: Counts; most: number }): JSX.Element {
  return (
    <span class="group-bar" aria-hidden="true">
      {(['red', 'yellow', 'green'] as const).map(
        (colour) => counts[colour] > 0 && <i key={colour} class={colour} style={{ width: `${(counts[colour] / most) * 100}%` }} />,
      )}
    </span>
  )
}
