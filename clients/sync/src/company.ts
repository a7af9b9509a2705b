/** What people see of each other while they are there, and nothing keeps: who is online, who is typing, what is on screen. */
import type { Network } from './connection.ts'
import type { ClientFrame, PeopleFrame } from './wire.ts'

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

export interface CompanyEvents {
  /** Hands a frame to the server; false: not now. */
  send(frame: ClientFrame): boolean
  changed(about: 'presence' | 'typing'): void
}

/** Milliseconds for which somebody who typed counts as typing, and in which it is told once. */
const TYPING = 6_000
const AGAIN = 3_000
/** What one frame carries. */
const MOST_PEOPLE = 200
const MOST_SUBJECTS = 8

const NOBODY: Seen = { state: 'offline', at: null }

export class Company {
  #presence = new Map<string, Seen>()
  #typing = new Map<string, Map<string, number>>()
  #typed = new Map<string, number>()
  #own = { people: new Map<string, number>(), subjects: new Map<string, number>() }
  #others = new Map<string, Wants>()
  #told = ''

  constructor(
    private readonly network: Network,
    private readonly visible: () => boolean,
    private readonly events: CompanyEvents,
  ) {}

  /** The same object until it changes. */
  presence(official: string): Seen {
    return this.#presence.get(official) ?? NOBODY
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

  /** Counts people or things on screen in, until what is returned is called; `changed` when the wants have. */
  hold(kind: 'people' | 'subjects', ids: readonly string[], changed: () => void): () => void {
    const held = this.#own[kind]
    for (const id of ids) held.set(id, (held.get(id) ?? 0) + 1)
    changed()
    let over = false
    return () => {
      if (over) return
      over = true
      for (const id of ids) {
        const count = held.get(id)! - 1
        if (count > 0) held.set(id, count)
        else held.delete(id)
      }
      changed()
    }
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
    const subjects = [...new Set(all.filter((each) => each.looking).flatMap((each) => each.subjects))].slice(0, MOST_SUBJECTS)
    const looking = all.some((each) => each.looking)
    this.forget(people)
    const told = JSON.stringify([people, looking, subjects])
    if (told === this.#told) return
    if (this.events.send({ t: 'watch', people }) && this.events.send({ t: 'sight', looking, subjects })) this.#told = told
  }

  /** Forgets of whom it was told that are none of these: news of them does not come any more. */
  forget(people: readonly string[]): void {
    const watched = new Set(people)
    for (const official of this.#presence.keys()) if (!watched.has(official)) this.#presence.delete(official)
  }

  /** Leader: what is known of these people, for a tab that has just asked; null: nothing. */
  known(asked: readonly string[]): PeopleFrame | null {
    const people = asked.flatMap((official) => {
      const seen = this.#presence.get(official)
      return seen ? [[official, seen.state, seen.at] as const] : []
    })
    return people.length > 0 ? { t: 'presence', people } : null
  }

  /** Leader: a session has begun; it knows nothing of what was told before. */
  welcomed(): void {
    this.#told = ''
    this.tell()
  }

  /** There is no connection any more: nobody is known to be there. */
  lost(): void {
    const were = this.#presence.size + this.#typing.size
    this.#presence.clear()
    this.#typing.clear()
    if (were === 0) return
    this.events.changed('presence')
    this.events.changed('typing')
  }

  /** Leader: somebody types in one of the tabs; told at most once in three seconds. */
  type(scope: string): void {
    const now = this.network.now()
    if (now - (this.#typed.get(scope) ?? 0) < AGAIN) return
    if (this.events.send({ t: 'ephemeral', scope, kind: 'typing', data: {} })) this.#typed.set(scope, now)
  }

  /** A frame from the server, in every tab. */
  take(frame: PeopleFrame): void {
    if (frame.t === 'presence') {
      for (const [official, state, at] of frame.people) this.#presence.set(official, { state, at })
      this.events.changed('presence')
    } else if (frame.kind === 'typing') this.#heard(frame.scope, frame.from)
  }

  #heard(scope: string, official: string): void {
    const typing = this.#typing.get(scope) ?? new Map<string, number>()
    this.#typing.set(scope, typing.set(official, this.network.now() + TYPING))
    this.network.after(TYPING, () => this.#silent(scope))
    this.events.changed('typing')
  }

  #silent(scope: string): void {
    const typers = this.typers(scope)
    const typing = this.#typing.get(scope)
    for (const official of [...(typing?.keys() ?? [])]) if (!typers.includes(official)) typing!.delete(official)
    if (typing?.size === 0) this.#typing.delete(scope)
    this.events.changed('typing')
  }
}
