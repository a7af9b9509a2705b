/** Opens a device's copy: from storage at once, then from the server. */
import type { Sync, SyncOptions } from './api.ts'
import { browser, page } from './browser.ts'
import { History } from './history.ts'
import { DiskStorage, MemoryStorage, type Storage, type Stored } from './storage.ts'
import { DeviceSync } from './sync.ts'
import { type Channel, type Locks, Tabs } from './tabs.ts'
import { uuid4 } from './uuid.ts'

/** Resolves as soon as what was stored can be shown; connecting goes on behind it. */
export async function openSync(options: SyncOptions): Promise<Sync> {
  const name = `${options.databaseName ?? 'congvu'}:${options.official}`
  let sync: DeviceSync | null = null
  const { storage, stored } = await load(name, options, () => sync?.storageChanged())
  const shares = storage.state !== 'memory'
  void globalThis.navigator?.storage?.persist?.()
  const { url, token, schema = 1, language = 'vi', network = browser, sight = page } = options
  const device = options.device ?? stored.device
  sync = new DeviceSync({
    storage,
    history: new History(shares ? name : null, network.now),
    network,
    sight,
    uplink: { url, token, schema, language, device },
    tabs: (received) => new Tabs(uuid4(), name, shares ? locks(options) : null, shares ? channel(options, name) : null, received),
  })
  sync.start(stored.rows, stored.outbox, stored.reads)
  return sync
}

/** Removes what other officials left on this device; their unsent commands stay for when they sign in again. */
export async function forgetOthers(official: string, databaseName = 'congvu'): Promise<void> {
  const known = (await indexedDB.databases?.()) ?? []
  for (const { name = '' } of known) {
    const seen = name.startsWith(`${databaseName}:`) && /:(rows|history)$/.test(name)
    if (seen && !name.startsWith(`${databaseName}:${official}:`)) indexedDB.deleteDatabase(name)
  }
}

/** What is on disk; where the browser gives no disk (private windows), memory. */
async function load(name: string, options: SyncOptions, failed: () => void): Promise<{ storage: Storage; stored: Stored }> {
  const disk = new DiskStorage(name, options.schema ?? 1, uuid4, failed)
  try {
    return { storage: disk, stored: await disk.load() }
  } catch {
    const memory = new MemoryStorage(options.device ?? uuid4())
    return { storage: memory, stored: await memory.load() }
  }
}

function locks({ locks: given }: SyncOptions): Locks | null {
  if (given !== undefined) return given
  return (globalThis.navigator?.locks as Locks | undefined) ?? null
}

function channel({ channel: given }: SyncOptions, name: string): Channel | null {
  if (given !== undefined) return given?.(name) ?? null
  return typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
}
