/** Addresses and screens: the History API, and nothing more. */
import { useEffect, useReducer } from 'preact/hooks'

export interface Place {
  path: string
  query: URLSearchParams
}

const listeners = new Set<() => void>()

export function place(): Place {
  return { path: location.pathname.replace(/\/+$/, '') || '/', query: new URLSearchParams(location.search) }
}

/** Go to an address of ours; `replace` leaves no step to go back to. */
export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return
  if (replace) history.replaceState(history.state, '', to)
  else history.pushState({ depth: depth() + 1 }, '', to)
  listeners.forEach((listener) => listener())
}

/** Back to where one came from, or up to `parent` when one came from outside. */
export function back(parent: string): void {
  if (depth() > 0) history.back()
  else go(parent, true)
}

function depth(): number {
  return (history.state as { depth?: number } | null)?.depth ?? 0
}

export function usePlace(): Place {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    const moved = () => redraw(0)
    listeners.add(moved)
    addEventListener('popstate', moved)
    return () => {
      listeners.delete(moved)
      removeEventListener('popstate', moved)
    }
  }, [])
  return place()
}

/** Follows plain clicks on links of ours without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest('a')
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return
  if (link.hash && link.pathname === location.pathname) return
  event.preventDefault()
  go(link.pathname + link.search)
}
