/** What a device keeps only the newest rows of, cut by the same rule as on the server: scopes on screen, and channels. */
import type { Row } from './replica.ts'
import type { WireRow } from './wire.ts'

const BELOW = 'below:'

/** Rows of a windowed scope, unless `welcome` says otherwise. */
export const WINDOW = 200

/** Of a collection, those rows are kept that have, among all with the same `by`, the highest `order`; these name fields. */
export const SAID = {
  collection: 'message',
  by: 'channel',
  order: 'order',
  /** How many, unless `welcome` says otherwise. */
  size: 50,
} as const

/** Whether a scope is synced only while it is on screen, and therefore never stored. */
export function transient(scope: string): boolean {
  return scope.startsWith(BELOW)
}

/** The rows that fall out of a window of `size`: all but those that come last by position, collection and id. */
export function fallen(rows: Row[], size: number): Row[] {
  if (rows.length <= size) return []
  return rows.sort(lastFirst).slice(size)
}

/** The channels in which these rows of a page are messages. */
export function talkedIn(rows: readonly WireRow[]): Set<string> {
  const said = rows.filter((row) => row[0] === SAID.collection && row[4] !== null)
  return new Set(said.map((row) => channel(row[4]!)))
}

/** The messages that fall out of windows of `size` of these channels: all but those that were posted last. */
export function outdated(messages: Iterable<Row>, channels: ReadonlySet<string>, size: number): Row[] {
  const within = new Map(Array.from(channels, (channel): [string, Row[]] => [channel, []]))
  for (const row of messages) within.get(channel(row.fields as object))?.push(row)
  return [...within.values()].flatMap((rows) => (rows.length <= size ? [] : rows.sort((a, b) => order(b) - order(a)).slice(size)))
}

function channel(fields: object): string {
  return (fields as Record<string, string>)[SAID.by]!
}

function order(row: Row): number {
  return (row.fields as Record<string, number>)[SAID.order]!
}

function lastFirst(a: Row, b: Row): number {
  return b.position - a.position || compare(b.collection, a.collection) || compare(b.id, a.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
