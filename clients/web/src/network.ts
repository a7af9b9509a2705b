/** A network that can be switched off from outside: for the demonstration page's switch, which the app cannot tell from a dead zone. */
import type { Network } from '@congvu/sync'

/** Listens to `{offline: boolean}` from the page around it. */
export function offlineSwitch(): Network {
  let offline = false
  let socket: WebSocket | null = null
  const watching = new Set<(what: 'back' | 'gone') => void>()
  const tell = (what: 'back' | 'gone') => watching.forEach((listener) => listener(what))
  addEventListener('message', ({ origin, data }: MessageEvent<{ offline?: boolean } | null>) => {
    if (origin !== location.origin || typeof data?.offline !== 'boolean' || data.offline === offline) return
    offline = data.offline
    if (offline) socket?.close()
    tell(offline ? 'gone' : 'back')
  })
  return {
    open: (url) => {
      socket = new WebSocket(url)
      if (offline) socket.close()
      return socket
    },
    watch: (listener) => {
      watching.add(listener)
      return () => void watching.delete(listener)
    },
    now: () => Date.now(),
    random: () => Math.random(),
    after: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}
