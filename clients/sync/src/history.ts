/** What was said and has left the rows, or never was a row: kept on the device by place and number, in a database of its own. */
import type { IDBPDatabase } from 'idb'
import { answered, Database, isFull, written } from './database.ts'
import { accountOf, forget, grown, type Key, type Limits, places, PLACES, read, SAID, within } from './places.ts'

/** Which numbers: so many next to one, without it, or around it. */
export type Where = ({ readonly before: number } | { readonly after: number } | { readonly around: number }) & {
  readonly limit: number
}

/** A stretch of `limit` numbers: the values that are here, in order, and the runs of numbers, ends included, that are not. */
export interface HistoryPage<T> {
  readonly values: readonly T[]
  readonly missing: readonly Run[]
}

export type Run = readonly [from: number, to: number]

/** Values of one place by their numbers; what has a lower `version` than what is there is older. */
export type Numbered = readonly (readonly [number: number, value: object])[]

const LIMITS: Limits = { each: 20_000, all: 200_000, left: 190_000 }
/** Values in one transaction, so that who reads need not wait long. */
const AT_ONCE = 1_000
/** Milliseconds in which reading a place again is not noted again. */
const NOTED = 60_000

/** Under what the answers in a thread are kept: they go with its place. */
export function inThread(place: string, root: string): string {
  return `${place}/${root}`
}

/**
 * Only what was there before: whoever shows it asks the server for the same again when there is one. Nothing needs it to work: where a
 * browser gives no disk, or has lost it, it is empty. Places that were not read for longest go first when there is too much.
 */
export class History {
  #database: Database | null
  #noted = new Map<string, number>()

  /** `name` null: kept nowhere. */
  constructor(
    name: string | null,
    private readonly now: () => number = Date.now,
    private readonly limits: Limits = LIMITS,
  ) {
    this.#database = name === null ? null : new Database(`${name}:history`, [SAID, PLACES])
  }

  /** Keeps values of a place that is being read; those that it has under these numbers are replaced, unless these are older. */
  async put(place: string, values: Numbered): Promise<void> {
    await this.#write(place, values, 'read')
  }

  /** The same with values that nobody has asked for. */
  async add(place: string, values: Numbered): Promise<void> {
    await this.#write(place, values, 'unread')
  }

  /** Brings what is kept of these up to date, and adds nothing. */
  async amend(place: string, values: Numbered): Promise<void> {
    await this.#write(place, values, 'known')
  }

  /** The values of a place from one number to another, both included, in their order. */
  async range<T>(place: string, from: number, to: number): Promise<T[]> {
    void this.#note(place)
    if (to < from) return []
    return this.#tried([], (database) => database.getAll(SAID, within(place, from, to)) as Promise<T[]>)
  }

