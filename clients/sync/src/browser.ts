/** The browser as a `Network`. */
import type { Network } from './connection.ts'

export const browser: Network = {
  open: (url) => new WebSocket(url),
  watch(listener) {
    const back = (): void => listener('back')
    const gone = (): void => listener('gone')
    const visible = (): void => {
      if (document.visibilityState === 'visible') back()
    }
    addEventListener('online', back)
    addEventListener('offline', gone)
    document.addEventListener('visibilitychange', visible)
    return () => {
      removeEventListener('online', back)
      removeEventListener('offline', gone)
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
