/** How my desks and posts stand: lights of open work, what waits, how much was in time. */
import type { JSX } from 'preact'
import { number, t } from '../i18n'
import { rows, useRows } from '../live'
import { lights } from '../model/light'
import type { Organisation } from '../model/organisation'
import type { Figure } from '../model/rows'
import { Icon, type IconName } from '../ui/icon'
import { shortUnit } from '../ui/seat'

/** The unit figure of my first desk; without a desk, my post's own. */
export function myFigure(posts: readonly string[], org: Organisation): { unit: string; figure: Figure } | null {
  for (const post of posts) {
    const seat = org.post(post)
    const own = seat && (rows('figure').get(seat.unit) ?? rows('figure').get(post))
    if (seat && own) return { unit: seat.unit, figure: own.fields }
  }
  return null
}

export function Figures({ posts, org, now }: { posts: readonly string[]; org: Organisation; now: number }): JSX.Element | null {
  useRows('figure')
  const mine = myFigure(posts, org)
  if (!mine) return null
  const { figure, unit } = mine
  const sum = lights(figure.open, now)
  const open = sum.red + sum.yellow + sum.green
  const done = figure.doneInTime + figure.doneLate
  const cells: [string, string, string, IconName, string?][] = [
    ['red', number(sum.red), t.today.red, 'late', 'late'],
    ['yellow', number(sum.yellow), t.today.yellow, 'soon', 'soon'],
    ['green', number(sum.green), t.today.green, 'clock'],
    ['done', done ? `${Math.round((figure.doneInTime / done) * 100)}%` : '–', t.today.onTime, 'check', 'done'],
  ]
  return (
    <section class="figures" aria-labelledby="figures">
      <h2 id="figures" class="section-title">
        {t.today.figures}
        <small>{t.today.mineOf(shortUnit(unit, org))}</small>
        <a class="see-all" href={`/so-lieu?don-vi=${unit}`}>
          {t.nav.figures}
          <Icon name="next" size={16} />
        </a>
      </h2>
      <div class="stack-bar" role="img" aria-label={`${t.today.open}: ${open}`}>
        {(['red', 'yellow', 'green'] as const).map(
          (colour) => sum[colour] > 0 && <i key={colour} class={colour} style={{ flexGrow: sum[colour] }} />,
        )}
      </div>
      <ul class="cells">
        {cells.map(([colour, value, label, icon, filter]) => (
          <li key={colour}>
            <a class={`cell ${colour}`} href={`/don-vi${filter ? `?den=${filter}` : ''}`}>
              <b>{value}</b>
              <span>
                <Icon name={icon} size={14} />
                {label}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
