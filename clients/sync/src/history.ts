/** What was read of long histories, kept on the device beside the rows: values of a place by their number. */
import { Database } from './database.ts'

/** A place and a number in it: of a channel and its messages, of a thread and its answers. */
type Key = [place: string, number: number]

const STORE = 'said'

/**
 * Only what was seen before: whoever shows it asks the server for the same again when there is one. Nothing here is needed for
 * anything to work: where a browser gives no disk, or has lost it, it is empty.
 */
export class History {
  #database: Database | null

  /** `name` null: kept nowhere. */
  constructor(name: string | null) {
    this.#database = name === null ? null : new Database(`${name}:history`, [STORE])
  }

  /** Keeps values of a place; those that it has under these numbers are replaced. */
  async put(place: string, values: readonly (readonly [number: number, value: object])[]): Promise<void> {
    if (values.length === 0) return
    await this.#tried(undefined, async (database) => {
      const transaction = database.transaction(STORE, 'readwrite')
      for (const [number, value] of values) void transaction.store.put(value, [place, number] satisfies Key)
      await transaction.done
    })
  }

  /** The values of a place from one number to another, both included, in their order. */
  range<T>(place: string, from: number, to: number): Promise<T[]> {
    return this.#tried([], (database) => database.getAll(STORE, IDBKeyRange.bound([place, from], [place, to])) as Promise<T[]>)
  }

  /** Forgets all places but these, and of each all but the values with the highest `most` numbers. */
  async trim(places: ReadonlySet<string>, most: number): Promise<void> {
    for (const [place, last] of await this.#places()) {
      const gone = places.has(place) ? last - most : last
      if (gone < 0) continue
      await this.#tried(undefined, (database) => database.delete(STORE, IDBKeyRange.bound([place, 0], [place, gone])))
    }
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

  /** Every place with its highest number. */
  #places(): Promise<Key[]> {
    return this.#tried([], async (database) => {
      const found: Key[] = []
      let cursor = await database.transaction(STORE).store.openKeyCursor(null, 'prev')
      while (cursor) {
        const key = cursor.key as Key
        found.push(key)
        // The last key before all of this place.
        cursor = await database.transaction(STORE).store.openKeyCursor(IDBKeyRange.upperBound([key[0]], true), 'prev')
      }
      return found
    })
  }

  async #tried<T>(otherwise: T, work: Parameters<typeof Database.prototype.run<T>>[0]): Promise<T> {
    if (this.#database === null) return otherwise
    return this.#database.run(work).catch(() => otherwise)
  }
}