  /** A page of a place whose numbers count from 1; of all that is kept, only this is read. */
  async page<T>(place: string, where: Where): Promise<HistoryPage<T>> {
    const [from, to] = stretch(where)
    void this.#note(place)
    if (to < from) return { values: [], missing: [] }
    return this.#tried({ values: [], missing: [[from, to]] }, async (database) => {
      const store = database.transaction(SAID).store
      const lies = within(place, from, to)
      const [values, keys] = await Promise.all([store.getAll(lies) as Promise<T[]>, store.getAllKeys(lies) as Promise<Key[]>])
      return { values, missing: gaps(keys.map(([, number]) => number), from, to) }
    })
  }

  /** The first value of a place of which something is true, if it is true of all after that too; null: of none. Reads few. */
  find<T>(place: string, reached: (value: T) => boolean): Promise<readonly [number: number, value: T] | null> {
    return this.#tried(null, async (database) => {
      const store = database.transaction(SAID).store
      const last = await store.openKeyCursor(within(place), 'prev')
      let [low, high] = [0, last === null ? -1 : (last.key as Key)[1]]
      let found: readonly [number, T] | null = null
      while (low <= high) {
        const middle = Math.floor((low + high) / 2)
        const cursor = await store.openCursor(within(place, middle, high))
        if (cursor === null) high = middle - 1
        else if (!reached(cursor.value as T)) low = (cursor.key as Key)[1] + 1
        else {
          found = [(cursor.key as Key)[1], cursor.value as T]
          high = middle - 1
        }
      }
      return found
    })
  }

  /** Forgets the places that are not to be kept, and the threads in them. */
  async retain(keeps: (place: string) => boolean): Promise<void> {
    await this.#writing(async (writing) => {
      const gone = (await places(writing)).filter((place) => !keeps(place.split('/')[0]!))
      if (gone.length > 0) await forget(writing, gone)
    })
  }

  /** Forgets everything: others need the room. */
  async clear(): Promise<void> {
    await this.#tried(undefined, emptied)
  }

  async close(): Promise<void> {
    const database = this.#database
    this.#database = null
    await database?.close()
  }

  async wipe(): Promise<void> {
    const database = this.#database
    this.#database = null
    await database?.remove()
  }

  async #write(place: string, values: Numbered, how: 'read' | 'unread' | 'known'): Promise<void> {
    for (let from = 0; from < values.length; from += AT_ONCE) {
      const some = new Map(values.slice(from, from + AT_ONCE))
      await this.#writing(async (writing) => {
        const account = await accountOf(writing, place)
        if (how === 'known' && account === undefined) return
        const { count, used } = account ?? { count: 0, used: 0 }
        const more = await store(writing, place, some, how !== 'known')
        await grown(writing, place, { count, used: how === 'read' ? this.now() : used }, more, this.limits)
      })
    }
  }

  /** Notes that a place is being read. */
  async #note(place: string): Promise<void> {
    const now = this.now()
    if (now - (this.#noted.get(place) ?? 0) < NOTED) return
    this.#noted.set(place, now)
    await this.#writing((writing) => read(writing, place, now))
  }

  #writing(work: (writing: IDBTransaction) => Promise<void>): Promise<void> {
    const relaxed = { durability: 'relaxed' } as const
    return this.#tried(undefined, (database) => written(database.transaction([SAID, PLACES], 'readwrite', relaxed), work))
  }

  /** Whatever goes wrong, all goes on without; if there is no room, what is here gives way. */
  async #tried<T>(otherwise: T, work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    const database = this.#database
    if (database === null) return otherwise
    return database.run(work).catch(async (error: unknown) => {
      if (isFull(error)) await database.run(emptied).catch(() => {})
      return otherwise
    })
  }
}

/** The runs from one number to another in which none of these, which rise, lies. */
export function gaps(numbers: readonly number[], from: number, to: number): Run[] {
  const ends = [from - 1, ...numbers, to + 1]
  const runs = ends.slice(1).map((end, index): Run => [ends[index]! + 1, end - 1])
  return runs.filter(([first, last]) => first <= last)
}

function stretch(where: Where): Run {
  if ('before' in where) return [Math.max(1, where.before - where.limit), where.before - 1]
  if ('after' in where) return [where.after + 1, where.after + where.limit]
  const from = Math.max(1, where.around - Math.floor(where.limit / 2))
  return [from, from + where.limit - 1]
}

/** Writes what is not older than what lies there; gives how many are new. */
async function store(writing: IDBTransaction, place: string, values: ReadonlyMap<number, object>, adds: boolean): Promise<number> {
  const said = writing.objectStore(SAID)
  const known = await kept(said, place, values)
  let more = 0
  for (const [number, value] of values) {
    const before = known.get(number)
    if (before === undefined ? !adds : version(value) < version(before)) continue
    said.put(value, [place, number] satisfies Key)
    if (before === undefined) more++
  }
  return more
}

/** What a place has under the numbers of these. */
async function kept(said: IDBObjectStore, place: string, values: ReadonlyMap<number, object>): Promise<Map<number, object>> {
  const numbers = [...values.keys()]
  const lies = within(place, Math.min(...numbers), Math.max(...numbers))
  const keys = (await answered(said.getAllKeys(lies))) as Key[]
  const shared = keys.map(([, number]) => number).filter((number) => values.has(number))
  const found = shared.map(async (number) => [number, (await answered(said.get([place, number]))) as object] as const)
  return new Map(await Promise.all(found))
}

function version(value: object): number {
  return (value as { readonly version?: number }).version ?? 0
}

function emptied(database: IDBPDatabase): Promise<void> {
  return written(database.transaction([SAID, PLACES], 'readwrite'), (clearing) => {
    clearing.objectStore(SAID).clear()
    clearing.objectStore(PLACES).clear()
  })
}
