/** What was pressed on a notification: the page goes to the item, and the button's action is done there, once. */
import { useEffect } from 'preact/hooks'
import { go, usePlace } from '../router'
import { keep, recall } from './memory'
import type { Act } from './message'

/** A press is good for so long. */
const FRESH = 5 * 60_000

/** Goes where a pressed notification leads; to be called once. */
export function followNotifications(): void {
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<{ type?: string; url?: string } | null>) => {
    if (data?.type === 'push-open' && data.url) go(data.url)
  })
}

/**
 * Does `act` when this screen was opened by that button of a notification. A link that someone wrote does nothing: only what
 * the service worker noted is done.
 */
export function usePressed(act: Act, done: () => void): void {
  const { path, query } = usePlace()
  const asked = query.get('act') === act
  useEffect(() => {
    if (!asked) return
    const url = `${path}?${query}`
    query.delete('act')
    go(query.size > 0 ? `${path}?${query}` : path, true)
    void taken(url).then((own) => own && done())
  }, [asked])
}

async function taken(url: string): Promise<boolean> {
  const noted = await recall('pressed').catch(() => null)
  if (noted?.url !== url) return false
  await keep('pressed', null)
  return Date.now() - noted.at < FRESH
}
