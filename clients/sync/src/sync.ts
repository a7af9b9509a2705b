/** One tab's part in a device: its view of the rows, leading or following, all parts put together. */
import type { SendOptions, Sent, Status, Sync } from './api.ts'
import type { Seen } from './company.ts'
import type { Network } from './connection.ts'
import { Dispatch } from './dispatch.ts'
import { Handover, type Sight } from './handover.ts'
import type { History } from './history.ts'
import type { OutboxEntry } from './outbox.ts'
import { Past } from './past.ts'
import { type About, People } from './people.ts'
import type { KeptReads } from './reads.ts'
import { collections, type Delta, Replica, type Row } from './replica.ts'
import { Screen } from './screen.ts'
import { ALONE, same, StatusBoard } from './status.ts'
import type { Storage } from './storage.ts'
import type { Shared, TabMessage, Tabs } from './tabs.ts'
import { Uplink, type UplinkOptions } from './uplink.ts'
import { View } from './view.ts'

export interface Parts {
  readonly storage: Storage
  readonly history: History
  readonly network: Network
  readonly uplink: UplinkOptions
  readonly tabs: (received: (message: TabMessage) => void) => Tabs
  readonly sight: Sight
}

export class DeviceSync implements Sync {
  #replica = new Replica()
  #dispatch: Dispatch
  #view: View
  #screen = new Screen()
  #uplink: Uplink | null = null
  #shared = ALONE
  #board: StatusBoard
  #tabs: Tabs
  /** The tab that leads, as far as this one knows. */
  #leader: string | null = null
  #people: People
  #past: Past
  #handover: Handover
  /** Of the times that this tab led, the one that counts; null: it does not lead. */
  #term: object | null = null
  #closed = false
  #whole = (): Delta => this.#replica.snapshot()

