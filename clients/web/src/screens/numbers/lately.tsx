/** What changed since yesterday morning, and how the last weeks went. */
import type { JSX } from 'preact'
import { useAsked } from '../../asked'
import { globalId } from '../../graphql/client'
import { trend, type Of, type Query } from '../../graphql/figures'
import { number } from '../../i18n'
import { words } from '../../i18n/numbers'
import { atDay, DAY, HOUR, iso } from '../../model/time'
import { later } from '../../ui/later'
import { Filling } from '../../ui/loading'

const WEEKS = 12

const Trend = later(() => import('./trend').then((loaded) => loaded.Trend), () => <Filling />)

export function Lately({ unit, of, now }: { unit: string; of: Of; now: number }): JSX.Element | null {
  const n = words()
  const end = Math.floor(now / HOUR) * HOUR
  const range = { start: iso(end - WEEKS * 7 * DAY), end: iso(end), step: 'WEEK' as const, since: iso(atDay(now, -1, 7)) }
  const query: Query = { of, units: [globalId('Unit', unit)], below: true }
  const { value } = useAsked((signal) => trend(query, range, signal), JSON.stringify([unit, of, range.end]))
  if (!value) return null
  const { assigned, done, becameLate } = value.changes
  return (
    <>
      <section class="changes" aria-labelledby="changes">
        <h2 id="changes" class="section-title">
          {n.changes}
        </h2>
        <ul class="chips">
          <li class="change">{n.assigned(number(assigned))}</li>
          <li class="change good">{n.finished(number(done))}</li>
          <li class={becameLate > 0 ? 'change late' : 'change'}>{n.becameLate(number(becameLate))}</li>
        </ul>
      </section>
      {value.points.length > 1 && <Trend points={value.points} />}
    </>
  )
}
