/** How far one has read, on all of one's devices: numbers that only grow, kept here and sent when there is a session. */
import type { Network } from './connection.ts'
import type { ClientFrame, ReadUpTo } from './wire.ts'

/** What survives a reload. */
export interface KeptReads {
  /** Of the newest that the server has told. */
  readonly stamp: string | null
  readonly reads: readonly ReadUpTo[]
  readonly unsent: readonly ReadUpTo[]
}

export interface ReadsEvents {
  /** Hands a frame to the server; false: not now, or not from this tab. */
  send(frame: ClientFrame): boolean
  keep(reads: KeptReads): void
  changed(): void
}

/** Milliseconds in which they are gathered. */
const GATHER = 1_000
/** What one frame carries. */
const MOST = 64

export class Reads {
  stamp: string | null = null
  #numbers: ReadonlyMap<string, number> = new Map()
  #unsent = new Map<string, number>()
  /** Sent and not answered, as no read is: since the last pong, and before it. The pong after that says that they have arrived. */
  #sent: [since: Map<string, number>, before: Map<string, number>] = [new Map(), new Map()]
  #cancel: (() => void) | null = null

  constructor(
    private readonly network: Network,
    private readonly events: ReadsEvents,
  ) {}

  /** The number up to which each conversation is read, and each notice's order; the same map until it changes. */
  get numbers(): ReadonlyMap<string, number> {
    return this.#numbers
  }

  /** Puts back what was stored, or what another leader has stored since. */
  restore({ stamp, reads, unsent }: KeptReads): void {
    this.stamp = stamp
    grow(this.#unsent, unsent)
    this.merge(reads)
  }

  /** Takes over numbers that were read here or elsewhere; gives those that grew. */
  merge(reads: readonly ReadUpTo[]): readonly ReadUpTo[] {
    const grown = reads.filter(([id, number]) => number > (this.#numbers.get(id) ?? 0))
    if (grown.length === 0) return []
    const numbers = new Map(this.#numbers)
    grow(numbers, grown)
    this.#numbers = numbers
    this.events.changed()
    return grown
  }

  /** What was read in any tab is to be sent; by the tab that leads now, or that will. */
  read(reads: readonly ReadUpTo[]): void {
    grow(this.#unsent, reads)
    this.#soon()
  }

  /** The server told how far one has read elsewhere. */
  told(reads: readonly ReadUpTo[], stamp: string | null): void {
    this.stamp = stamp ?? this.stamp
    for (const [id, number] of reads) if ((this.#unsent.get(id) ?? Infinity) <= number) this.#unsent.delete(id)
    this.merge(reads)
    this.#soon()
  }

  /** Sends and keeps what waits; what cannot be sent waits for the next session. */
  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    const all = [...this.#unsent]
    for (let from = 0; from < all.length; from += MOST) {
      const reads = all.slice(from, from + MOST)
      if (!this.events.send({ t: 'read', reads })) break
      for (const [id] of reads) this.#unsent.delete(id)
      grow(this.#sent[0], reads)
    }
    const unsent = new Map(this.#unsent)
    for (const sent of this.#sent) grow(unsent, sent)
    this.events.keep({ stamp: this.stamp, reads: [...this.#numbers], unsent: [...unsent] })
  }

  /** Leader: a pong came. */
  ponged(): void {
    this.#sent = [new Map(), this.#sent[0]]
  }

  /** Leader: the session has ended; what may not have arrived is sent again. */
  ended(): void {
    for (const sent of this.#sent) grow(this.#unsent, sent)
    this.#sent = [new Map(), new Map()]
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = () => {}
  }

  /** Everything was wiped. */
  empty(): void {
    this.#numbers = new Map()
    this.#unsent.clear()
    this.events.changed()
  }

  #soon(): void {
    this.#cancel ??= this.network.after(GATHER, () => this.flush())
  }
}

function grow(numbers: Map<string, number>, more: Iterable<ReadUpTo>): void {
  for (const [id, number] of more) numbers.set(id, Math.max(number, numbers.get(id) ?? 0))
}
