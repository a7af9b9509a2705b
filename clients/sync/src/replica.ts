/** What the server has told this device: rows with their scopes, true at one position. */
import { EVERYTHING, type WireRow } from './wire.ts'
import { fallen, outdated, SAID, talkedIn, transient, WINDOW } from './window.ts'

/** A row as screens see it. `scopes`: through which of the person's scopes it is seen; `pending`: changed here, not yet there. */
export interface Row<T = unknown> {
  readonly collection: string
  readonly id: string
  readonly position: number
  readonly scopes: readonly string[]
  readonly fields: T
  readonly pending: boolean
}

/** One `begin … end`: to be applied as a whole or not at all. */
export interface Batch {
  readonly to: number
  readonly reset: readonly string[]
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  readonly rows: readonly WireRow[]
  readonly cursor: string
}

/** What a batch changed: each row whole, with all its scopes; fields `null`: no longer here. `cleared`: nothing else remains. */
export interface Delta {
  readonly to: number
  readonly cursor: string | null
  readonly cleared: boolean
  readonly rows: readonly WireRow[]
}

export class Replica {
  /** Position up to which everything is known; 0 at first. */
  position = 0
  /** Where to go on, for the next `hello`; null at first. */
  cursor: string | null = null
  /** How many of the newest rows are kept of a scope that is on screen only. */
  window = WINDOW
  /** How many of the newest messages are kept of a channel. */
  messages: number = SAID.size
  /** The messages that fell out of their channels' windows with the last change. */
  faded: readonly Row[] = []
  #collections = new Map<string, Map<string, Row>>()
  /** The size that the windows of all channels were cut to last. */
  #cut: number | null = null

  /** The rows of one collection, by id. */
  collection(name: string): ReadonlyMap<string, Row> {
    return this.#rows(name)
  }

  /** Names of all collections that have or had rows. */
  names(): string[] {
    return [...this.#collections.keys()]
  }

  /** Every row, of all collections. */
  *all(): Generator<Row> {
    for (const rows of this.#collections.values()) yield* rows.values()
  }

  /** Applies a batch and says what changed: wipe and purge, then the rows, then the windows. */
  apply(batch: Batch): Delta {
    const cleared = batch.reset.includes(EVERYTHING)
    const touched = cleared ? this.#clear() : this.#purge([...batch.reset, ...batch.dropped])
    for (const row of batch.rows) this.#take(row, touched)
    this.#prune(batch, touched)
    this.position = batch.to
    this.cursor = batch.cursor
    return this.#delta(touched, cleared)
  }

  /** Purges scopes that left the screen; the position does not move. */
  drop(scopes: readonly string[]): Delta {
    this.faded = []
    return this.#delta(this.#purge(scopes), false)
  }

  /** Takes over what another tab, or this device's storage, already worked out. */
  patch(delta: Delta): void {
    if (delta.cleared) this.#clear()
    for (const [collection, id, position, scopes, fields] of delta.rows) {
      if (fields === null) this.#rows(collection).delete(id)
      else this.#rows(collection).set(id, { collection, id, position, scopes, fields, pending: false })
    }
    this.position = delta.to
    this.cursor = delta.cursor
  }

  /** Everything here, as a delta that replaces whatever its receiver holds. */
  snapshot(): Delta {
    return { to: this.position, cursor: this.cursor, cleared: true, rows: Array.from(this.all(), wire) }
  }

  #rows(collection: string): Map<string, Row> {
    let rows = this.#collections.get(collection)
    if (rows === undefined) this.#collections.set(collection, (rows = new Map()))
    return rows
  }

  #clear(): Touched {
    for (const rows of this.#collections.values()) rows.clear()
    return new Map()
  }

  /** Takes these scopes off all rows; a name that ends in `*` means all that begin with what stands before it. */
  #purge(names: readonly string[]): Touched {
    const touched: Touched = new Map()
    if (names.length === 0) return touched
    const exact = new Set(names)
    const prefixes = names.filter((name) => name.endsWith(EVERYTHING)).map((name) => name.slice(0, -1))
    const gone = (scope: string): boolean => exact.has(scope) || prefixes.some((prefix) => scope.startsWith(prefix))
    for (const row of this.all()) {
      if (row.scopes.some(gone)) this.#leave(row, gone, touched)
    }
    return touched
  }

  /** Takes a row out of scopes; with its last scope it goes. */
  #leave(row: Row, gone: (scope: string) => boolean, touched: Touched): void {
    const scopes = row.scopes.filter((scope) => !gone(scope))
    const rows = this.#rows(row.collection)
    if (scopes.length === 0) rows.delete(row.id)
    else rows.set(row.id, { ...row, scopes })
    touched.set(key(row), row)
  }

  #take([collection, id, position, scopes, fields]: WireRow, touched: Touched): void {
    const rows = this.#rows(collection)
    const held = rows.get(id)
    if (fields === null) {
      if (held !== undefined) this.#leave(held, (scope) => scopes.includes(scope), touched)
      return
    }
    const all = held === undefined ? scopes : union(held.scopes, scopes)
    const row = { collection, id, position, scopes: all, fields, pending: false }
    rows.set(id, row)
    touched.set(key(row), row)
  }

  #prune(batch: Batch, touched: Touched): void {
    const scopes = new Set(batch.rows.flatMap((row) => row[3].filter(transient)))
    for (const scope of scopes) {
      const within = [...this.all()].filter((row) => row.scopes.includes(scope))
      for (const row of fallen(within, this.window)) this.#leave(row, (name) => name === scope, touched)
    }
    const talked = this.messages === this.#cut ? batch.rows : this.snapshot().rows
    this.#cut = this.messages
    const channels = talkedIn(talked)
    this.faded = []
    if (channels.size === 0) return
    this.faded = outdated(this.#rows(SAID.collection).values(), channels, this.messages)
    for (const row of this.faded) this.#leave(row, () => true, touched)
  }

  #delta(touched: Touched, cleared: boolean): Delta {
    const rows = Array.from(touched.values(), ({ collection, id, position }): WireRow => {
      const row = this.#rows(collection).get(id)
      return row === undefined ? [collection, id, position, [], null] : wire(row)
    })
    return { to: this.position, cursor: this.cursor, cleared, rows }
  }
}

/** Names of the collections that a delta changes here. */
export function collections(delta: Delta, replica: Replica): Set<string> {
  const names = new Set(delta.rows.map((row) => row[0]))
  if (delta.cleared) for (const name of replica.names()) names.add(name)
  return names
}

type Touched = Map<string, Row>

function key(row: Row): string {
  return `${row.collection}/${row.id}`
}

function wire({ collection, id, position, scopes, fields }: Row): WireRow {
  return [collection, id, position, scopes, fields as object]
}

function union(held: readonly string[], more: readonly string[]): readonly string[] {
  const missing = more.filter((scope) => !held.includes(scope))
  return missing.length === 0 ? held : [...held, ...missing]
}
