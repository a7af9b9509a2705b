/** What the service worker and the pages tell each other, kept where both can reach it, also while none of them runs. */

const CACHE = 'congvu-push'

/** How this device was registered: enough for the worker to do it again by itself. */
export interface Registered {
  official: string
  device: string
  label: string
  language: 'vi' | 'en'
  /** Only that there is something is shown here, not what. */
  contentHidden: boolean
  /** Milliseconds since 1970, by this device's clock. */
  at: number
}

/** What arrived: when the last one did, and the newest ids, by which a repeat is known. */
export interface Received {
  at: number
  ids: number[]
}

/** A button that was pressed on a notification, to be done by the page that it opens; no link can forge it. */
export interface Pressed {
  url: string
  at: number
}

interface Kept {
  registered: Registered
  received: Received
  pressed: Pressed
}

export async function recall<K extends keyof Kept>(name: K): Promise<Kept[K] | null> {
  const found = await (await caches.open(CACHE)).match(`/${name}`)
  return found ? ((await found.json()) as Kept[K]) : null
}

export async function keep<K extends keyof Kept>(name: K, value: Kept[K] | null): Promise<void> {
  const cache = await caches.open(CACHE)
  await (value === null ? cache.delete(`/${name}`) : cache.put(`/${name}`, new Response(JSON.stringify(value))))
}

export async function forget(): Promise<void> {
  await caches.delete(CACHE)
}
