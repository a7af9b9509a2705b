/** What survives a reload: the rows with their cursor, and, in a database of its own, the outbox. */
import { answered, Database, isFull, written } from './database.ts'
import type { OutboxEntry } from './outbox.ts'
import type { KeptReads } from './reads.ts'
import type { Delta } from './replica.ts'
import { packed, unpacked } from './records.ts'
import type { WireRow } from './wire.ts'

/** durable: on disk; memory: this browser gives no storage; full: no room, so only the outbox is kept, while it can be. */
export type StorageState = 'durable' | 'memory' | 'full'

/** The device as it was left. */
export interface Stored {
  readonly device: string
  readonly rows: Delta | null
  readonly outbox: readonly OutboxEntry[]
  readonly reads: KeptReads | null
}

export interface Storage {
  readonly state: StorageState
  load(): Promise<Stored>
  /** The cursor that is kept now; null: none. */
  cursor(): Promise<string | null>
  /**
   * Keeps what a delta changed; written soon, several together, rows and cursor always in one transaction, and only onto what was
   * last seen here: what another tab wrote since is not overwritten.
   * `whole`: everything, as it is when asked, for when writing all anew is cheaper than adding on.
   */
  save(delta: Delta, whole: () => Delta): void
  /** Resolves when all that was saved is written. */
  flushed(): Promise<void>
  /** Keeps an outbox entry; resolves when it is safe. */
  keep(entry: OutboxEntry): Promise<void>
  forget(id: string): Promise<void>
  outbox(): Promise<readonly OutboxEntry[]>
  /** How far one has read, as it was kept; null: nothing was. */
  reads(): Promise<KeptReads | null>
  /** Keeps it; lost with the page where that cannot be. */
  keepReads(reads: KeptReads): void
  close(): Promise<void>
  wipe(): Promise<void>
}

interface Meta {
  readonly to: number
  readonly cursor: string | null
  readonly schema: number
}

/** How many superseded rows are put up with: this many, or a quarter of what is there. */
const SUPERSEDED = 500

/**
 * Storage on IndexedDB. Calls back with `failed` when its state becomes worse. Records of rows lie in the order of writing: what comes
 * later replaces what came before.
 */
export class DiskStorage implements Storage {
  state: StorageState = 'durable'
  #rows: Database
  #outbox: Database
  #pending: Delta | null = null
  #whole: (() => Delta) | null = null
  #seen: string | null = null
  #count = 0
  #limit = SUPERSEDED
  #writing: Promise<void> | null = null

  constructor(
    name: string,
    private readonly schema: number,
    private readonly newDevice: () => string,
    private readonly failed: () => void,
  ) {
    this.#rows = new Database(`${name}:rows`, ['records', 'meta'], ['records'])
    this.#outbox = new Database(`${name}:outbox`, ['entries', 'meta'])
  }

  async load(): Promise<Stored> {
    const [device, outbox, reads, rows] = await Promise.all([this.#device(), this.outbox(), this.reads(), this.#load()])
    return { device, rows, outbox, reads }
  }

  async cursor(): Promise<string | null> {
    const meta = await this.#rows.run((database) => database.get('meta', 'state') as Promise<Meta | undefined>)
    return (this.#seen = meta?.cursor ?? null)
  }

  save(delta: Delta, whole: () => Delta): void {
    if (this.state !== 'durable') return
    this.#whole = whole
    this.#pending = this.#pending === null ? delta : joined(this.#pending, delta)
    this.#writing ??= this.#write()
  }

  async flushed(): Promise<void> {
    await this.#writing
  }

  async keep(entry: OutboxEntry): Promise<void> {
    try {
      await this.#put(entry)
    } catch (error) {
      if (!isFull(error)) throw error
      await this.#makeRoom()
      await this.#put(entry)
    }
  }

  async forget(id: string): Promise<void> {
    await this.#outbox.run((database) => database.delete('entries', id))
  }

  async outbox(): Promise<readonly OutboxEntry[]> {
    return this.#outbox.run((database) => database.getAll('entries') as Promise<OutboxEntry[]>)
  }

  async reads(): Promise<KeptReads | null> {
    return (await this.#outbox.run((database) => database.get('meta', 'reads') as Promise<KeptReads | undefined>)) ?? null
  }

  keepReads(reads: KeptReads): void {
    void this.#outbox.run((database) => database.put('meta', reads, 'reads')).catch(() => {})
  }

  async close(): Promise<void> {
    await this.flushed()
    await Promise.all([this.#rows.close(), this.#outbox.close()])
  }

  async wipe(): Promise<void> {
    await this.flushed()
    await Promise.all([this.#rows.remove(), this.#outbox.remove()])
  }

  async #device(): Promise<string> {
    return this.#outbox.run(async (database) => {
      const meta = database.transaction('meta', 'readwrite').store
      const known = (await meta.get('device')) as string | undefined
      const device = known ?? this.newDevice()
      if (known === undefined) await meta.put(device, 'device')
      return device
    })
  }

  async #load(): Promise<Delta | null> {
    const [meta, records] = await this.#rows.run((database) => {
      const reading = database.transaction(['records', 'meta'])
      const state = reading.objectStore('meta').get('state') as Promise<Meta | undefined>
      return Promise.all([state, reading.objectStore('records').getAll() as Promise<Uint8Array[]>])
    })
    if (meta === undefined || meta.schema !== this.schema) return null
    const rows = unpacked(records)
    this.#count = rows.length
    this.#limit = rows.length + SUPERSEDED
    this.#seen = meta.cursor
    return { to: meta.to, cursor: meta.cursor, cleared: true, rows }
  }

  async #write(): Promise<void> {
    while (this.#pending !== null && this.state === 'durable') {
      const delta = this.#due(this.#pending)
      this.#pending = null
      try {
        await this.#commit(delta)
      } catch (error) {
        await this.#stop(error)
      }
    }
    this.#writing = null
  }

  /** What to write: the change, or everything anew when too much of what is there was superseded. */
  #due(delta: Delta): Delta {
    const count = delta.cleared ? delta.rows.length : this.#count + delta.rows.length
    const anew = !delta.cleared && count > this.#limit ? this.#whole!() : delta
    this.#count = anew.cleared ? anew.rows.length : count
    if (anew.cleared) this.#limit = Math.max(this.#count * 1.25, this.#count + SUPERSEDED)
    return anew
  }

