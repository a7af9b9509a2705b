/** The device's rows as the screens use them: hooks that draw again when what they read has changed. */
import type { Row, Sync } from '@congvu/sync'
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks'
import { Organisation } from './model/organisation'
import type { CollectionName, Collections } from './model/rows'
import { MINUTE } from './model/time'
import type { Signed } from './session'

let current: { sync: Sync; signed: Signed } | null = null

/** To be called once, before anything is drawn that reads rows. */
export function use(sync: Sync, signed: Signed): void {
  current = { sync, signed }
}

export function sync(): Sync {
  if (!current) throw new Error('No sync is open')
  return current.sync
}

export function signed(): Signed {
  if (!current) throw new Error('Nobody is signed in')
  return current.signed
}

function useRedraw(subscribe: (redraw: () => void) => () => void, keys: readonly unknown[]): void {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useLayoutEffect(() => subscribe(() => redraw(0)), keys)
}

export function rows<C extends CollectionName>(collection: C): ReadonlyMap<string, Row<Collections[C]>> {
  return sync().rows<Collections[C]>(collection)
}

/** All rows of a collection; the same map until one changes. */
export function useRows<C extends CollectionName>(collection: C): ReadonlyMap<string, Row<Collections[C]>> {
  useRedraw((redraw) => sync().subscribe(collection, redraw), [collection])
  return rows(collection)
}

/** One row; draws again only when it is that row that changed. */
export function useRow<C extends CollectionName>(collection: C, id: string | null | undefined): Row<Collections[C]> | undefined {
  const read = () => (id ? sync().row<Collections[C]>(collection, id) : undefined)
  const [row, setRow] = useState(read)
  useLayoutEffect(() => {
    setRow(read)
    return sync().subscribe(collection, () => setRow(read))
  }, [collection, id])
  return row
}

let organisation: { versions: string; value: Organisation } | null = null

/** The directory; indexed anew when a unit, a post or an official changed. */
export function org(): Organisation {
  const from = sync()
  const versions = `${from.version('unit')}/${from.version('post')}/${from.version('official')}`
  if (organisation?.versions !== versions) {
    organisation = { versions, value: new Organisation(rows('unit'), rows('post'), rows('official')) }
  }
  return organisation.value
}

export function useOrganisation(): Organisation {
  useRedraw((redraw) => {
    const leave = (['unit', 'post', 'official'] as const).map((name) => sync().subscribe(name, redraw))
    return () => leave.forEach((stop) => stop())
  }, [])
  return org()
}

/** My posts, in the order of their rank. */
export function myPosts(): string[] {
  return org()
    .postsOf(signed().official)
    .map(({ id }) => id)
}

/** How true the rows are; when this page has not reached the server yet, as of the time that an earlier one did. */
export function useStatus(): ReturnType<Sync['status']> {
  useRedraw((redraw) => sync().onStatus(redraw), [])
  const status = sync().status()
  const key = `congvu.synced.${signed().official}`
  const at = status.syncedAt
  useEffect(() => {
    if (at) localStorage.setItem(key, String(at))
  }, [at && Math.floor(at / 10_000)])
  return at ? status : { ...status, syncedAt: Number(localStorage.getItem(key)) || null }
}

/** Whether the device is still empty: nothing came yet, and what is not here must not be called "nothing". */
export function useFilling(): boolean {
  const posts = useRows('post')
  return useStatus().syncedAt === null && posts.size === 0
}

export function useOutbox(): ReturnType<Sync['outbox']> {
  useRedraw((redraw) => {
    const leave = [sync().subscribe('*', redraw), sync().onStatus(redraw)]
    return () => leave.forEach((stop) => stop())
  }, [])
  return sync().outbox()
}

/** Now, by the server's clock, moving on with each minute: lights and deadlines change without events. */
export function useNow(step = MINUTE / 2): number {
  const [now, setNow] = useState(() => sync().now())
  useEffect(() => {
    const timer = setInterval(() => setNow(sync().now()), step)
    return () => clearInterval(timer)
  }, [step])
  return now
}

let looking: { unit: string; stop: () => void } | null = null

/** Looks at what lies below a unit; one at a time, until `lookAway`, so that a task opened from there stays. */
export function lookBelow(unit: string): void {
  if (looking?.unit === unit) return
  lookAway()
  looking = { unit, stop: sync().open(`below:${unit}`) }
}

export function lookAway(): void {
  looking?.stop()
  looking = null
}
