/** One conversation with the gateway, sans I/O: takes frames and time, gives frames and what happened. */
import type { Batch } from './replica.ts'
import { decode, encode, VERSION, WireError } from './wire.ts'
import type { ActingAs, Begin, ClientFrame, CompanyFrame, Problem, Result, ServerFrame, Welcome, WireRow } from './wire.ts'

/** What `hello` says of this device. */
export interface Greeting {
  readonly token: string
  readonly device: string
  readonly schema: number
  readonly cursor: string | null
  readonly open: readonly string[]
  readonly language: string
  /** The stamp of the newest read positions that are here. */
  readonly reads: string | null
}

/** What a command frame carries besides its number. */
export interface Order {
  readonly id: string
  readonly at: string
  readonly name: string
  readonly as: ActingAs
  readonly args: object
}

export type SessionEvent =
  | { readonly type: 'welcome' }
  | { readonly type: 'batch'; readonly batch: Batch }
  | { readonly type: 'accepted'; readonly id: string; readonly position: number | null }
  | { readonly type: 'refused'; readonly id: string; readonly problem: Problem }
  | { readonly type: 'company'; readonly frame: CompanyFrame }
  | { readonly type: 'pong' }
  /** A temporary failure: send everything unanswered again, in order, after a pause. */
  | { readonly type: 'retry' }
  | { readonly type: 'bye'; readonly code: number; readonly reason: string; readonly retryAfter: number | null }

/** A command that can never be sent: its frame is larger than the server takes. */
export class TooLarge extends Error {}

/** Milliseconds that the server has to answer a ping, and `hello`. */
const GRACE = 10_000
const GREETING = 15_000
/** Frames at once, and a second after that: below what the gateway takes (300 and 100). */
const BURST = 200
const RATE = 80

type Phase = 'greeting' | 'catching-up' | 'live'

export class Session {
  /** The server's clock minus the device's, in milliseconds, measured at `welcome`. */
  offset = 0
  /** Newest position that the server has told of. */
  head = 0
  #phase: Phase = 'greeting'
  #greeted = 0
  #pinged = 0
  #deadline = Infinity
  #heartbeat = 25_000
  #limits: Welcome['limits'] = { frame: 1_048_576, commands: 32 }
  #budget = BURST
  #counted = 0
  #seq = 0
  #failed: number | null = null
  #unanswered = new Set<string>()
  #begun: Begin | null = null
  #rows: WireRow[] = []

  get phase(): Phase {
    return this.#phase
  }

  /** How many of the newest rows of a windowed scope this server sends; null: it did not say. */
  get window(): number | null {
    return this.#limits.window ?? null
  }

  /** How many of the newest messages of a channel this server keeps for devices; null: it did not say. */
  get messages(): number | null {
    return this.#limits.messages ?? null
  }

  /** Whether a command may be sent at `now`; if not, an answer or `tick` will change that. */
  ready(now: number): boolean {
    this.#budget = Math.min(BURST, this.#budget + ((now - this.#counted) * RATE) / 1000)
    this.#counted = now
    const free = this.#unanswered.size < this.#limits.commands && this.#budget >= 1
    return free && this.#phase !== 'greeting' && this.#failed === null
  }

  /** The first frame; `now` in milliseconds since 1970, as everywhere here. */
  hello(greeting: Greeting, now: number): string {
    this.#greeted = this.#pinged = this.#counted = now
    this.#deadline = now + GREETING
    return encode({ t: 'hello', v: VERSION, ...greeting, clock: new Date(now).toISOString() })
  }