  async #commit({ to, cursor, cleared, rows }: Delta): Promise<void> {
    const records = packed(rows)
    await this.#rows.run((database) =>
      written(database.transaction(['records', 'meta'], 'readwrite', { durability: 'relaxed' }), async (writing) => {
        const [store, meta] = [writing.objectStore('records'), writing.objectStore('meta')]
        if (cleared) store.clear()
        else if (await this.#overtaken(meta)) return
        for (const record of records) store.add(record)
        meta.put({ to, cursor, schema: this.schema } satisfies Meta, 'state')
      }),
    )
    this.#seen = cursor
  }

  /** Whether another tab wrote since: this one was frozen while it led, and leads no more. */
  async #overtaken(meta: IDBObjectStore): Promise<boolean> {
    const kept = (await answered(meta.get('state'))) as Meta | undefined
    return (kept?.cursor ?? null) !== this.#seen
  }

  /** Rows can be had again from the server: when they cannot be written, none are kept rather than old ones. */
  async #stop(error: unknown): Promise<void> {
    this.#pending = null
    this.state = isFull(error) ? 'full' : 'memory'
    this.failed()
    await this.#clearRows().catch(() => {})
  }

  async #makeRoom(): Promise<void> {
    this.state = 'full'
    this.failed()
    await this.#clearRows()
  }

  async #clearRows(): Promise<void> {
    await this.#rows.run((database) =>
      written(database.transaction(['records', 'meta'], 'readwrite'), (clearing) => {
        clearing.objectStore('records').clear()
        clearing.objectStore('meta').clear()
      }),
    )
  }

  async #put(entry: OutboxEntry): Promise<void> {
    await this.#outbox.run((database) =>
      written(database.transaction('entries', 'readwrite', { durability: 'strict' }), (writing) => {
        writing.objectStore('entries').put(entry, entry.id)
      }),
    )
  }
}

/** No storage: everything is gone with the page, and `state` says so. */
export class MemoryStorage implements Storage {
  readonly state = 'memory'
  constructor(private readonly device: string) {}
  load = async (): Promise<Stored> => ({ device: this.device, rows: null, outbox: [], reads: null })
  cursor = async (): Promise<string | null> => null
  save = (): void => {}
  flushed = async (): Promise<void> => {}
  keep = async (): Promise<void> => {}
  forget = async (): Promise<void> => {}
  outbox = async (): Promise<readonly OutboxEntry[]> => []
  reads = async (): Promise<KeptReads | null> => null
  keepReads = (): void => {}
  close = async (): Promise<void> => {}
  wipe = async (): Promise<void> => {}
}

function key([collection, id]: WireRow): string {
  return `${collection}/${id}`
}

/** Two deltas as one. */
function joined(first: Delta, second: Delta): Delta {
  if (second.cleared) return second
  const rows = new Map(first.rows.map((row) => [key(row), row]))
  for (const row of second.rows) rows.set(key(row), row)
  return { to: second.to, cursor: second.cursor, cleared: first.cleared, rows: [...rows.values()] }
}
