/** Scopes of which a device keeps only the newest rows, cut by the same rule as on the server. */
import type { Row } from './replica.ts'

const BELOW = 'below:'

/** Rows of a windowed scope, unless `welcome` says otherwise. */
export const WINDOW = 200

/** Whether a scope is synced only while it is on screen, and therefore never stored. */
export function transient(scope: string): boolean {
  return scope.startsWith(BELOW)
}

/** The rows that fall out of a window of `size`: all but those that come last by position, collection and id. */
export function fallen(rows: Row[], size: number): Row[] {
  if (rows.length <= size) return []
  return rows.sort(lastFirst).slice(size)
}

function lastFirst(a: Row, b: Row): number {
  return b.position - a.position || compare(b.collection, a.collection) || compare(b.id, a.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
