/** The leading tab's work: one connection, one session after another, the outbox sent in order. */
import { Connection, type Network } from './connection.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'
import type { Batch, Delta, Replica } from './replica.ts'
import { Sender } from './sender.ts'
import { Session, type SessionEvent } from './session.ts'
import { Credentials, SignedOut } from './token.ts'
import { Code, WireError, type ClientFrame, type CompanyFrame } from './wire.ts'
import { transient } from './window.ts'

export type ConnectionState = 'offline' | 'connecting' | 'catching-up' | 'live' | 'signed-out'

export interface UplinkOptions {
  readonly url: string
  readonly device: string
  readonly schema: number
  readonly language: string
  /** An access token; `renew`: the last one is refused or about to end. Rejects with SignedOut if there is none. */
  readonly token: (renew: boolean) => Promise<string>
}

/** What the uplink tells: rows changed, outbox entries changed or gone, the connection's state moved. */
export interface UplinkEvents {
  delta(delta: Delta): void
  changed(entries: readonly OutboxEntry[]): void
  settled(ids: readonly string[]): void
  moved(): void
  /** What is told beside the rows; that a session has begun, with which stamp; that it is alive; that it has ended. */
  company(frame: CompanyFrame): void
  welcomed(): void
  stamp(): string | null
  ponged(): void
  ended(): void
}

/** Milliseconds of patience with a connection in doubt. */
const DOUBT = 5_000

export class Uplink {
  /** The server's clock minus the device's, in milliseconds. */
  offset = 0
  /** When everything was last known to be true, in milliseconds since 1970; null: not yet. */
  syncedAt: number | null = null
  #connection: Connection
  #credentials: Credentials
  #sender: Sender
  #session: Session | null = null
  #signedOut = false
  #open = new Set<string>()
  #cancel = (): void => {}

