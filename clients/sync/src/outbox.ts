/** What the official did and the server has not yet confirmed, in order: held → kept → sent → accepted | refused. */
import type { Order } from './session.ts'
import type { Problem } from './wire.ts'

/** One optimistic change to one row: shown at once, dropped when the truth has arrived. */
export type Change =
  | { readonly collection: string; readonly id: string; readonly create: object }
  | { readonly collection: string; readonly id: string; readonly patch: object }
  | { readonly collection: string; readonly id: string; readonly remove: true }

/**
 * - held: not yet on its way: it can be undone, or is not yet stored
 * - kept: stored on this device, waiting for a connection or its turn
 * - sent: on its way in this session
 * - accepted: done at `position`; stays until the rows show it
 * - refused: not done, because of `problem`; stays until the official has dealt with it
 */
export type EntryState = 'held' | 'kept' | 'sent' | 'accepted' | 'refused'

export interface OutboxEntry extends Order {
  readonly state: EntryState
  /** Until when, in milliseconds since 1970, it is not sent because it may be undone; 0: at once. */
  readonly heldUntil: number
  readonly optimistic: readonly Change[]
  readonly problem?: Problem
  readonly position?: number
}

/** How a command ended. `position`: of its last event; null if there was nothing to do. */
export type Outcome =
  | { readonly status: 'accepted'; readonly position: number | null }
  | { readonly status: 'refused'; readonly problem: Problem }
  | { readonly status: 'undone' }

/** Milliseconds between the end of an undo and the sending, so that an undo in another tab arrives first. */
const UNDO_GRACE = 300

export class Outbox {
  #entries = new Map<string, OutboxEntry>()
  #list: readonly OutboxEntry[] | null = null

  /** All entries in the order they were given; the same array until something changes. */
  list(): readonly OutboxEntry[] {
    this.#list ??= [...this.#entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    return this.#list
  }

  get(id: string): OutboxEntry | undefined {
    return this.#entries.get(id)
  }

  /** Takes an entry in, or its newer state from another tab. */
  put(entry: OutboxEntry): void {
    this.#entries.set(entry.id, entry)
    this.#list = null
  }

  /** Forgets an entry; whether it was there. */
  remove(id: string): boolean {
    this.#list = null
    return this.#entries.delete(id)
  }

  /** Whether an entry can still be taken back at `now`. */
  undoable(id: string, now: number): boolean {
    const entry = this.#entries.get(id)
    return entry !== undefined && entry.state === 'held' && now < entry.heldUntil
  }

  /** Entries whose time to be undone has passed: now kept. */
  release(now: number): OutboxEntry[] {
    return this.#change(
      ({ state, heldUntil }) => state === 'held' && heldUntil > 0 && now >= heldUntil + UNDO_GRACE,
      (entry) => ({ ...entry, state: 'kept' }),
    )
  }

  /** When `release` is due next; null: nothing is held. */
  get due(): number | null {
    const held = this.list().filter(({ state, heldUntil }) => state === 'held' && heldUntil > 0)
    return held.length === 0 ? null : Math.min(...held.map(({ heldUntil }) => heldUntil)) + UNDO_GRACE
  }

  /** The next entry to send; null while the first that waits is still held, since order is kept. */
  next(): OutboxEntry | null {
    const first = this.list().find(({ state }) => state === 'held' || state === 'kept')
    return first?.state === 'kept' ? first : null
  }

  sent(id: string): OutboxEntry[] {
    return this.#change((entry) => entry.id === id && entry.state === 'kept', (entry) => ({ ...entry, state: 'sent' }))
  }

  /** The session ended: what was not answered waits again. */
  disconnected(): OutboxEntry[] {
    return this.#change(({ state }) => state === 'sent', (entry) => ({ ...entry, state: 'kept' }))
  }

  /** The server's answer: done at `position`, the optimistic change stays until `settled`. */
  accepted(id: string, position: number): OutboxEntry[] {
    return this.#change((entry) => entry.id === id, (entry) => ({ ...entry, state: 'accepted', position }))
  }

  /** The server's answer: refused; the work is given back and its optimistic change no longer shown. */
  refused(id: string, problem: Problem): OutboxEntry[] {
    return this.#change((entry) => entry.id === id, (entry) => ({ ...entry, state: 'refused', problem, optimistic: [] }))
  }

  /** Forgets, and names, the accepted entries that the rows at `position` show. */
  settle(position: number): string[] {
    const done = this.list().filter((entry) => entry.state === 'accepted' && entry.position! <= position)
    for (const { id } of done) this.remove(id)
    return done.map(({ id }) => id)
  }

  /** How many have not been answered. */
  get waiting(): number {
    return this.list().filter(({ state }) => state !== 'accepted' && state !== 'refused').length
  }

  #change(which: (entry: OutboxEntry) => boolean, how: (entry: OutboxEntry) => OutboxEntry): OutboxEntry[] {
    const changed = this.list().filter(which).map(how)
    for (const entry of changed) this.put(entry)
    return changed
  }
}
