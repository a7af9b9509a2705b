/** A network that can be switched off from outside: for the demonstration page's switch, which the app cannot tell from a dead zone. */
import type { Network } from '@congvu/sync'

/** Listens to `{offline: boolean}` from the page around it. */
export function offlineSwitch(): Network {
  let offline = false
  let socket: WebSocket | null = null
  const awake = new Set<() => void>()
  addEventListener('message', ({ origin, data }: MessageEvent<{ offline?: boolean } | null>) => {
    if (origin !== location.origin || typeof data?.offline !== 'boolean') return
    offline = data.offline
    if (offline) socket?.close()
    else awake.forEach((listener) => listener())
  })
  return {
    open: (url) => {
      socket = new WebSocket(url)
      if (offline) socket.close()
      return socket
    },
    online: () => !offline && navigator.onLine !== false,
    awake: (listener) => {
      awake.add(listener)
      addEventListener('online', listener)
      return () => {
        awake.delete(listener)
        removeEventListener('online', listener)
      }
    },
    now: () => Date.now(),
    random: () => Math.random(),
    after: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}
