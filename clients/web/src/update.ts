/** The app's own shell: kept by the service worker, so that it opens without a network; a new version says so first. */

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

export function newVersion(): boolean {
  return waiting !== null
}

export function onNewVersion(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Take the new version now; the page loads anew once it is in charge. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage({ type: 'take-over' })
}

function found(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  listeners.forEach((listener) => listener())
}

/** To be called once the screen is drawn. Where there is no service worker (app shells), nothing happens. */
export async function keepShell(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register('/worker.js').catch(() => null)
  if (!registration) return
  found(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => worker.state === 'installed' && found(worker))
  })
}
