/** The commands given on this device: made, kept, told to the other tabs, and followed to their outcome. */
import type { SendOptions, Sent } from './api.ts'
import type { Network } from './connection.ts'
import { type Outcome, Outbox, type OutboxEntry } from './outbox.ts'
import type { Storage } from './storage.ts'
import type { TabMessage } from './tabs.ts'
import { Uuid7 } from './uuid.ts'

/** What a dispatch needs of the tab that it is in. */
export interface DispatchEvents {
  post(message: TabMessage): void
  /** The outbox changed: show it, and, in the leader, send what can be sent. */
  changed(): void
  /** The storage may be in a worse state. */
  failed(): void
}

export class Dispatch {
  readonly outbox = new Outbox()
  #ids = new Uuid7()
  #waiters = new Map<string, (outcome: Outcome) => void>()
  /** What ended: news of it that comes late, from the disk or another tab, does not bring it back. */
  #ended = new Set<string>()

  constructor(
    private readonly storage: Storage,
    private readonly network: Network,
    private readonly events: DispatchEvents,
  ) {}

  /** Gives a command. */
  send(name: string, args: object, { as = { post: null }, holdMs = 0, optimistic = [] }: SendOptions): Sent {
    const now = this.network.now()
    const id = this.#ids.next(now)
    const changes = typeof optimistic === 'function' ? optimistic(id) : optimistic
    const heldUntil = holdMs > 0 ? now + holdMs : 0
    const at = new Date(now).toISOString()
    const entry: OutboxEntry = { id, at, name, as, args, state: 'held', heldUntil, optimistic: changes }
    const done = new Promise<Outcome>((resolve) => this.#waiters.set(id, resolve))
    this.outbox.put(entry)
    this.events.changed()
    void this.#keep(entry)
    return { id, undo: () => this.#undo(id), done }
  }

  /** Forgets a refused command. */
  discard(id: string): void {
    if (this.outbox.get(id)?.state === 'refused') this.#remove(id, false)
  }

  /** Takes over what lies on disk and is not known here. */
  adopt(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) if (this.outbox.get(entry.id) === undefined) this.#put(entry)
  }

  /** Leader: the server, or the connection, moved entries on. */
  moved(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      if (entry.state === 'accepted' || entry.state === 'refused') {
        this.storage.keep(entry).catch(() => this.events.failed())
      }
    }
    this.#told(entries)
  }

  /** Leader: the rows show these, or there was nothing to do. */
  settled(ids: readonly string[]): void {
    for (const id of ids) this.#end(id)
    this.events.post({ t: 'gone', ids, undone: false })
    for (const id of ids) this.#resolve(id, { status: 'accepted', position: null })
    this.#forget(ids)
    this.events.changed()
  }

  /** Another tab gave commands, or the leader moved them on. */
  heard(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) this.#put(entry)
    this.#outcomes(entries)
    this.events.changed()
  }

  /** Another tab forgot commands. */
  gone(ids: readonly string[], undone: boolean): void {
    for (const id of ids) {
      this.#end(id)
      this.#resolve(id, undone ? { status: 'undone' } : { status: 'accepted', position: null })
    }
    this.events.changed()
  }

  /** The leader's list: what it does not know ended while this tab was loading, unless it was given here just now. */
  follow(entries: readonly OutboxEntry[]): void {
    const known = new Set(entries.map(({ id }) => id))
    const ended = this.outbox.list().filter(({ id }) => !known.has(id) && !this.#waiters.has(id))
    for (const { id } of ended) this.outbox.remove(id)
    this.heard(entries)
  }

  /** Everything was wiped. */
  empty(): void {
    for (const { id } of this.outbox.list()) this.outbox.remove(id)
  }

  /** An entry of another tab, or from the disk: what is given here from now on comes after it. */
  #put(entry: OutboxEntry): void {
    this.#ids.above(entry.id)
    if (!this.#ended.has(entry.id)) this.outbox.put(entry)
  }

  #end(id: string): void {
    this.#ended.add(id)
    this.outbox.remove(id)
  }

  async #keep(entry: OutboxEntry): Promise<void> {
    const kept: OutboxEntry = entry.heldUntil > 0 ? entry : { ...entry, state: 'kept' }
    await this.storage.keep(kept).catch(() => this.events.failed())
    const held = this.outbox.get(entry.id)
    if (held === undefined) return this.#forget([entry.id])
    if (held.state === 'held') this.outbox.put(kept)
    this.#told([this.outbox.get(entry.id)!])
  }

  #undo(id: string): boolean {
    if (!this.outbox.undoable(id, this.network.now())) return false
    this.#remove(id, true)
    return true
  }

  #remove(id: string, undone: boolean): void {
    this.#end(id)
    this.#forget([id])
    this.events.post({ t: 'gone', ids: [id], undone })
    if (undone) this.#resolve(id, { status: 'undone' })
    this.events.changed()
  }

  /** Entries moved on: the other tabs, the screens and whoever waits for the outcome are told. */
  #told(entries: readonly OutboxEntry[]): void {
    this.events.post({ t: 'entries', entries })
    this.#outcomes(entries)
    this.events.changed()
  }

  #outcomes(entries: readonly OutboxEntry[]): void {
    for (const { id, state, problem, position } of entries) {
      if (state === 'refused') this.#resolve(id, { status: 'refused', problem: problem! })
      if (state === 'accepted') this.#resolve(id, { status: 'accepted', position: position! })
    }
  }

  #resolve(id: string, outcome: Outcome): void {
    this.#waiters.get(id)?.(outcome)
    this.#waiters.delete(id)
  }

  /** After the rows that show it are written, so that a crash between shows it too long rather than not at all. */
  #forget(ids: readonly string[]): void {
    const forget = async (): Promise<void> => {
      await this.storage.flushed()
      for (const id of ids) await this.storage.forget(id)
    }
    forget().catch(() => this.events.failed())
  }
}