  constructor(
    private readonly options: UplinkOptions,
    private readonly network: Network,
    private readonly replica: Replica,
    private readonly outbox: Outbox,
    private readonly events: UplinkEvents,
  ) {
    this.#credentials = new Credentials(network, () => void this.#renew())
    this.#sender = new Sender(network, outbox, (frame) => this.#connection.send(frame), (entries) => events.changed(entries))
    this.#connection = new Connection(options.url, network, {
      opened: () => void this.#greet(),
      received: (data) => this.#received(data),
      closed: (code) => this.#closed(code),
      doubted: () => this.#doubt(),
    })
  }

  get state(): ConnectionState {
    if (this.#signedOut) return 'signed-out'
    if (this.#session === null) return this.#connection.opening ? 'connecting' : 'offline'
    return this.#session.phase === 'greeting' ? 'connecting' : this.#session.phase
  }

  /** Newest position known to be on the server. */
  get head(): number {
    return Math.max(this.#session?.head ?? 0, this.replica.position)
  }

  /** Connects; also after `signed-out`, when there is a token again. */
  start(): void {
    this.#signedOut = false
    this.#credentials.trusted()
    this.#connection.start()
    this.pump()
    this.events.moved()
  }

  stop(): void {
    this.#connection.stop()
    this.#ended()
    this.#cancel()
  }

  /** What is on screen now, in all tabs together; scopes that left it are purged. */
  screen(scopes: ReadonlySet<string>): void {
    const opened = [...scopes].filter((scope) => !this.#open.has(scope))
    const closed = [...this.#open].filter((scope) => !scopes.has(scope))
    this.#open = new Set(scopes)
    const session = this.#welcomed()
    if (session && closed.length > 0) this.#connection.send(session.screen('close', closed))
    if (session && opened.length > 0) this.#connection.send(session.screen('open', opened))
    if (closed.length > 0) this.events.delta(this.replica.drop(closed.filter(transient)))
  }

  /** Sends what waits in the outbox, as far as it can be; what the rows show already, as another tab may tell late, is done with. */
  pump(): void {
    this.#settle()
    this.#sender.run(this.#welcomed())
    this.#schedule()
  }

  /** Sends a frame that is not answered; false: there is no session now. */
  send(frame: ClientFrame): boolean {
    const session = this.#welcomed()
    if (session) this.#connection.send(session.plain(frame))
    return session !== null
  }

  #welcomed(): Session | null {
    return this.#session && this.#session.phase !== 'greeting' ? this.#session : null
  }

  async #greet(): Promise<void> {
    const session = new Session()
    this.#session = session
    this.events.moved()
    const token = await this.#token(this.#credentials.doubtful)
    if (token === null || this.#session !== session) return
    const { device, schema, language } = this.options
    const greeting = { token, device, schema, cursor: this.replica.cursor, open: [...this.#open], language, reads: this.events.stamp() }
    this.#connection.send(session.hello(greeting, this.network.now()))
    this.#credentials.keep(token, this.offset)
    this.#schedule()
  }

  /** A token, or null after having given up this connection. */
  async #token(renew: boolean): Promise<string | null> {
    try {
      return await this.options.token(renew)
    } catch (error) {
      if (error instanceof SignedOut) this.#signOut()
      else this.#connection.drop()
      return null
    }
  }

  #signOut(): void {
    this.#signedOut = true
    this.stop()
    this.events.moved()
  }

  async #renew(): Promise<void> {
    const session = this.#session
    const token = await this.#token(true)
    if (token === null || session === null || this.#session !== session) return
    this.#connection.send(session.auth(token))
    this.#credentials.keep(token, this.offset)
  }

  #received(data: unknown): void {
    const session = this.#session
    if (session === null) return
    try {
      for (const event of session.receive(data, this.network.now())) this.#handle(session, event)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#connection.drop()
      return
    }
    if (session.phase === 'live') this.syncedAt = this.network.now()
    this.events.moved()
    this.pump()
  }

  #handle(session: Session, event: SessionEvent): void {
    switch (event.type) {
      case 'welcome':
        this.offset = session.offset
        this.replica.window = session.window ?? this.replica.window
        this.replica.messages = session.messages ?? this.replica.messages
        this.#credentials.trusted()
        this.#connection.healthy()
        this.events.welcomed()
        break
      case 'company':
        this.events.company(event.frame)
        break
      case 'pong':
        this.events.ponged()
        break
      case 'batch':
        this.#apply(event.batch)
        break
      case 'accepted':
        this.#accepted(event.id, event.position)
        break
      case 'refused':
        this.#sender.answered()
        this.events.changed(this.outbox.refused(event.id, event.problem))
        break
      case 'retry':
        this.#sender.pause()
        break
      case 'bye':
        this.#bye(event.code, event.retryAfter)
        break
    }
  }

  #apply(batch: Batch): void {
    this.events.delta(this.replica.apply(this.#onScreen(batch)))
    this.#settle()
  }

  /** Without scopes that have left the screen while the batch was on its way. */
  #onScreen(batch: Batch): Batch {
    const shown = (scope: string): boolean => !transient(scope) || this.#open.has(scope)
    if (batch.rows.every((row) => row[3].every(shown))) return batch
    const rows = batch.rows
      .map(([collection, id, position, scopes, fields]) => [collection, id, position, scopes.filter(shown), fields] as const)
      .filter((row) => row[3].length > 0)
    return { ...batch, rows }
  }

  #accepted(id: string, position: number | null): void {
    this.#sender.answered()
    if (position === null) {
      if (this.outbox.remove(id)) this.events.settled([id])
      return
    }
    this.events.changed(this.outbox.accepted(id, position))
    this.#settle()
  }

  #settle(): void {
    const settled = this.outbox.settle(this.replica.position)
    if (settled.length > 0) this.events.settled(settled)
  }

  #bye(code: number, retryAfter: number | null): void {
    this.#refused(code)
    this.#connection.drop(retryAfter)
  }

  /** A token refused once is renewed; refused again, or the official forbidden, there is nothing left to try. */
  #refused(code: number): void {
    if (code === Code.token && this.#credentials.refused()) this.#signOut()
    if (code === Code.forbidden) this.#signOut()
  }

  #closed(code: number): void {
    this.#refused(code)
    this.#ended()
    this.events.moved()
  }

  #ended(): void {
    this.#session = null
    this.events.ended()
    this.#credentials.forget()
    const waiting = this.outbox.disconnected()
    if (waiting.length > 0) this.events.changed(waiting)
  }

  #doubt(): void {
    if (this.#session === null) return
    this.#connection.send(this.#session.ping(this.network.now(), DOUBT))
    this.#schedule()
  }

  #schedule(): void {
    this.#cancel()
    const now = this.network.now()
    const due = Math.min(this.#session?.due ?? Infinity, this.#sender.due(this.#session !== null))
    if (due !== Infinity) this.#cancel = this.network.after(Math.max(0, due - now), () => this.#tick())
  }

  #tick(): void {
    const now = this.network.now()
    const due = this.#session?.tick(now) ?? null
    if (due === 'dead') this.#connection.drop()
    if (due === 'ping') this.#connection.send(this.#session!.ping(now))
    this.pump()
  }
}
