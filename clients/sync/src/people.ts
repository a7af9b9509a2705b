/** One tab's part in what is told of people and of one's other devices: all tabs show it, the one that leads speaks with the server. */
import { Company, type Seen, type Wants } from './company.ts'
import type { Network } from './connection.ts'
import type { Sight } from './handover.ts'
import { type KeptReads, Reads } from './reads.ts'
import type { Storage } from './storage.ts'
import type { TabMessage } from './tabs.ts'
import type { ClientFrame, CompanyFrame, ReadUpTo } from './wire.ts'

/** What of all this has changed. */
export type About = 'reads' | 'presence' | 'typing'

export interface PeopleParts {
  readonly network: Network
  readonly sight: Sight
  readonly storage: Pick<Storage, 'keepReads' | 'reads'>
  /** Whether this tab leads. */
  leads(): boolean
  /** Hands a frame to the server; false: not now, or not from this tab. */
  send(frame: ClientFrame): boolean
  /** Tells the other tabs. */
  post(message: PeopleMessage): void
  /** How this tab is called among them. */
  readonly tab: string
}

export type PeopleMessage = TabMessage & { readonly t: 'read' | 'typing' | 'wants' | 'company' }

export class People {
  #reads: Reads
  #company: Company
  #listeners = new Map<() => void, About | null>()
  #unwatch: () => void

  constructor(private readonly parts: PeopleParts) {
    const { network, sight, storage } = parts
    const send = (frame: ClientFrame): boolean => parts.send(frame)
    const keep = (reads: KeptReads): void => (parts.leads() ? storage.keepReads(reads) : undefined)
    this.#reads = new Reads(network, { send, keep, changed: () => this.#changed('reads') })
    this.#company = new Company(network, () => sight.visible(), { send, changed: (about) => this.#changed(about) })
    this.#unwatch = sight.watch(() => this.#looked())
  }

  get reads(): ReadonlyMap<string, number> {
    return this.#reads.numbers
  }

  get stamp(): string | null {
    return this.#reads.stamp
  }

  markRead(id: string, number: number): void {
    const grown = this.#reads.merge([[id, number]])
    if (grown.length === 0) return
    this.#reads.read(grown)
    this.parts.post({ t: 'read', reads: grown })
  }

  watch(people: readonly string[]): () => void {
    return this.#company.hold('people', people, () => this.wanted())
  }

  show(subject: string): () => void {
    return this.#company.hold('subjects', [subject], () => this.wanted())
  }

  presence(official: string): Seen {
    return this.#company.presence(official)
  }

  typing(scope: string): void {
    if (this.parts.leads()) this.#company.type(scope)
    else this.parts.post({ t: 'typing', scope })
  }

  typers(scope: string): readonly string[] {
    return this.#company.typers(scope)
  }

  /** Calls back on changes of what it is about; null: of anything. */
  listen(listener: () => void, about: About | null): () => void {
    const own = (): void => listener()
    this.#listeners.set(own, about)
    return () => this.#listeners.delete(own)
  }

  /** Puts back what was stored, and by a tab that leads now, what the one before it has stored since. */
  restore(kept: KeptReads | null): void {
    if (kept !== null) this.#reads.restore(kept)
  }

  /** Read positions as the leader knows them. */
  follow(reads: readonly ReadUpTo[]): void {
    this.#reads.merge(reads)
  }

  received(message: PeopleMessage): void {
    const leads = this.parts.leads()
    switch (message.t) {
      case 'read':
        this.#reads.merge(message.reads)
        return this.#reads.read(message.reads)
      case 'typing':
        return leads ? this.#company.type(message.scope) : undefined
      case 'wants':
        return leads ? this.#asked(message.tab, message.wants) : undefined
      case 'company':
        return leads ? undefined : this.#take(message.frame)
    }
  }

  /** Leader: the server said something. */
  told(frame: CompanyFrame): void {
    this.#take(frame)
    this.parts.post({ t: 'company', frame })
  }

  /** Leader: a session has begun, has shown to be alive, or has ended. */
  welcomed(): void {
    this.#reads.flush()
    this.#company.welcomed()
  }

  ponged(): void {
    this.#reads.ponged()
  }

  ended(): void {
    this.#reads.ended()
  }

  /** There is no connection any more. */
  lost(): void {
    this.#company.lost()
  }

  /** Leader: another tab has gone. */
  gone(tab: string): void {
    this.#company.other(tab, null)
  }

  /** What this tab wants to know, or shows, has changed: the leader tells the server. */
  wanted(): void {
    if (this.parts.leads()) return this.#company.tell()
    const { wants } = this.#company
    this.#company.forget(wants.people)
    this.parts.post({ t: 'wants', tab: this.parts.tab, wants })
  }

  /** Sends and keeps what still waits, and stops. */
  close(): void {
    this.#reads.flush()
    this.stop()
  }

  stop(): void {
    this.#unwatch()
    this.#reads.stop()
  }

  empty(): void {
    this.#reads.empty()
    this.#company.lost()
  }

  /** The page may be closed at any moment once it is out of sight. */
  #looked(): void {
    this.#reads.flush()
    this.wanted()
  }

  #asked(tab: string, wants: Wants): void {
    this.#company.other(tab, wants)
    const frame = this.#company.known(wants.people)
    if (frame !== null) this.parts.post({ t: 'company', frame })
  }

  #take(frame: CompanyFrame): void {
    if (frame.t === 'reads') this.#reads.told(frame.reads, frame.stamp ?? null)
    else this.#company.take(frame)
  }

  #changed(about: About): void {
    for (const [listener, wanted] of [...this.#listeners]) if (wanted === null || wanted === about) listener()
  }
}
