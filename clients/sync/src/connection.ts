/**
 * One WebSocket that is opened again whenever it closes: full jitter, at once when the network or the screen is back.
 * Word that the network is gone ends the socket, but not the tries: the gateway may be on this very machine.
 */

/** What a connection needs of its surroundings; a browser's by default, a test's otherwise. */
export interface Network {
  open(url: string): WebSocket
  /** Calls back when the network or the screen is `back`, or the network `gone`; returns how to stop that. */
  watch(listener: (what: 'back' | 'gone') => void): () => void
  now(): number
  random(): number
  after(milliseconds: number, task: () => void): () => void
}

export interface ConnectionEvents {
  opened(): void
  received(data: unknown): void
  closed(code: number): void
  /** The network or the screen is back while the socket seems open: is it? */
  doubted(): void
}

/** Milliseconds: first and longest bound of the random wait before another try. */
const FIRST = 500
const LONGEST = 30_000
const OPENING = 15_000

export class Connection {
  #socket: WebSocket | null = null
  #tries = 0
  #stopped = true
  #cancel = (): void => {}
  #unwatch = (): void => {}

  constructor(
    private readonly url: string,
    private readonly network: Network,
    private readonly events: ConnectionEvents,
  ) {}

  get open(): boolean {
    return this.#socket?.readyState === 1
  }

  /** Whether a socket is being opened. */
  get opening(): boolean {
    return this.#socket?.readyState === 0
  }

  /** Connects, and again and again, until `stop`. */
  start(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#unwatch = this.network.watch((what) => (what === 'back' ? this.#back() : this.drop()))
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    this.#unwatch()
    this.#cancel()
    const socket = this.#socket
    if (socket === null) return
    this.#forget(socket)
    socket.close(1000)
  }

  send(frame: string): void {
    this.#socket?.send(frame)
  }

  /** The server was reached and is content: the next wait is a short one again. */
  healthy(): void {
    this.#tries = 0
  }

  /** Gives this socket up and comes back after `retryAfter` seconds, or after a random wait. */
  drop(retryAfter: number | null = null): void {
    const socket = this.#socket
    if (socket === null) return
    this.#forget(socket)
    socket.close(1000)
    this.events.closed(1000)
    this.#retry(retryAfter)
  }

  #back(): void {
    if (this.#stopped) return
    if (this.#socket === null) this.#connect()
    else if (this.open) this.events.doubted()
  }

  #connect(): void {
    this.#cancel()
    if (this.#stopped) return
    const socket = this.network.open(this.url)
    this.#socket = socket
    this.#cancel = this.network.after(OPENING, () => this.drop())
    socket.onopen = () => {
      this.#cancel()
      this.events.opened()
    }
    socket.onmessage = (message) => this.events.received(message.data)
    socket.onclose = (event) => this.#closed(socket, event.code)
  }

  #closed(socket: WebSocket, code: number): void {
    this.#forget(socket)
    this.events.closed(code)
    this.#retry(null)
  }

  #forget(socket: WebSocket): void {
    socket.onopen = socket.onmessage = socket.onclose = null
    this.#socket = null
    this.#cancel()
  }

  #retry(retryAfter: number | null): void {
    if (this.#stopped || this.#socket !== null) return
    const bound = Math.min(LONGEST, FIRST * 2 ** this.#tries++)
    const wait = retryAfter === null ? this.network.random() * bound : retryAfter * 1000
    this.#cancel = this.network.after(wait, () => this.#connect())
  }
}
