/** A device's copy of what its official may see, and the way to change it: all parts put together. */
import type { SendOptions, Sent, Status, Sync } from './api.ts'
import type { Network } from './connection.ts'
import { type Outcome, Outbox, type OutboxEntry } from './outbox.ts'
import { type Delta, Replica, type Row } from './replica.ts'
import { Screen } from './screen.ts'
import type { Storage } from './storage.ts'
import { type Shared, type TabMessage, Tabs } from './tabs.ts'
import { Uplink, type UplinkOptions } from './uplink.ts'
import { Uuid7 } from './uuid.ts'
import { View } from './view.ts'

export interface Parts {
  readonly storage: Storage
  readonly network: Network
  readonly uplink: UplinkOptions
  readonly tabs: (received: (message: TabMessage) => void) => Tabs
}

const ALONE: Shared = { connection: 'connecting', head: 0, syncedAt: null, offset: 0 }

export class DeviceSync implements Sync {
  #replica = new Replica()
  #outbox = new Outbox()
  #view = new View(this.#replica, this.#outbox)
  #screen = new Screen()
  #ids = new Uuid7()
  #waiters = new Map<string, (outcome: Outcome) => void>()
  #statusListeners = new Set<() => void>()
  #uplink: Uplink | null = null
  #shared = ALONE
  #status: Status
  #tabs: Tabs
  #closed = false
  #whole = (): Delta => this.#replica.snapshot()

  constructor(private readonly parts: Parts) {
    this.#status = this.#computed()
    this.#tabs = parts.tabs((message) => this.#received(message))
  }

  /** Puts back what was stored, and begins: leads, or follows the tab that does. */
  start(rows: Delta | null, outbox: readonly OutboxEntry[]): void {
    if (rows !== null) this.#replica.patch(rows)
    this.#adopt(outbox)
    this.#refresh(this.#replica.names())
    this.#hello()
    this.#tabs.lead(() => void this.#lead())
  }

  rows<T>(collection: string): ReadonlyMap<string, Row<T>> {
    return this.#view.rows(collection) as ReadonlyMap<string, Row<T>>
  }

  row<T>(collection: string, id: string): Row<T> | undefined {
    return this.#view.row(collection, id) as Row<T> | undefined
  }

  subscribe(collection: string, listener: () => void): () => void {
    return this.#view.subscribe(collection, listener)
  }

  version(collection: string): number {
    return this.#view.version(collection)
  }

