/** An IndexedDB connection that is opened again when the browser has lost it. */
import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, unwrap } from 'idb'

/** Errors of a lost connection: WebKit loses it while an app sleeps (ionic-team/capacitor#7439). */
const LOST = new Set(['InvalidStateError', 'UnknownError', 'AbortError'])

export class Database {
  #open: Promise<IDBPDatabase> | null = null
  #closed = false

  constructor(
    readonly name: string,
    private readonly stores: readonly string[],
    /** Those of the stores that number what is added to them. */
    private readonly numbered: readonly string[] = [],
  ) {}

  /** Runs `work` on the database, once more on a new connection if the old one was lost. */
  async run<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#connect())
    } catch (error) {
      if (this.#closed || !(error instanceof DOMException) || !LOST.has(error.name)) throw error
      await this.#disconnect()
      return work(await this.#connect())
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#disconnect()
  }

  /** Closes and removes the database with all that it holds. */
  async remove(): Promise<void> {
    await this.close()
    await deleteDB(this.name)
  }

  #connect(): Promise<IDBPDatabase> {
    this.#open ??= openDB(this.name, 1, {
      upgrade: (database) => this.stores.forEach((store) => database.createObjectStore(store, { autoIncrement: this.numbered.includes(store) })),
      blocking: () => void this.close(),
      terminated: () => (this.#open = null),
    })
    this.#open.catch(() => (this.#open = null))
    return this.#open
  }

  async #disconnect(): Promise<void> {
    const open = this.#open
    this.#open = null
    await open?.then(
      (database) => database.close(),
      () => {},
    )
  }
}

/** Makes all of `work`'s writes, or, whatever goes wrong on the way, none of them. */
export async function written<Stores extends string[]>(
  transaction: IDBPTransaction<unknown, Stores, 'readwrite'>,
  work: (transaction: IDBTransaction) => Promise<void> | void,
): Promise<void> {
  try {
    await work(unwrap(transaction))
  } catch (error) {
    transaction.done.catch(() => {})
    transaction.abort()
    throw error
  }
  await transaction.done
}

/** What a request of a transaction gives. */
export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error!)
  })
}

/** Whether an error says that the device has no room left. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}
