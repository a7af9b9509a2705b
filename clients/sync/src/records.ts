/** Rows as they lie on disk: records of many rows each, JSON in nothing but ASCII. */
import type { WireRow } from './wire.ts'
import { transient } from './window.ts'

/** Rows in one record. */
const RECORD = 500

const escapes = new Map<string, string>()

/**
 * Rows as records, in their order. With a record a row, 5,000 rows took twice as long to load and twice the CPU to write. What is not
 * ASCII is escaped: decoding Vietnamese text from UTF-8 took as long as parsing it, and a page that opens waits for both.
 */
export function packed(rows: readonly WireRow[]): Uint8Array[] {
  const encoder = new TextEncoder()
  const records: Uint8Array[] = []
  for (let from = 0; from < rows.length; from += RECORD) {
    const text = JSON.stringify(rows.slice(from, from + RECORD).map(lasting))
    records.push(encoder.encode(text.replace(/[\u0080-\uffff]/g, escaped)))
  }
  return records
}

/** The rows of records, in their order: what comes later replaces what came before. */
export function unpacked(records: readonly Uint8Array[]): WireRow[] {
  const decoder = new TextDecoder()
  return records.flatMap((record) => JSON.parse(decoder.decode(record)) as WireRow[])
}

/** RFC 8259, section 7; once for each letter. */
function escaped(letter: string): string {
  let escape = escapes.get(letter)
  if (escape === undefined) escapes.set(letter, (escape = `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`))
  return escape
}

/** The row as it is kept: without scopes that only count while they are on screen; with no other, as one that is gone. */
function lasting(row: WireRow): WireRow {
  const [collection, id, position, scopes, fields] = row
  if (fields === null || !scopes.some(transient)) return row
  const kept = scopes.filter((scope) => !transient(scope))
  return [collection, id, position, kept, kept.length === 0 ? null : fields]
}
