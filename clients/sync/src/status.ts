/** What one tab knows of how true its rows are: what the leader told, and who listens. */
import type { Status } from './api.ts'
import type { Shared } from './tabs.ts'

export const ALONE: Shared = { connection: 'connecting', head: 0, syncedAt: null, offset: 0 }

export class StatusBoard {
  #current: Status
  #listeners = new Set<() => void>()

  constructor(first: Status) {
    this.#current = first
  }

  /** The same object until something changes. */
  get current(): Status {
    return this.#current
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  show(status: Status): void {
    if (same(status, this.#current)) return
    this.#current = status
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Whether two plain objects say the same. */
export function same(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
