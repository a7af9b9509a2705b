/** Keys that lead through a grid of days, which is one stop of the Tab key. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface DayKeys<Grid extends HTMLElement> {
  grid: RefObject<Grid | null>
  /** Moves to another day; true when the key was one that moves. */
  moved: (event: KeyboardEvent) => boolean
}

/**
 * The day in hand is `date`; `stepFrom` says to which day a key leads from it, null where nowhere.
 *
 * The cell (`data-day`) is focused with the drawing itself: a key that follows at once must find the grid.
 */
export function useDayKeys<Grid extends HTMLElement>(
  date: string,
  stepFrom: (date: string, key: string, far: boolean) => string | null,
  onMove: (date: string) => void,
): DayKeys<Grid> {
  const grid = useRef<Grid>(null)
  const moving = useRef(false)
  useLayoutEffect(() => {
    if (moving.current) grid.current?.querySelector<HTMLElement>(`[data-day="${date}"]`)?.focus()
    moving.current = false
  }, [date])
  const moved = (event: KeyboardEvent) => {
    const next = stepFrom(date, event.key, event.ctrlKey)
    if (next === null) return false
    event.preventDefault()
    moving.current = next !== date
    onMove(next)
    return true
  }
  return { grid, moved }
}