  /**
   * The frame of a command, numbered in the order of sending.
   * @throws TooLarge; the number is then not used.
   */
  command(order: Order): string {
    const { id, at, name, as, args } = order
    const frame = encode({ t: 'command', id, seq: this.#seq + 1, at, name, as, args })
    if (new TextEncoder().encode(frame).length > this.#limits.frame) throw new TooLarge(name)
    this.#seq++
    this.#budget--
    this.#unanswered.add(id)
    return frame
  }

  /** The frame that tells what came on screen, or left it. */
  screen(t: 'open' | 'close', scopes: readonly string[]): string {
    return encode({ t, scopes })
  }

  /** A frame that is not answered; it counts among those that may be sent. */
  plain(frame: ClientFrame): string {
    this.#budget--
    return encode(frame)
  }

  /** The frame that renews the token. */
  auth(token: string): string {
    return encode({ t: 'auth', token })
  }

  /** A ping; without any frame from the server in `patience` milliseconds the connection counts as dead. */
  ping(now: number, patience = GRACE): string {
    this.#pinged = now
    this.#deadline = Math.min(this.#deadline, now + patience)
    return encode({ t: 'ping' })
  }

  /** When `tick` wants to be called next. */
  get due(): number {
    return Math.min(this.#deadline, this.#pinged + this.#heartbeat)
  }

  /** What time asks for: a ping, the end of a connection that fell silent, or nothing. */
  tick(now: number): 'ping' | 'dead' | null {
    if (now >= this.#deadline) return 'dead'
    return now >= this.due ? 'ping' : null
  }

  /**
   * What a frame from the server means.
   * @throws WireError if it breaks the protocol: the connection is then of no more use.
   */
  receive(data: unknown, now: number): SessionEvent[] {
    const frame = decode(data)
    this.#deadline = Infinity
    if (frame === null) return []
    if (this.#phase === 'greeting' && frame.t !== 'welcome' && frame.t !== 'bye') {
      throw new WireError(`${frame.t} before welcome`)
    }
    return this.#handle(frame, now)
  }

  #handle(frame: ServerFrame, now: number): SessionEvent[] {
    switch (frame.t) {
      case 'welcome':
        return this.#welcome(frame, now)
      case 'begin':
        return this.#begin(frame)
      case 'rows':
        if (this.#begun === null) throw new WireError('rows before begin')
        for (const row of frame.rows) this.#rows.push(row)
        return []
      case 'end':
        return this.#end(frame.cursor, frame.more === true)
      case 'result':
        return this.#result(frame)
      case 'pong':
        this.head = Math.max(this.head, frame.head)
        return [{ type: 'pong' }]
      case 'lag':
        this.#phase = 'catching-up'
        return []
      case 'bye':
        return [{ type: 'bye', code: frame.code, reason: frame.reason, retryAfter: frame.retryAfter ?? null }]
      case 'ephemeral':
      case 'reads':
      case 'presence':
        return [{ type: 'company', frame }]
    }
  }

  #welcome(frame: Welcome, now: number): SessionEvent[] {
    this.head = frame.head
    this.offset = Date.parse(frame.clock) - (this.#greeted + now) / 2
    this.#limits = frame.limits
    this.#heartbeat = frame.heartbeat * 1000
    this.#phase = 'catching-up'
    return [{ type: 'welcome' }]
  }

  #begin(frame: Begin): SessionEvent[] {
    if (this.#begun !== null) throw new WireError('begin before end')
    this.#begun = frame
    return []
  }

  #end(cursor: string, more: boolean): SessionEvent[] {
    if (this.#begun === null) throw new WireError('end before begin')
    const { to, reset, added, dropped } = this.#begun
    const batch = { to, reset, added, dropped, rows: this.#rows, cursor }
    this.#begun = null
    this.#rows = []
    this.head = Math.max(this.head, to)
    if (to >= this.head && !more) this.#phase = 'live'
    return [{ type: 'batch', batch }]
  }

  #result(frame: Result): SessionEvent[] {
    if (!this.#unanswered.delete(frame.id)) return []
    if (frame.retry === true) this.#failed = Math.min(this.#failed ?? frame.seq, frame.seq)
    const events = frame.retry === true ? [] : [answer(frame)]
    return this.#failed !== null && this.#unanswered.size === 0 ? [...events, this.#again(this.#failed)] : events
  }

  /** All that was sent after a temporary failure has come back: count on from the number that failed. */
  #again(failed: number): SessionEvent {
    this.#seq = failed - 1
    this.#failed = null
    return { type: 'retry' }
  }
}

function answer(frame: Result): SessionEvent {
  if (frame.problem) return { type: 'refused', id: frame.id, problem: frame.problem }
  return { type: 'accepted', id: frame.id, position: frame.position ?? null }
}