  constructor(private readonly parts: Parts) {
    this.#tabs = parts.tabs((message) => this.#received(message))
    const flushed = (): Promise<void> => parts.storage.flushed()
    this.#handover = new Handover(parts.sight, parts.network, this.#tabs, () => this.#term !== null, flushed)
    this.#dispatch = new Dispatch(parts.storage, parts.network, {
      post: (message) => this.#tabs.post(message),
      changed: () => this.#dispatched(),
      failed: () => this.#moved(),
    })
    this.#people = new People({
      ...parts,
      tab: this.#tabs.id,
      leads: () => this.#uplink !== null,
      send: (frame) => this.#uplink?.send(frame) ?? false,
      post: (message) => this.#tabs.post(message),
    })
    this.#past = new Past(parts.history, this.#replica)
    this.#view = new View(this.#replica, this.#dispatch.outbox)
    this.#board = new StatusBoard(this.#computed())
  }

  /** Puts back what was stored, and begins: leads, or follows the tab that does. */
  start(rows: Delta | null, outbox: readonly OutboxEntry[], reads: KeptReads | null = null): void {
    this.#people.restore(reads)
    if (rows !== null) this.#replica.patch(rows)
    this.#dispatch.adopt(outbox)
    this.#refresh(this.#replica.names())
    this.#hello()
    this.#tabs.lead(() => void this.#lead(), () => this.#deposed())
    this.#handover.ask()
  }

  get history(): History {
    return this.parts.history
  }

  get device(): string {
    return this.parts.uplink.device
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
    return this.#dispatch.send(name, args, options)
  }

  outbox(): readonly OutboxEntry[] {
    return this.#dispatch.outbox.list()
  }

  discard(commandId: string): void {
    this.#dispatch.discard(commandId)
  }

  open(scope: string): () => void {
    return this.#screen.hold(scope, () => this.#shown())
  }

  reads(): ReadonlyMap<string, number> {
    return this.#people.reads
  }

  markRead(id: string, number: number): void {
    this.#people.markRead(id, number)
  }

  watch(people: readonly string[]): () => void {
    return this.#people.watch(people)
  }

  presence(official: string): Seen {
    return this.#people.presence(official)
  }

  typing(scope: string): void {
    this.#people.typing(scope)
  }

  typers(scope: string): readonly string[] {
    return this.#people.typers(scope)
  }

  show(subject: string): () => void {
    return this.#people.show(subject)
  }

  onCompany(listener: () => void, about: About | null = null): () => void {
    return this.#people.listen(listener, about)
  }

  status(): Status {
    return this.#board.current
  }

  onStatus(listener: () => void): () => void {
    return this.#board.listen(listener)
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
    this.#people.close()
    this.#stop()
    await Promise.all([this.parts.storage.close(), this.parts.history.close()])
    this.#tabs.close()
  }

  async wipe(): Promise<void> {
    this.#tabs.post({ t: 'wiped' })
    this.#empty()
    await Promise.all([this.parts.storage.wipe(), this.parts.history.wipe()])
    this.#tabs.close()
  }

  /** To be called when the storage's state became worse. */
  storageChanged(): void {
    if (this.parts.storage.state === 'full') void this.parts.history.clear()
    this.#moved()
  }

  async #lead(): Promise<void> {
    if (this.#closed) return
    const term = (this.#term = {})
    await this.#reconcile()
    if (this.#closed || this.#term !== term) return
    const { uplink, network } = this.parts
    this.#uplink = new Uplink(uplink, network, this.#replica, this.#dispatch.outbox, {
      delta: (delta) => this.#delta(delta),
      changed: (entries) => this.#dispatch.moved(entries),
      settled: (ids) => this.#dispatch.settled(ids),
      moved: () => this.#moved(),
      company: (frame) => this.#people.told(frame),
      welcomed: () => this.#people.welcomed(),
      stamp: () => this.#people.stamp,
      ponged: () => this.#people.ponged(),
      ended: () => this.#people.ended(),
    })
    this.#uplink.screen(this.#screen.all)
    this.#tabs.post({ t: 'lead', from: this.#tabs.id })
    this.#uplink.start()
  }

  /** A new leader: what lies on disk and what this tab shows become the same; no tab's commands are left behind. */
  async #reconcile(): Promise<void> {
    const { storage } = this.parts
    this.#dispatch.adopt(await storage.outbox().catch(() => []))
    this.#dispatch.outbox.disconnected()
    this.#people.restore(await storage.reads().catch(() => null))
    const kept = await storage.cursor().catch(() => null)
    if (kept === this.#replica.cursor) return
    const { rows } = await storage.load()
    if (rows !== null && rows.to > this.#replica.position) this.#take(rows)
    else storage.save(this.#replica.snapshot(), this.#whole)
  }

  #delta(delta: Delta): void {
    this.parts.storage.save(delta, this.#whole)
    this.#tabs.post({ t: 'delta', from: this.#tabs.id, delta })
    this.#past.follow(delta, this.#uplink?.state === 'live')
    this.#refresh(collections(delta, this.#replica))
  }

  #received(message: TabMessage): void {
    if (this.#closed) return
    switch (message.t) {
      case 'hello':
      case 'screen':
        return this.#uplink ? this.#host(this.#uplink, message) : undefined
      case 'lead':
        this.#leader = message.from
        this.#handover.received(message)
        return this.#hello()
      case 'state':
        return message.to === this.#tabs.id ? this.#follow(message) : undefined
      case 'delta':
        return this.#follows(message.from) ? this.#take(message.delta) : undefined
      case 'shared':
        if (this.#follows(message.from)) this.#share(message.shared)
        return this.#moved()
      case 'entries':
        return this.#dispatch.heard(message.entries)
      case 'gone':
        return this.#dispatch.gone(message.ids, message.undone)
      case 'read':
      case 'typing':
      case 'wants':
      case 'company':
        return this.#people.received(message)
      case 'reconnect':
        return this.#uplink?.start()
      case 'wiped':
        return void this.#wiped()
      default:
        return this.#handover.received(message)
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
    const [outbox, reads, shared] = [this.outbox(), [...this.reads()], this.#shared]
    this.#tabs.post({ t: 'state', from: this.#tabs.id, to: tab, delta, outbox, reads, shared })
  }

  /** Leader: a tab has gone; what it stored without having told is taken over. */
  async #left(tab: string): Promise<void> {
    this.#screen.gone(tab)
    this.#people.gone(tab)
    this.#uplink?.screen(this.#screen.all)
    this.#dispatch.adopt(await this.parts.storage.outbox().catch(() => []))
    this.#dispatched()
  }

  /** Another tab took the lead. */
  #deposed(): void {
    this.#uplink?.stop()
    this.#uplink = this.#term = null
    this.#hello()
    this.#moved()
  }

  #follows(leader: string): boolean {
    return this.#uplink === null && this.#leader === leader
  }

  #follow(message: TabMessage & { t: 'state' }): void {
    this.#leader ??= message.from
    if (!this.#follows(message.from)) return
    this.#share(message.shared)
    this.#people.follow(message.reads)
    if (message.delta !== null) this.#take(message.delta)
    this.#dispatch.follow(message.outbox)
  }

  #take(delta: Delta): void {
    const names = collections(delta, this.#replica)
    this.#replica.patch(delta)
    this.#refresh(names)
  }

  async #wiped(): Promise<void> {
    this.#empty()
    this.#tabs.close()
    await Promise.all([this.parts.storage.close(), this.parts.history.close()])
  }

  #empty(): void {
    this.#stop()
    const names = this.#replica.names()
    this.#replica.patch({ to: 0, cursor: null, cleared: true, rows: [] })
    this.#dispatch.empty()
    this.#people.empty()
    this.#refresh(names)
  }

  #stop(): void {
    this.#uplink?.stop()
    this.#handover.close()
    this.#people.stop()
    this.#closed = true
  }

  #hello(): void {
    if (!this.#uplink) this.#people.wanted()
    this.#tabs.post({ t: 'hello', tab: this.#tabs.id, cursor: this.#replica.cursor, scopes: this.#screen.own })
  }

  #shown(): void {
    if (this.#uplink) this.#uplink.screen(this.#screen.all)
    else this.#tabs.post({ t: 'screen', tab: this.#tabs.id, scopes: this.#screen.own })
  }

  #dispatched(): void {
    this.#refresh([])
    if (!this.#closed) this.#uplink?.pump()
  }

  #refresh(names: Iterable<string>): void {
    this.#view.refresh(names)
    this.#moved()
  }

  #moved(): void {
    if (this.#uplink) this.#tell(this.#uplink)
    this.#board.show(this.#computed())
  }

  #tell(uplink: Uplink): void {
    const { state, head, syncedAt, offset } = uplink
    const shared = { connection: state, head, syncedAt, offset }
    if (same(shared, this.#shared)) return
    this.#share(shared)
    this.#tabs.post({ t: 'shared', from: this.#tabs.id, shared })
  }

  #share(shared: Shared): void {
    this.#shared = shared
    if (shared.connection !== 'live' && shared.connection !== 'catching-up') this.#people.lost()
  }

  #computed(): Status {
    const { connection, syncedAt } = this.#shared
    const head = this.#replica.position
    const leader = this.#uplink !== null
    const waiting = this.#dispatch.outbox.waiting
    return { connection, leader, head, syncedAt, waiting, storage: this.parts.storage.state }
  }
}
