/** Asks for the past once the slider rests: what the device knows is shown meanwhile, and stays when nobody answers. */
import { useEffect, useState } from 'preact/hooks'

const REST = 250

type Ask<T> = (id: string, at: number, signal: AbortSignal) => Promise<T | null>

/** The server's answer for exactly this moment, or null until there is one. */
export function useAsOf<T>(ask: Ask<T>, id: string, at: number | null): T | null {
  const [found, setFound] = useState<{ at: number; value: T } | null>(null)
  useEffect(() => {
    if (at === null) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void ask(id, at, stop.signal).then((value) => value && !stop.signal.aborted && setFound({ at, value }))
    }, REST)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [id, at])
  return found && found.at === at ? found.value : null
}
