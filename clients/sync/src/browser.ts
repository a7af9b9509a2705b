/** The browser as a `Network`, and its page as what can be seen. */
import type { Network } from './connection.ts'
import type { Sight } from './handover.ts'

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

export const page: Sight = {
  visible: () => document.visibilityState === 'visible',
  watch(changed) {
    document.addEventListener('visibilitychange', changed)
    return () => document.removeEventListener('visibilitychange', changed)
  },
}
