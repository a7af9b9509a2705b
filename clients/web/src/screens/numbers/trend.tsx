/** How figures went on, week by week: lines with their names at their ends, and the same as a table. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Point } from '../../graphql/figures'
import { language, number } from '../../i18n'
import { words } from '../../i18n/numbers'

const HEIGHT = 220
const ROOM = 100

/** Series by their place: what is drawn, in which colour of the theme, with which dashes, so that colour is not all. */
const SERIES = [
  { key: 'open', colour: '--teal', dash: [], fill: true },
  { key: 'done', colour: '--good', dash: [6, 4], fill: false },
  { key: 'red', colour: '--late', dash: [2, 3], fill: false },
] as const

function shortDay(at: number): string {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit' }).format(at).replace('-', '/')
}

export function Trend({ points }: { points: readonly Point[] }): JSX.Element {
  const n = words()
  const box = useRef<HTMLDivElement>(null)
  const names = { open: n.trendOpen, done: n.trendDone, red: n.trendRed }
  useEffect(() => {
    const element = box.current
    if (!element || points.length < 2) return
    const style = getComputedStyle(document.documentElement)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    const labels = (plot: uPlot) => drawLabels(plot, names, colour)
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        padding: [12, ROOM, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
        axes: [
          { ...axis, grid: { show: false }, size: 30, values: (_, at) => at.map((each) => shortDay(each * 1000)) },
          { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000], values: (_, at) => at.map(number) },
        ],
        series: [
          {},
          ...SERIES.map(({ key, colour: name, dash, fill }) => ({
            label: names[key],
            stroke: colour(name),
            width: 2,
            dash: [...dash],
            points: { show: false },
            ...(fill ? { fill: `color-mix(in srgb, ${colour(name)} 12%, transparent)` } : {}),
          })),
        ],
        hooks: { draw: [labels] },
      },
      [points.map(({ at }) => Date.parse(at) / 1000), ...SERIES.map(({ key }) => points.map(({ counts }) => counts[key]))],
      element,
    )
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [points, document.documentElement.dataset['theme'], language])
  return (
    <section class="trend" aria-labelledby="trend">
      <h2 id="trend" class="section-title">
        {n.trend}
      </h2>
      <div class="chart" ref={box} aria-hidden="true" style={{ minHeight: `${HEIGHT}px` }} />
      <details class="trend-table">
        <summary>{n.trendTable}</summary>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{n.week}</th>
              {SERIES.map(({ key }) => (
                <th key={key} scope="col">
                  {names[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...points].reverse().map(({ at, counts }) => (
              <tr key={at}>
                <th scope="row">{shortDay(Date.parse(at))}</th>
                {SERIES.map(({ key }) => (
                  <td key={key}>{number(counts[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}

/** The last value and the name of each line, at its end; those that would lie over each other move apart. */
function drawLabels(plot: uPlot, names: Record<string, string>, colour: (name: string) => string): void {
  const context = plot.ctx
  const scale = devicePixelRatio
  const last = (plot.data[0]?.length ?? 0) - 1
  const ends = SERIES.map(({ key, colour: name }, index) => {
    const value = Number(plot.data[index + 1]?.[last] ?? 0)
    return { text: `${number(value)} ${names[key]}`, colour: colour(name), y: plot.valToPos(value, 'y', true) }
  }).sort((a, b) => a.y - b.y)
  const least = 15 * scale
  ends.forEach((end, index) => {
    const above = ends[index - 1]
    if (above && end.y - above.y < least) end.y = above.y + least
  })
  // None lies as low as the days below the lines.
  let lowest = plot.bbox.top + plot.bbox.height
  for (const end of [...ends].reverse()) {
    end.y = Math.min(end.y, lowest)
    lowest = end.y - least
  }
  context.save()
  context.font = `600 ${12 * scale}px ${getComputedStyle(document.body).fontFamily}`
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const end of ends) {
    context.fillStyle = end.colour
    context.fillText(end.text, plot.bbox.left + plot.bbox.width + 6 * scale, end.y)
  }
  context.restore()
}
