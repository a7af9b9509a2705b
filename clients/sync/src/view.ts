/** The rows as screens see them: the replica, with the optimistic changes of the outbox over it. */
import type { Change, Outbox } from './outbox.ts'
import type { Replica, Row } from './replica.ts'

type Overlay = ReadonlyMap<string, Row | null>

export class View {
  #overlays = new Map<string, Overlay>()
  #snapshots = new Map<string, ReadonlyMap<string, Row>>()
  #versions = new Map<string, number>()
  #listeners = new Map<string, Set<() => void>>()

  constructor(
    private readonly replica: Replica,
    private readonly outbox: Outbox,
  ) {}

  /** All rows of a collection by id; the same map until one of them changes. */
  rows(collection: string): ReadonlyMap<string, Row> {
    let snapshot = this.#snapshots.get(collection)
    if (snapshot === undefined) this.#snapshots.set(collection, (snapshot = this.#merged(collection)))
    return snapshot
  }

  row(collection: string, id: string): Row | undefined {
    const over = this.#overlays.get(collection)?.get(id)
    return over === undefined ? this.replica.collection(collection).get(id) : (over ?? undefined)
  }

  /** A number that grows whenever the collection changes. */
  version(collection: string): number {
    return this.#versions.get(collection) ?? 0
  }

  /** Calls back on changes of a collection, or on any, of the outbox too, with `*`. */
  subscribe(collection: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(collection) ?? new Set()
    this.#listeners.set(collection, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** To be called when rows of these collections, or the outbox, changed. */
  refresh(collections: Iterable<string>): void {
    const before = this.#overlays
    this.#overlays = this.#laid()
    const changed = new Set(collections)
    for (const name of [...before.keys(), ...this.#overlays.keys()]) changed.add(name)
    for (const name of changed) {
      this.#snapshots.delete(name)
      this.#versions.set(name, this.version(name) + 1)
    }
    for (const name of [...changed, '*']) this.#listeners.get(name)?.forEach((listener) => listener())
  }

  #merged(collection: string): ReadonlyMap<string, Row> {
    const rows = new Map(this.replica.collection(collection))
    for (const [id, row] of this.#overlays.get(collection) ?? []) {
      if (row === null) rows.delete(id)
      else rows.set(id, row)
    }
    return rows
  }

  #laid(): Map<string, Overlay> {
    const overlays = new Map<string, Map<string, Row | null>>()
    for (const change of this.outbox.list().flatMap((entry) => entry.optimistic)) {
      const overlay = overlays.get(change.collection) ?? new Map<string, Row | null>()
      const under = overlay.has(change.id)
        ? overlay.get(change.id)!
        : (this.replica.collection(change.collection).get(change.id) ?? null)
      const row = changed(under, change)
      if (row !== under) overlay.set(change.id, row)
      if (overlay.size > 0) overlays.set(change.collection, overlay)
    }
    return overlays
  }
}

/** The row with a change over it; a patch needs a row, and what is created already is left alone. */
function changed(row: Row | null, change: Change): Row | null {
  if ('remove' in change) return null
  if ('patch' in change) {
    return row && { ...row, fields: { ...(row.fields as object), ...change.patch }, pending: true }
  }
  const { collection, id, create } = change
  return row ?? { collection, id, position: 0, scopes: [], fields: create, pending: true }
}
