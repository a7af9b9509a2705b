/** The browser as a `Network`. */
import type { Network } from './connection.ts'

export const browser: Network = {
  open: (url) => new WebSocket(url),
  online: () => navigator.onLine !== false,
  awake(listener) {
    const visible = (): void => {
      if (document.visibilityState === 'visible') listener()
    }
    addEventListener('online', listener)
    document.addEventListener('visibilitychange', visible)
    return () => {
      removeEventListener('online', listener)
      document.removeEventListener('visibilitychange', visible)
    }
  },
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds)
    return () => clearTimeout(timer)
  },
}
