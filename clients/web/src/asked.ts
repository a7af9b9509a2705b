/** Asks for figures again whenever what is asked for changes; the last answer stays until the next is here. */
import { useEffect, useState } from 'preact/hooks'

export interface Asked<T> {
  value: T | null
  state: 'asking' | 'here' | 'failed'
  again: () => void
}

/** `key` says what is asked for: with another one the question is put anew. */
export function useAsked<T>(ask: (signal: AbortSignal) => Promise<T | null>, key: string): Asked<T> {
  const [found, setFound] = useState<{ key: string; value: T | null; failed: boolean }>({ key: '', value: null, failed: false })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    void ask(stop.signal).then((value) => {
      if (!stop.signal.aborted) setFound((last) => ({ key, value: value ?? last.value, failed: value === null }))
    })
    return () => stop.abort()
  }, [key, round])
  const state = found.key !== key ? 'asking' : found.failed ? 'failed' : 'here'
  return { value: found.value, state, again: () => setRound(round + 1) }
}
