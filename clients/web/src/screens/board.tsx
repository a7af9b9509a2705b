/** The board: one dot a unit, grouped, filling as the rows arrive; arrow keys go between the dots. */
import type { JSX } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { number, t } from '../i18n'
import type { Dot } from '../model/board'
import { byName, type Organisation } from '../model/organisation'
import { DotMark } from '../ui/dot'

/** A unit on the board, with where it stands. */
export interface Place {
  unit: string
  task: string
  dot: Dot
}

const GROUPS = ['Phường', 'Xã', 'Đặc khu'] as const
type GroupName = (typeof GROUPS)[number] | 'other'

function groupOf(name: string): GroupName {
  return GROUPS.find((group) => name.startsWith(`${group} `)) ?? 'other'
}

interface Props {
  places: readonly Place[]
  org: Organisation
  shown: Dot | null
  current: string | null
  onPick: (place: Place) => void
}

export function Board({ places, org, shown, current, onPick }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const groups = useMemo(() => arrange(places, org), [places, org])
  const order = groups.flatMap(([, list]) => list)
  const tab = order.some(({ unit }) => unit === focused) ? focused : order[0]?.unit
  const keys = (event: KeyboardEvent) => {
    const dots = [...(box.current?.querySelectorAll<HTMLElement>('.board-dot') ?? [])]
    const at = dots.indexOf(document.activeElement as HTMLElement)
    const next = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: below(dots, at, 1),
      ArrowUp: below(dots, at, -1),
      Home: 0,
      End: dots.length - 1,
    }[event.key]
    if (at < 0 || next === undefined) return
    event.preventDefault()
    dots[Math.max(0, Math.min(dots.length - 1, next))]?.focus()
  }
  return (
    <div ref={box} class="board" onKeyDown={keys} role="group" aria-label={`${t.directive.board}. ${t.directive.keys}`}>
      {groups.map(([name, list]) => (
        <section key={name} aria-label={t.directive.groups[name]}>
          <h2 class="board-group">
            {t.directive.groups[name]} <span>{number(list.length)}</span>
          </h2>
          <div class="board-dots">
            {list.map((place) => (
              <button
                key={place.unit}
                type="button"
                tabIndex={place.unit === tab ? 0 : -1}
                data-unit={place.unit}
                onFocus={() => setFocused(place.unit)}
                onClick={() => onPick(place)}
                class={dotClass(place, shown, current)}
                title={org.unit(place.unit)?.name}
                aria-pressed={place.unit === current}
                aria-label={t.directive.dotLabel(org.unit(place.unit)?.name ?? '', t.dot[place.dot])}
              >
                <DotMark key={place.dot} dot={place.dot} size={22} />
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

function dotClass(place: Place, shown: Dot | null, current: string | null): string {
  const dim = shown !== null && place.dot !== shown
  return ['board-dot', dim && 'dim', place.unit === current && 'current'].filter(Boolean).join(' ')
}

/** The dot in the next row, nearest above or below. */
function below(dots: HTMLElement[], at: number, way: 1 | -1): number {
  const from = dots[at]?.getBoundingClientRect()
  if (!from) return at
  for (let i = at + way; i >= 0 && i < dots.length; i += way) {
    const to = (dots[i] as HTMLElement).getBoundingClientRect()
    const past = way > 0 ? to.top > from.top && to.left >= from.left - 4 : to.top < from.top && to.left <= from.left + 4
    if (past) return i
  }
  return at
}

/** What is shown of each unit, by the kind of the unit and its name; groups without any are left out. */
export function arrange<P extends { unit: string }>(places: readonly P[], org: Organisation): [GroupName, P[]][] {
  const named = places.map((place) => ({ place, fields: { name: org.unit(place.unit)?.name ?? '' }, id: place.unit }))
  return ([...GROUPS, 'other'] as const)
    .map((group): [GroupName, P[]] => [
      group,
      named
        .filter(({ fields }) => groupOf(fields.name) === group)
        .sort(byName)
        .map(({ place }) => place),
    ])
    .filter(([, list]) => list.length > 0)
}
