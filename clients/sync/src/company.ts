/** What people learn of each other beside the rows: how far one has read on any device, who is there, who is typing. */
import type { Network } from './connection.ts'
import type { ClientFrame, CompanyFrame, ReadUpTo } from './wire.ts'

export type Presence = 'online' | 'idle' | 'offline'

export interface Seen {
  readonly state: Presence
  /** When somebody who is offline was last there; null: not known. */
  readonly at: string | null
}

/** What a tab wants to know, and what it shows. */
export interface Wants {
  readonly people: readonly string[]
  readonly subjects: readonly string[]
  readonly looking: boolean
}

/** What survives a reload. */
export interface KeptReads {
  readonly stamp: string | null
  readonly reads: readonly ReadUpTo[]
  readonly unsent: readonly ReadUpTo[]
}

export interface CompanyEvents {
  /** Hands a frame to the server; false: not now. */
  send(frame: ClientFrame): boolean
  keep(reads: KeptReads): void
  changed(): void
}

/** Milliseconds in which read positions are gathered, and for which somebody who typed counts as typing. */
const GATHER = 1_000
const TYPING = 6_000
const AGAIN = 3_000
/** What one frame carries. */
const MOST_READS = 64
const MOST_PEOPLE = 200
const MOST_SUBJECTS = 8

export class Company {
  stamp: string | null = null
  #reads: ReadonlyMap<string, number> = new Map()
  #unsent = new Map<string, number>()
  #presence = new Map<string, Seen>()
  #typing = new Map<string, Map<string, number>>()
  #typed = new Map<string, number>()
  #own = { people: new Map<string, number>(), subjects: new Map<string, number>() }
  #others = new Map<string, Wants>()
  #told = ''
  #cancel: (() => void) | null = null

  constructor(
    private readonly network: Network,
    private readonly visible: () => boolean,
    private readonly events: CompanyEvents,
  ) {}

  /** Puts back what was stored. */
  restore({ stamp, reads, unsent }: KeptReads): void {
    this.stamp = stamp
    this.#reads = new Map(reads)
    this.#unsent = new Map(unsent)
  }

  /** The number up to which each conversation is read, and each notice's order; the same map until it changes. */
  get reads(): ReadonlyMap<string, number> {
    return this.#reads
  }

  presence(official: string): Seen {
    return this.#presence.get(official) ?? { state: 'offline', at: null }
  }

  /** Who is typing in a scope now. */
  typers(scope: string): string[] {
    const now = this.network.now()
    return [...(this.#typing.get(scope) ?? [])].filter(([, until]) => until > now).map(([official]) => official)
  }

  /** What this tab wants. */
  get wants(): Wants {
    return { people: [...this.#own.people.keys()], subjects: [...this.#own.subjects.keys()], looking: this.visible() }
  }

  /** Takes over numbers that were read here or elsewhere; those that grew. */
  merge(reads: readonly ReadUpTo[]): ReadUpTo[] {
    const grown = reads.filter(([id, number]) => number > (this.#reads.get(id) ?? 0))
    if (grown.length === 0) return []
    this.#reads = new Map([...this.#reads, ...grown])
    this.events.changed()
    return grown
  }

  /** Leader: what was read in any tab is to be sent. */
  read(reads: readonly ReadUpTo[]): void {
    for (const [id, number] of reads) this.#unsent.set(id, Math.max(number, this.#unsent.get(id) ?? 0))
    this.#keep()
    this.#cancel ??= this.network.after(GATHER, () => this.flush())
  }

  /** Leader: sends what waits; what cannot be sent waits for the next session. */
  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    const all = [...this.#unsent]
    for (let from = 0; from < all.length; from += MOST_READS) {
      const reads = all.slice(from, from + MOST_READS)
      if (!this.events.send({ t: 'read', reads })) return
      for (const [id] of reads) this.#unsent.delete(id)
    }
    if (all.length > 0) this.#keep()
  }

  /** Leader: a session has begun. */
  welcomed(): void {
    this.#told = ''
    this.#presence.clear()
    this.flush()
    this.tell()
  }

  /** Leader: another tab's wants, or that it is gone (null). */
  other(tab: string, wants: Wants | null): void {
    if (wants) this.#others.set(tab, wants)
    else this.#others.delete(tab)
    this.tell()
  }

  /** Leader: tells the server what all tabs together want, if that has changed. */
  tell(): void {
    const all = [this.wants, ...this.#others.values()]
    const people = [...new Set(all.flatMap((each) => each.people))].slice(0, MOST_PEOPLE)
    const looking = all.some((each) => each.looking)
    const subjects = [...new Set(all.filter((each) => each.looking).flatMap((each) => each.subjects))].slice(0, MOST_SUBJECTS)
    const told = JSON.stringify([people, looking, subjects])
    if (told === this.#told) return
    if (this.events.send({ t: 'watch', people }) && this.events.send({ t: 'sight', looking, subjects })) this.#told = told
  }

  /** Counts a person or a thing on screen in, until what is returned is called; `changed` when the wants have. */
  hold(kind: 'people' | 'subjects', ids: readonly string[], changed: () => void): () => void {
    const held = this.#own[kind]
    for (const id of ids) held.set(id, (held.get(id) ?? 0) + 1)
    changed()
    let over = false
    return () => {
      if (over) return
      over = true
      for (const id of ids) {
        const count = (held.get(id) ?? 0) - 1
        if (count > 0) held.set(id, count)
        else held.delete(id)
      }
      changed()
    }
  }

  /** Leader: somebody types in one of the tabs; told at most once in three seconds. */
  type(scope: string): void {
    const now = this.network.now()
    if (now - (this.#typed.get(scope) ?? 0) < AGAIN) return
    if (this.events.send({ t: 'ephemeral', scope, kind: 'typing', data: {} })) this.#typed.set(scope, now)
  }

  /** A frame from the server, in every tab. */
  take(frame: CompanyFrame): void {
    switch (frame.t) {
      case 'reads':
        this.stamp = frame.stamp ?? this.stamp
        this.merge(frame.reads)
        return this.#keep()
      case 'presence':
        for (const [official, state, at] of frame.people) this.#presence.set(official, { state, at })
        return this.events.changed()
      case 'ephemeral':
        return frame.kind === 'typing' ? this.#heard(frame.scope, frame.from) : undefined
    }
  }

  #heard(scope: string, official: string): void {
    const typing = this.#typing.get(scope) ?? new Map<string, number>()
    this.#typing.set(scope, typing.set(official, this.network.now() + TYPING))
    this.network.after(TYPING, () => this.events.changed())
    this.events.changed()
  }

  #keep(): void {
    this.events.keep({ stamp: this.stamp, reads: [...this.#reads], unsent: [...this.#unsent] })
  }
}
