/** The outbox on its way: sent in order, as far as order, undo and the server's limits allow. */
import type { Network } from './connection.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'
import { type Session, TooLarge } from './session.ts'
import type { Problem } from './wire.ts'

/** Milliseconds: the longest pause after a temporary failure, and the wait for a server that takes no more for now. */
const LONGEST_PAUSE = 30_000
const FULL = 250

export class Sender {
  #sending = false
  #failures = 0
  #pausedUntil = 0

  /** Calls back with frames to send, and with the entries that moved on. */
  constructor(
    private readonly network: Network,
    private readonly outbox: Outbox,
    private readonly send: (frame: string) => void,
    private readonly changed: (entries: readonly OutboxEntry[]) => void,
  ) {}

  /** Sends what can be sent; without a session, only time moves on. What `changed` calls may call this again. */
  run(session: Session | null): void {
    if (this.#sending) return
    this.#sending = true
    try {
      this.#run(session, this.network.now())
    } finally {
      // What `changed` calls may throw; what is given later is sent all the same.
      this.#sending = false
    }
  }

  /** When to `run` again, in milliseconds since 1970; Infinity: when something happens. */
  due(connected: boolean): number {
    const waiting = connected && this.outbox.next() !== null
    return Math.min(this.outbox.due ?? Infinity, waiting ? Math.max(this.#pausedUntil, this.network.now() + FULL) : Infinity)
  }

  /** The server answered a command. */
  answered(): void {
    this.#failures = 0
  }

  /** The server could not for now: everything unanswered waits again, for a while. */
  pause(): void {
    const bound = Math.min(LONGEST_PAUSE, 500 * 2 ** this.#failures++)
    this.#pausedUntil = this.network.now() + this.network.random() * bound
    this.changed(this.outbox.disconnected())
  }

  #run(session: Session | null, now: number): void {
    const released = this.outbox.release(now)
    if (released.length > 0) this.changed(released)
    while (session && now >= this.#pausedUntil && session.ready(now)) {
      const entry = this.outbox.next()
      if (entry === null) break
      this.#send(session, entry)
    }
  }

  #send(session: Session, entry: OutboxEntry): void {
    try {
      this.send(session.command(entry))
      this.changed(this.outbox.sent(entry.id))
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
      this.changed(this.outbox.refused(entry.id, TOO_LARGE))
    }
  }
}

const TOO_LARGE: Problem = {
  type: 'about:blank',
  title: 'Too large',
  status: 413,
  detail: 'The command is larger than the server takes.',
  code: 'frame.too-large',
}
