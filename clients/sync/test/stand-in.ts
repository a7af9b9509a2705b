/** A gateway, a network and the browser's locks and channels, in memory and on a clock that tests move. */
import type { Network } from '../src/connection.ts'
import type { Sight } from '../src/handover.ts'
import type { Channel, Locks } from '../src/tabs.ts'
import type { ClientFrame, Command, Problem, WireRow } from '../src/wire.ts'

/** Lets promises, IndexedDB and channels run until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5000; turn++) {
    if (condition()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`never became true: ${condition}`)
}

/** One device's network on a virtual clock. */
export class Lab implements Network {
  time = Date.parse('2026-11-21T07:05:00Z')
  up = true
  sockets: Socket[] = []
  #timers = new Set<{ at: number; task: () => void }>()
  #watching = new Set<(what: 'back' | 'gone') => void>()

  constructor(private readonly gateway: Gateway) {}

  now = (): number => this.time
  random = (): number => 0.5

  open(_url?: string, hear?: Hear): WebSocket {
    const socket = new Socket(this.gateway, hear)
    this.sockets.push(socket)
    queueMicrotask(() => (this.up && this.gateway.up ? socket.opened() : socket.fail()))
    return socket as unknown as WebSocket
  }

  watch(listener: (what: 'back' | 'gone') => void): () => void {
    this.#watching.add(listener)
    return () => this.#watching.delete(listener)
  }

