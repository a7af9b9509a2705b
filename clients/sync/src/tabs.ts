/** The tabs of one device: one leads (Web Locks), and they tell each other what happens (BroadcastChannel). */
import type { Wants } from './company.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Delta } from './replica.ts'
import type { ConnectionState } from './uplink.ts'
import type { CompanyFrame, ReadUpTo } from './wire.ts'

/** What the leader knows and the others show. */
export interface Shared {
  readonly connection: ConnectionState
  readonly head: number
  readonly syncedAt: number | null
  readonly offset: number
}

export type TabMessage =
  /** From a tab that follows: here I am, this is what I have, this is on my screen. */
  | { readonly t: 'hello'; readonly tab: string; readonly cursor: string | null; readonly scopes: readonly string[] }
  | { readonly t: 'screen'; readonly tab: string; readonly scopes: readonly string[] }
  /** From the leader: I lead now; the state, for the tab that asked; what changed. Of one that leads no more, nothing counts. */
  | { readonly t: 'lead'; readonly from: string }
  | {
      readonly t: 'state'
      readonly from: string
      readonly to: string
      readonly delta: Delta | null
      readonly outbox: readonly OutboxEntry[]
      readonly reads: readonly ReadUpTo[]
      readonly shared: Shared
    }
  | { readonly t: 'delta'; readonly from: string; readonly delta: Delta }
  | { readonly t: 'shared'; readonly from: string; readonly shared: Shared }
  /** Of who leads: may I, since I am in sight? Stay as you are; it is yours; I lead, and am out of sight now. */
  | { readonly t: 'ask'; readonly tab: string }
  | { readonly t: 'stay'; readonly to: string }
  | { readonly t: 'yours'; readonly to: string }
  | { readonly t: 'hidden' }
  /** From any tab: commands given, changed, or no longer there. */
  | { readonly t: 'entries'; readonly entries: readonly OutboxEntry[] }
  | { readonly t: 'gone'; readonly ids: readonly string[]; readonly undone: boolean }
  /** From any tab: read so far; somebody types; what this tab wants to know and shows. */
  | { readonly t: 'read'; readonly reads: readonly ReadUpTo[] }
  | { readonly t: 'typing'; readonly scope: string }
  | { readonly t: 'wants'; readonly tab: string; readonly wants: Wants }
  /** From the leader: what the server tells beside the rows. */
  | { readonly t: 'company'; readonly frame: CompanyFrame }
  | { readonly t: 'reconnect' }
  | { readonly t: 'wiped' }

/** The part of Web Locks (`navigator.locks`) that is used. */
export interface Locks {
  request(name: string, options: { readonly steal?: boolean }, held: () => Promise<void>): Promise<unknown>
}

/** The part of a BroadcastChannel that is used. */
export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
  close(): void
}

export class Tabs {
  #release = (): void => {}
  #closed = new Promise<void>((resolve) => (this.#release = resolve))
  #over = false
  #waiting = 0
  #taking = false
  #elected = (): void => {}
  #deposed = (): void => {}

  /** Without locks or a channel every tab is alone, and leads. */
  constructor(
    readonly id: string,
    private readonly name: string,
    private readonly locks: Locks | null,
    private readonly channel: Channel | null,
    received: (message: TabMessage) => void,
  ) {
    if (channel !== null) channel.onmessage = (event) => received(event.data as TabMessage)
    void locks?.request(this.#tab(id), {}, () => this.#closed)
  }

  /** Calls back when this tab leads: at once if no other does, else a moment after the leader went; and when another took over. */
  lead(elected: () => void, deposed: () => void): void {
    this.#elected = elected
    this.#deposed = deposed
    this.#seek({})
  }

  /** Leads now, whoever did. */
  take(): void {
    if (!this.#over && !this.#taking) this.#seek({ steal: true })
  }

  /** Calls back when another tab has gone, however it went. */
  watch(tab: string, gone: () => void): void {
    void this.locks?.request(this.#tab(tab), {}, async () => {
      if (!this.#over) gone()
    })
  }

  post(message: TabMessage): void {
    if (!this.#over) this.channel?.postMessage(message)
  }

  close(): void {
    this.#over = true
    this.channel?.close()
    this.#release()
  }

  #seek(options: { readonly steal?: boolean }): void {
    const { locks, channel } = this
    if (locks === null || channel === null) return this.#elected()
    let waits = true
    let leads = false
    const answered = (): void => {
      waits = false
      this.#waiting--
      if (options.steal) this.#taking = false
    }
    const held = async (): Promise<void> => {
      answered()
      if (this.#over) return
      leads = true
      this.#elected()
      await this.#closed
    }
    this.#waiting++
    if (options.steal) this.#taking = true
    // What was held is let go before its time only by being taken away; what never was, the browser refused.
    locks.request(`${this.name}:leader`, options, held).catch(() => {
      if (waits) return answered()
      if (!leads || this.#over) return
      this.#deposed()
      if (this.#waiting === 0) this.#seek({})
    })
  }

  #tab(id: string): string {
    return `${this.name}:tab:${id}`
  }
}
