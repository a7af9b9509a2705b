/**
 * The tab in sight leads. Browsers slow down or freeze tabs out of sight, and a frozen leader would keep all others from syncing: one
 * out of sight gives the lead to one in sight; from one that does not answer, it is taken.
 */
import type { Network } from './connection.ts'
import type { TabMessage, Tabs } from './tabs.ts'

/** Whether a tab can be seen; a browser's by default, a test's otherwise. */
export interface Sight {
  visible(): boolean
  /** Calls back when that changed; returns how to stop it. */
  watch(changed: () => void): () => void
}

/** Milliseconds in which a leader must answer. */
const PATIENCE = 5_000

export type HandoverMessage = TabMessage & { readonly t: 'ask' | 'stay' | 'yours' | 'hidden' | 'lead' }

export class Handover {
  #cancel = (): void => {}
  /** Leader: who asked while the lead is on its way to the first of them. */
  #asking: string[] = []
  #unwatch: () => void

  constructor(
    private readonly sight: Sight,
    private readonly network: Network,
    private readonly tabs: Tabs,
    /** Whether this tab leads. */
    private readonly leads: () => boolean,
    /** Leader: resolves when nothing is left to be written. */
    private readonly flushed: () => Promise<void>,
  ) {
    this.#unwatch = sight.watch(() => this.#moved())
  }

  /** Asks whoever leads to stay or to give way; nothing, if this tab leads or cannot be seen. */
  ask(): void {
    this.#cancel()
    if (this.leads() || !this.sight.visible()) return
    this.tabs.post({ t: 'ask', tab: this.tabs.id })
    this.#cancel = this.network.after(PATIENCE, () => this.#take())
  }

  received(message: HandoverMessage): void {
    switch (message.t) {
      case 'ask':
        return void this.#asked(message.tab)
      case 'stay':
        return message.to === this.tabs.id ? this.#cancel() : undefined
      case 'yours':
        return message.to === this.tabs.id ? this.#take() : undefined
      case 'lead':
        this.#given(this.#asking)
        return this.ask()
      case 'hidden':
        return this.ask()
    }
  }

  close(): void {
    this.#cancel()
    this.#unwatch()
  }

  #moved(): void {
    if (this.leads() && !this.sight.visible()) this.tabs.post({ t: 'hidden' })
    else this.ask()
  }

  async #asked(tab: string): Promise<void> {
    if (!this.leads()) return
    if (this.sight.visible()) return this.#stay([tab])
    const asking = this.#asking
    if (asking.push(tab) > 1) return
    // What cannot be written goes with the lead all the same: the others have been told of it.
    await this.flushed().catch(() => {})
    if (this.#asking !== asking) return
    if (!this.leads() || this.sight.visible()) {
      this.#asking = []
      return this.leads() ? this.#stay(asking) : undefined
    }
    this.tabs.post({ t: 'yours', to: tab })
    this.network.after(PATIENCE, () => this.#given(asking))
  }

  #stay(asking: readonly string[]): void {
    for (const to of asking) this.tabs.post({ t: 'stay', to })
  }

  /** Leader: the lead was taken, or was not in time; who asks from now on is answered again. */
  #given(asking: string[]): void {
    if (this.#asking === asking) this.#asking = []
  }

  #take(): void {
    this.#cancel()
    if (!this.leads() && this.sight.visible()) this.tabs.take()
  }
}