  send(name: string, args: object, options: SendOptions = {}): Sent {
    const now = this.parts.network.now()
    const id = this.#ids.next(now)
    const { as = { post: null }, holdMs = 0, optimistic = [] } = options
    const changes = typeof optimistic === 'function' ? optimistic(id) : optimistic
    const heldUntil = holdMs > 0 ? now + holdMs : 0
    const at = new Date(now).toISOString()
    const entry: OutboxEntry = { id, at, name, as, args, state: 'held', heldUntil, optimistic: changes }
    const done = new Promise<Outcome>((resolve) => this.#waiters.set(id, resolve))
    this.#outbox.put(entry)
    this.#refresh([])
    void this.#keep(entry)
    return { id, undo: () => this.#undo(id), done }
  }

  outbox(): readonly OutboxEntry[] {
    return this.#outbox.list()
  }

  discard(commandId: string): void {
    if (this.#outbox.get(commandId)?.state === 'refused') this.#remove(commandId, false)
  }

  open(scope: string): () => void {
    if (this.#screen.open(scope)) this.#shown()
    let open = true
    return () => {
      if (open && this.#screen.close(scope)) this.#shown()
      open = false
    }
  }

  status(): Status {
    return this.#status
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  now(): number {
    return this.parts.network.now() + this.#shared.offset
  }

  reconnect(): void {
    this.#uplink?.start()
    this.#tabs.post({ t: 'reconnect' })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#uplink?.stop()
    await this.parts.storage.close()
    this.#tabs.close()
  }

  async wipe(): Promise<void> {
    this.#tabs.post({ t: 'wiped' })
    this.#closed = true
    this.#uplink?.stop()
    this.#empty()
    await this.parts.storage.wipe()
    this.#tabs.close()
  }

  /** To be called when the storage's state became worse. */
  storageChanged(): void {
    this.#moved()
  }

  async #keep(entry: OutboxEntry): Promise<void> {
    const kept: OutboxEntry = entry.heldUntil > 0 ? entry : { ...entry, state: 'kept' }
    await this.parts.storage.keep(kept).catch(() => this.#moved())
    const held = this.#outbox.get(entry.id)
    if (held === undefined) return this.#forget([entry.id])
    if (held.state === 'held') this.#outbox.put(kept)
    this.#told([this.#outbox.get(entry.id)!])
    this.#uplink?.pump()
  }

  #undo(id: string): boolean {
    const entry = this.#outbox.get(id)
    if (entry === undefined || !this.#outbox.undoable(id, this.parts.network.now())) return false
    this.#remove(id, true)
    return true
  }

  #remove(id: string, undone: boolean): void {
    this.#outbox.remove(id)
    this.#forget([id])
    this.#tabs.post({ t: 'gone', ids: [id], undone })
    if (undone) this.#resolve(id, { status: 'undone' })
    this.#refresh([])
    this.#uplink?.pump()
  }

  async #lead(): Promise<void> {
    if (this.#closed) return
    await this.#reconcile()
    if (this.#closed) return
    const { uplink, network } = this.parts
    this.#uplink = new Uplink(uplink, network, this.#replica, this.#outbox, {
      delta: (delta) => this.#delta(delta),
      changed: (entries) => this.#changed(entries),
      settled: (ids) => this.#settled(ids),
      moved: () => this.#moved(),
    })
    this.#uplink.screen(this.#screen.all)
    this.#tabs.post({ t: 'lead' })
    this.#uplink.start()
  }

  /** A new leader: what lies on disk and what this tab shows become the same; no tab's commands are left behind. */
  async #reconcile(): Promise<void> {
    const { storage } = this.parts
    this.#adopt(await storage.outbox().catch(() => []))
    this.#outbox.disconnected()
    const kept = await storage.cursor().catch(() => null)
    if (kept === this.#replica.cursor) return
    const { rows } = await storage.load()
    if (rows !== null && rows.to > this.#replica.position) this.#take(rows)
    else storage.save(this.#replica.snapshot(), this.#whole)
  }

  #adopt(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) if (this.#outbox.get(entry.id) === undefined) this.#put(entry)
  }

  /** An entry of another tab, or from the disk: what is given here from now on comes after it. */
  #put(entry: OutboxEntry): void {
    this.#ids.above(entry.id)
    this.#outbox.put(entry)
  }

  #delta(delta: Delta): void {
    this.parts.storage.save(delta, this.#whole)
    this.#tabs.post({ t: 'delta', delta })
    this.#refresh(collections(delta, this.#replica))
  }

  #changed(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      if (entry.state === 'accepted' || entry.state === 'refused') {
        void this.parts.storage.keep(entry).catch(() => this.#moved())
      }
    }
    this.#told(entries)
  }

  /** Entries moved on: the screens, the other tabs and whoever waits for the outcome are told. */
  #told(entries: readonly OutboxEntry[]): void {
    this.#tabs.post({ t: 'entries', entries })
    this.#outcomes(entries)
    this.#refresh([])
  }

  #outcomes(entries: readonly OutboxEntry[]): void {
    for (const { id, state, problem, position } of entries) {
      if (state === 'refused') this.#resolve(id, { status: 'refused', problem: problem! })
      if (state === 'accepted') this.#resolve(id, { status: 'accepted', position: position! })
    }
  }

