/** How much room there is: for a list and a detail side by side, and for a conversation beside both. */
import { useEffect, useState } from 'preact/hooks'

const wide = matchMedia('(min-width: 60rem)')
const wider = matchMedia('(min-width: 75rem)')
const coarse = matchMedia('(pointer: coarse)')

export function useWide(): boolean {
  return useMatches(wide)
}

/** Room for a conversation beside what it is about. */
export function useWider(): boolean {
  return useMatches(wider)
}

/** Whether one points with a finger: then Enter makes a line, and a button sends. */
export function useCoarse(): boolean {
  return useMatches(coarse)
}

function useMatches(query: MediaQueryList): boolean {
  const [matches, set] = useState(query.matches)
  useEffect(() => {
    const changed = () => set(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [query])
  return matches
}