  after(milliseconds: number, task: () => void): () => void {
    const timer = { at: this.time + milliseconds, task }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves the clock, running what falls due in its order. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#timers.delete(due)
      this.time = Math.max(this.time, due.at)
      due.task()
    }
    this.time = end
  }

  /** Cuts the network: sockets break, new ones fail. */
  cut(): void {
    this.up = false
    for (const socket of this.sockets) socket.fail()
  }

  /** Cuts the network as browsers do that say so: sockets stay as they are, and nothing gets through. */
  sever(): void {
    this.up = false
    for (const listener of [...this.#watching]) listener('gone')
  }

  /** The network is back, and the browser says so. */
  mend(): void {
    this.up = true
    for (const listener of [...this.#watching]) listener('back')
  }
}

/** How something happens to a tab. */
type Hear = (task: () => void) => void

/** Whoever is connected to the gateway. */
export interface Peer {
  deliver(frame: object): void
}

export class Socket implements Peer {
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  constructor(
    private readonly gateway: Gateway,
    private readonly hear: Hear = (task) => task(),
  ) {}

  opened(): void {
    if (this.readyState !== 0) return
    this.readyState = 1
    this.gateway.sockets.add(this)
    this.hear(() => this.onopen?.())
  }

  fail(code = 1006): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.gateway.sockets.delete(this)
    this.hear(() => this.onclose?.({ code }))
  }

  send(text: string): void {
    queueMicrotask(() => this.gateway.receive(this, JSON.parse(text) as ClientFrame))
  }

  close(): void {
    this.fail(1000)
  }

  deliver(frame: object): void {
    queueMicrotask(() => this.hear(() => this.onmessage?.({ data: JSON.stringify(frame) })))
  }
}

/** Rows in one frame: about 128 KiB. */
const CHUNK = 100

interface Stored {
  position: number
  scopes: string[]
  fields: Record<string, unknown>
}

/** Speaks the protocol over rows in memory: one command, `task.accept`, and whatever a test does to the rows. */
export class Gateway {
  up = true
  head = 0
  sockets = new Set<Peer>()
  /** Every command frame that came, and how often each was executed. */
  received: Command[] = []
  executed: string[] = []
  /** What was told of people: read positions, whom to watch, what is in sight, typing. */
  told: ClientFrame[] = []
  /** Every token that came, in `hello` or `auth`. */
  offered: string[] = []
  /** What happens to commands: answered, failing for now, or left without an answer. */
  mood: 'well' | 'failing' | 'silent' = 'well'
  refusing: Problem | null = null
  tokens = new Set(['good'])
  /** How many messages of a channel devices keep. */
  messages = 50
  #rows = new Map<string, Stored>()
  #results = new Map<string, object>()
  #revoked: { scope: string; position: number }[] = []
  #live = new WeakSet<Peer>()

  /** Writes a row, and sends it to all who are live. */
  write(collection: string, id: string, scopes: string[], fields: Record<string, unknown>): void {
    this.head++
    this.#rows.set(`${collection}/${id}`, { position: this.head, scopes, fields })
    if (collection === 'message') this.#fade(fields['channel'])
    this.#page([[collection, id, this.head, scopes, fields]])
  }

  /** Keeps of a channel no more messages than devices do; nobody is told. */
  #fade(channel: unknown): void {
    const within = [...this.#rows].filter(([key, { fields }]) => key.startsWith('message/') && fields['channel'] === channel)
    const newest = within.sort(([, a], [, b]) => Number(b.fields['order']) - Number(a.fields['order']))
    for (const [key] of newest.slice(this.messages)) this.#rows.delete(key)
  }

  /** Takes a scope from the person. */
  revoke(scope: string): void {
    this.head++
    for (const [key, row] of this.#rows) {
      row.scopes = row.scopes.filter((held) => held !== scope)
      if (row.scopes.length === 0) this.#rows.delete(key)
    }
    this.#revoked.push({ scope, position: this.head })
    this.#page([], [scope])
  }

  /** Begins the log anew: devices have to, too. */
  begin(): void {
    this.#rows.clear()
    for (const socket of this.sockets) if (this.#live.has(socket)) this.#send(socket, [], [], ['*'])
  }

  receive(socket: Peer, frame: ClientFrame): void {
    if (!this.sockets.has(socket)) return
    if (frame.t === 'hello' || frame.t === 'auth') this.offered.push(frame.token)
    if (frame.t === 'hello') this.#hello(socket, frame.token, frame.cursor)
    if (frame.t === 'command') this.#command(socket, frame)
    if (frame.t === 'read' || frame.t === 'watch' || frame.t === 'sight' || frame.t === 'ephemeral') this.told.push(frame)
    if (frame.t === 'ping') socket.deliver({ t: 'pong', head: this.head })
  }

  /** Tells all who are live. */
  tell(frame: object): void {
    for (const socket of this.sockets) if (this.#live.has(socket)) socket.deliver(frame)
  }

  #hello(socket: Peer, token: string, cursor: string | null): void {
    if (!this.tokens.has(token)) return socket.deliver({ t: 'bye', code: 4401, reason: 'token' })
    const limits = { frame: 1_048_576, commands: 32, messages: this.messages }
    socket.deliver({ t: 'welcome', head: this.head, clock: '2026-11-21T07:05:00Z', limits, heartbeat: 25 })
    this.#live.add(socket)
    const since = cursor === null ? -1 : Number(cursor)
    const rows = [...this.#rows].filter(([, { position }]) => position > since).map(([key, row]) => wire(key, row))
    const dropped = this.#revoked.filter(({ position }) => position > since).map(({ scope }) => scope)
    this.#send(socket, rows, cursor === null ? [] : dropped, cursor === null ? ['*'] : [])
  }

  #command(socket: Peer, command: Command): void {
    this.received.push(command)
    if (this.mood === 'silent') return
    const { id, seq } = command
    if (this.mood === 'failing') return socket.deliver({ t: 'result', id, seq, retry: true })
    if (!this.#results.has(id)) this.#execute(command)
    socket.deliver({ t: 'result', id, seq, ...this.#results.get(id) })
  }

  #execute({ id, args }: Command): void {
    this.executed.push(id)
    if (this.refusing !== null) return void this.#results.set(id, { problem: this.refusing })
    const { task } = args as { task: string }
    const row = this.#rows.get(`task/${task}`)
    if (row === undefined || row.fields['state'] === 'accepted') return void this.#results.set(id, {})
    this.write('task', task, row.scopes, { ...row.fields, state: 'accepted' })
    this.#results.set(id, { position: this.head })
  }

  #page(rows: WireRow[], dropped: string[] = []): void {
    for (const socket of this.sockets) if (this.#live.has(socket)) this.#send(socket, rows, dropped, [])
  }

  #send(socket: Peer, rows: WireRow[], dropped: string[], reset: string[]): void {
    socket.deliver({ t: 'begin', to: this.head, reset, added: [], dropped })
    for (let from = 0; from < rows.length; from += CHUNK) socket.deliver({ t: 'rows', rows: rows.slice(from, from + CHUNK) })
    socket.deliver({ t: 'end', cursor: String(this.head) })
  }
}

function wire(key: string, { position, scopes, fields }: Stored): WireRow {
  const [collection, id] = key.split('/') as [string, string]
  return [collection, id, position, scopes, fields]
}

/** The locks and channels of one browser. A tab killed by `kill` lets go of everything, as a crashed one does. */
export class Browser {
  #queues = new Map<string, Asking[]>()
  #channels = new Set<TabChannel>()

  tab(): Tab {
    return new Tab(this)
  }

  request(tab: Tab, name: string, steal: boolean, held: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? []
      this.#queues.set(name, queue)
      const asking = { tab, held, resolve, reject }
      if (!steal) queue.push(asking)
      else {
        const robbed = queue.shift()
        queue.unshift(asking)
        robbed?.tab.hear(() => robbed.reject(new DOMException('stolen', 'AbortError')))
      }
      if (queue[0] === asking) this.#grant(name)
    })
  }

  join(channel: TabChannel): void {
    this.#channels.add(channel)
  }

  tell(from: TabChannel, message: unknown): void {
    for (const channel of this.#channels) {
      if (channel !== from && channel.name === from.name) channel.receive(structuredClone(message))
    }
  }

  leave(channel: TabChannel): void {
    this.#channels.delete(channel)
  }

  kill(tab: Tab): void {
    tab.dead = true
    for (const channel of this.#channels) if (channel.tab === tab) this.leave(channel)
    for (const [name, queue] of this.#queues) {
      const first = queue[0]?.tab === tab
      this.#queues.set(name, queue.filter((waiting) => waiting.tab !== tab))
      if (first) this.#grant(name)
    }
  }

  #grant(name: string): void {
    const first = this.#queues.get(name)?.[0]
    if (first === undefined) return
    first.tab.hear(() => {
      void first.held().then(() => {
        first.resolve()
        const queue = this.#queues.get(name)!
        if (queue[0] !== first) return
        queue.shift()
        this.#grant(name)
      })
    })
  }
}

interface Asking {
  readonly tab: Tab
  readonly held: () => Promise<void>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** In sight or not; a frozen one hears nothing until it is thawed. */
export class Tab implements Locks, Sight {
  #visible = true
  #watching = new Set<() => void>()
  #unheard: (() => void)[] | null = null
  dead = false

  constructor(private readonly browser: Browser) {}

  request(name: string, { steal = false }: { steal?: boolean }, held: () => Promise<void>): Promise<void> {
    return this.dead ? new Promise(() => {}) : this.browser.request(this, name, steal, held)
  }

  hear(task: () => void): void {
    queueMicrotask(() => this.run(task))
  }

  visible = (): boolean => this.#visible

  watch(changed: () => void): () => void {
    this.#watching.add(changed)
    return () => this.#watching.delete(changed)
  }

  show(visible: boolean): void {
    this.#visible = visible
    for (const changed of [...this.#watching]) this.run(changed)
  }

  /** The network as this tab has it: nothing happens while it is frozen. */
  network = (lab: Lab): Network => ({
    open: (url) => lab.open(url, (task) => this.run(task)),
    watch: (listener) => lab.watch((what) => this.run(() => listener(what))),
    now: lab.now,
    random: lab.random,
    after: (milliseconds, task) => lab.after(milliseconds, () => this.run(task)),
  })

  run(task: () => void): void {
    if (this.#unheard !== null) this.#unheard.push(task)
    else if (!this.dead) task()
  }

  freeze(): void {
    this.#unheard ??= []
  }

  thaw(): void {
    const unheard = this.#unheard ?? []
    this.#unheard = null
    for (const task of unheard) task()
  }

  channel = (name: string): Channel => new TabChannel(this.browser, this, name)
}

class TabChannel implements Channel {
  onmessage: ((event: MessageEvent) => void) | null = null

  constructor(
    private readonly browser: Browser,
    readonly tab: Tab,
    readonly name: string,
  ) {
    browser.join(this)
  }

  postMessage(message: unknown): void {
    this.browser.tell(this, message)
  }

  receive(data: unknown): void {
    this.tab.hear(() => this.onmessage?.({ data } as MessageEvent))
  }

  close(): void {
    this.browser.leave(this)
  }
}