  #settled(ids: readonly string[]): void {
    this.#tabs.post({ t: 'gone', ids, undone: false })
    for (const id of ids) this.#resolve(id, { status: 'accepted', position: null })
    this.#forget(ids)
    this.#refresh([])
  }

  /** After the rows that show it are written, so that a crash between shows it too long rather than not at all. */
  #forget(ids: readonly string[]): void {
    const { storage } = this.parts
    const forget = async (): Promise<void> => {
      await storage.flushed()
      for (const id of ids) await storage.forget(id)
    }
    forget().catch(() => this.#moved())
  }

  #resolve(id: string, outcome: Outcome): void {
    this.#waiters.get(id)?.(outcome)
    this.#waiters.delete(id)
  }

  #received(message: TabMessage): void {
    if (this.#closed) return
    switch (message.t) {
      case 'hello':
      case 'screen':
        return this.#uplink ? this.#host(this.#uplink, message) : undefined
      case 'lead':
        return this.#hello()
      case 'state':
        return message.to === this.#tabs.id ? this.#follow(message) : undefined
      case 'delta':
        return this.#take(message.delta)
      case 'shared':
        this.#shared = message.shared
        return this.#moved()
      case 'entries':
        return this.#heard(message.entries)
      case 'gone':
        return this.#gone(message.ids, message.undone)
      case 'reconnect':
        return this.#uplink?.start()
      case 'wiped':
        return void this.#wiped()
    }
  }

  /** Leader: a tab said what it has and shows. */
  #host(uplink: Uplink, message: TabMessage & { t: 'hello' | 'screen' }): void {
    const { tab, scopes } = message
    if (this.#screen.other(tab, scopes)) this.#tabs.watch(tab, () => void this.#left(tab))
    uplink.screen(this.#screen.all)
    if (message.t === 'screen') return
    const current = message.cursor === this.#replica.cursor && this.#screen.all.size === 0
    const delta = current ? null : this.#replica.snapshot()
    this.#tabs.post({ t: 'state', to: tab, delta, outbox: this.#outbox.list(), shared: this.#shared })
  }

  /** Leader: a tab has gone; what it stored without having told is taken over. */
  async #left(tab: string): Promise<void> {
    this.#screen.gone(tab)
    this.#uplink?.screen(this.#screen.all)
    this.#adopt(await this.parts.storage.outbox().catch(() => []))
    this.#refresh([])
    this.#uplink?.pump()
  }

  /** What the leader no longer knows has ended while this tab was loading, unless it was given here just now. */
  #follow(message: TabMessage & { t: 'state' }): void {
    this.#shared = message.shared
    const known = new Set(message.outbox.map(({ id }) => id))
    const ended = this.#outbox.list().filter(({ id }) => !known.has(id) && !this.#waiters.has(id))
    for (const { id } of ended) this.#outbox.remove(id)
    for (const entry of message.outbox) this.#put(entry)
    if (message.delta !== null) this.#take(message.delta)
    this.#refresh([])
  }

  #take(delta: Delta): void {
    const names = collections(delta, this.#replica)
    this.#replica.patch(delta)
    this.#refresh(names)
  }

  #heard(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) this.#put(entry)
    this.#outcomes(entries)
    this.#refresh([])
    this.#uplink?.pump()
  }

  #gone(ids: readonly string[], undone: boolean): void {
    for (const id of ids) {
      this.#outbox.remove(id)
      this.#resolve(id, undone ? { status: 'undone' } : { status: 'accepted', position: null })
    }
    this.#refresh([])
    this.#uplink?.pump()
  }

  async #wiped(): Promise<void> {
    this.#closed = true
    this.#uplink?.stop()
    this.#empty()
    this.#tabs.close()
    await this.parts.storage.close()
  }

  #empty(): void {
    const names = this.#replica.names()
    this.#replica.patch({ to: 0, cursor: null, cleared: true, rows: [] })
    for (const { id } of this.#outbox.list()) this.#outbox.remove(id)
    this.#refresh(names)
  }

  #hello(): void {
    this.#tabs.post({ t: 'hello', tab: this.#tabs.id, cursor: this.#replica.cursor, scopes: this.#screen.own })
  }

  #shown(): void {
    if (this.#uplink) this.#uplink.screen(this.#screen.all)
    else this.#tabs.post({ t: 'screen', tab: this.#tabs.id, scopes: this.#screen.own })
  }

  #refresh(names: Iterable<string>): void {
    this.#view.refresh(names)
    this.#moved()
  }

  #moved(): void {
    if (this.#uplink) this.#share(this.#uplink)
    const status = this.#computed()
    if (same(status, this.#status)) return
    this.#status = status
    for (const listener of [...this.#statusListeners]) listener()
  }

  #share(uplink: Uplink): void {
    const { state, head, syncedAt, offset } = uplink
    const shared = { connection: state, head, syncedAt, offset }
    if (same(shared, this.#shared)) return
    this.#shared = shared
    this.#tabs.post({ t: 'shared', shared })
  }

  #computed(): Status {
    const { connection, syncedAt } = this.#shared
    const head = this.#replica.position
    const leader = this.#uplink !== null
    return { connection, leader, head, syncedAt, waiting: this.#outbox.waiting, storage: this.parts.storage.state }
  }
}

function collections(delta: Delta, replica: Replica): Set<string> {
  const names = new Set(delta.rows.map((row) => row[0]))
  if (delta.cleared) for (const name of replica.names()) names.add(name)
  return names
}

function same(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
