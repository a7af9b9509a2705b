/** Plays the recorded sessions of tests/sync/vectors to a device made of the product's parts. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Network } from '../src/connection.ts'
import type { Outbox } from '../src/outbox.ts'
import type { Replica } from '../src/replica.ts'
import type { Uplink } from '../src/uplink.ts'

const FOLDER = join(import.meta.dirname, '../../../tests/sync/vectors')

interface State {
  readonly to: number
  readonly rows: unknown[]
  readonly pending: string[]
}

export interface Step {
  readonly connect?: { cursor: string | null; open: string[] }
  readonly receive?: { t: string; id?: string; position?: number; rows?: unknown[] }
  readonly send?: { t: string; id: string; at: string; name: string; as: { post: string }; args: object; scopes: string[] }
  readonly state?: State
  readonly still?: State
  readonly disconnect?: true
}

export interface Vector {
  readonly name: string
  readonly about: string
  readonly steps: readonly Step[]
}

/** The classes to play to: the product's, or the product's with a fault in it. */
export interface Classes {
  readonly Outbox: typeof Outbox
  readonly Replica: typeof Replica
  readonly Uplink: typeof Uplink
}

export const vectors = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf-8')) as Vector)

/** A socket that the player opens, feeds and breaks. */
class Wire {
  sent: { t: string; [field: string]: unknown }[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  constructor(public readyState = 0) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { t: string })
  }

  close(): void {
    this.readyState = 3
  }
}

export class Player {
  #time = 0
  #timers = new Set<{ at: number; task: () => void }>()
  #wire = new Wire(3)
  #replica: Replica
  #outbox: Outbox
  #uplink: Uplink

  constructor(classes: Classes) {
    this.#replica = new classes.Replica()
    this.#outbox = new classes.Outbox()
    const token = async (): Promise<string> => 'token'
    const options = { url: 'ws://gateway/sync', device: 'd-1', schema: 1, language: 'vi', token }
    const events = { delta() {}, changed() {}, settled() {}, moved() {}, company() {}, welcomed() {}, stamp: () => null, ponged() {}, ended() {} }
    this.#uplink = new classes.Uplink(options, this.#network(), this.#replica, this.#outbox, events)
  }

  /** Takes a step; where it says what the device must hold or send, gives both that and what was found. */
  async play(step: Step): Promise<{ expected: unknown; found: unknown } | null> {
    if (step.connect) return this.#connect(step.connect)
    if (step.receive) return this.#receive(step.receive)
    if (step.send) return this.#send(step.send)
    if (step.disconnect) this.#break()
    const expected = step.state ?? step.still
    return expected ? { expected, found: this.#state() } : null
  }

  async #connect(expected: { cursor: string | null; open: string[] }): Promise<{ expected: unknown; found: unknown }> {
    this.#uplink.screen(new Set(expected.open))
    this.#uplink.start()
    for (let wait = 0; wait < 300 && this.#wire.readyState !== 0; wait++) this.#advance(100)
    this.#wire.readyState = 1
    this.#wire.onopen?.()
    await new Promise((resolve) => setImmediate(resolve))
    const hello = this.#wire.sent.find((frame) => frame.t === 'hello')
    return { expected, found: { cursor: hello?.['cursor'], open: hello?.['open'] } }
  }

  /** Rows come one in a frame, which means the same. A result ahead of the rows leaves the change on screen. */
  #receive(frame: NonNullable<Step['receive']>): { expected: unknown; found: unknown } | null {
    const frames = frame.t === 'rows' ? frame.rows!.map((row) => ({ ...frame, rows: [row] })) : [frame]
    for (const each of frames) this.#wire.onmessage?.({ data: JSON.stringify(each) })
    if (frame.t !== 'result' || (frame.position ?? 0) <= this.#replica.position) return null
    return { expected: true, found: this.#state().pending.includes(frame.id!) }
  }

  #send(step: NonNullable<Step['send']>): { expected: unknown; found: unknown } | null {
    if (step.t !== 'command') {
      this.#uplink.screen(new Set(step.t === 'open' ? step.scopes : []))
      return { expected: true, found: this.#wire.sent.some(({ t, scopes }) => t === step.t && `${scopes}` === `${step.scopes}`) }
    }
    const { id, at, name, as, args } = step
    if (this.#outbox.get(id) === undefined) {
      this.#outbox.put({ id, at, name, as, args, state: 'kept', heldUntil: 0, optimistic: [] })
    }
    this.#uplink.pump()
    this.#advance(1000)
    return { expected: true, found: this.#wire.sent.some((frame) => frame['id'] === id) }
  }

  #state(): State {
    const rows = [...this.#replica.all()]
      .map(({ collection, id, position, scopes, fields }) => [collection, id, position, [...scopes].sort(), fields] as const)
      .sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1))
    const pending = this.#outbox.list().filter(({ state }) => state !== 'refused')
    const to = this.#replica.cursor === null ? -1 : this.#replica.position
    return { to, rows, pending: pending.map(({ id }) => id) }
  }

  #break(): void {
    this.#wire.readyState = 3
    this.#wire.onclose?.({ code: 1006 })
  }

  #network(): Network {
    return {
      open: () => (this.#wire = new Wire()) as unknown as WebSocket,
      watch: () => () => {},
      now: () => this.#time,
      random: () => 0.5,
      after: (milliseconds, task) => {
        const timer = { at: this.#time + milliseconds, task }
        this.#timers.add(timer)
        return () => this.#timers.delete(timer)
      },
    }
  }

  #advance(milliseconds: number): void {
    const end = this.#time + milliseconds
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > end || !this.#timers.delete(timer)) continue
      this.#time = timer.at
      timer.task()
    }
    this.#time = end
  }
}
