/** The figures of all together: open work by its light and by whom it waits for, and what was done in time; each leads to its tasks. */
import type { JSX } from 'preact'
import type { Counts, Figure } from '../../graphql/figures'
import { number } from '../../i18n'
import { words } from '../../i18n/numbers'
import { percent } from '../../model/figures'

export function Summary({ total, onFigure }: { total: Counts; onFigure: (figure: Figure) => void }): JSX.Element {
  const n = words()
  const rate = percent(total)
  const cell = (figure: Figure, kind = '') => (
    <li key={figure}>
      <button type="button" class={`cell ${kind}`} disabled={total[figure] === 0} onClick={() => onFigure(figure)}>
        <b>{number(total[figure])}</b>
        <span>{n[figure]}</span>
      </button>
    </li>
  )
  return (
    <div class="summary">
      <section class="figures" aria-labelledby="open">
        <h2 id="open" class="section-title">
          {n.open}: {number(total.open)}
        </h2>
        <div class="stack-bar" role="img" aria-label={`${n.red} ${total.red}, ${n.yellow} ${total.yellow}, ${n.green} ${total.green}`}>
          {(['red', 'yellow', 'green'] as const).map(
            (colour) => total[colour] > 0 && <i key={colour} class={colour} style={{ flexGrow: total[colour] }} />,
          )}
        </div>
        <ul class="cells">{(['red', 'yellow', 'green'] as const).map((figure) => cell(figure, figure))}</ul>
        <h3 class="section-title">{n.waiting}</h3>
        <ul class="cells">{(['waitingLead', 'waitingLink', 'waitingAssigner', 'suspended'] as const).map((figure) => cell(figure))}</ul>
      </section>
      <section class="figures" aria-labelledby="done">
        <h2 id="done" class="section-title">
          {n.doneTitle}: {number(total.done)}
        </h2>
        <p class="rate">
          <b>{rate === null ? '–' : `${rate}%`}</b> {n.rate}
        </p>
        <div class="stack-bar" role="img" aria-label={`${n.inTime} ${total.inTime}, ${n.late} ${total.late}`}>
          {total.inTime > 0 && <i class="green" style={{ flexGrow: total.inTime }} />}
          {total.late > 0 && <i class="red" style={{ flexGrow: total.late }} />}
        </div>
        <ul class="cells">
          {cell('inTime', 'green')}
          {cell('late', 'red')}
          {cell('originalInTime')}
          {cell('originalLate')}
          {cell('cancelled')}
        </ul>
      </section>
    </div>
  )
}
