/** How far I have read, on all my devices: notices by their order, conversations by their number. */
import { useEffect, useReducer } from 'preact/hooks'
import { sync } from './live'

const NOTHING: ReadonlyMap<string, number> = new Map()

interface Reading {
  reads(): ReadonlyMap<string, number>
  markRead(id: string, number: number): void
  onReads(listener: () => void): () => void
}

function reading(): Partial<Reading> {
  return sync() as unknown as Partial<Reading>
}

export function useReads(): ReadonlyMap<string, number> {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => reading().onReads?.(() => redraw(0)), [])
  return reading().reads?.() ?? NOTHING
}

export function markRead(id: string, number: number): void {
  reading().markRead?.(id, number)
}
