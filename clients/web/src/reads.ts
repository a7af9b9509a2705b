/** How far I have read, on all my devices: notices by their order, conversations by their number. */
import type { About } from '@congvu/sync'
import { useEffect, useReducer } from 'preact/hooks'
import { sync } from './live'

/** Draws again when what is read, who is there or who types has changed. */
export function useCompany(about: About): void {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => sync().onCompany(() => redraw(0), about), [about])
}

export function useReads(): ReadonlyMap<string, number> {
  useCompany('reads')
  return sync().reads()
}

export function markRead(id: string, number: number): void {
  sync().markRead(id, number)
}
