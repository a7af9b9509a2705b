/** Whether there is room for a list and a detail side by side. */
import { useEffect, useState } from 'preact/hooks'

const wide = matchMedia('(min-width: 60rem)')

export function useWide(): boolean {
  const [matches, set] = useState(wide.matches)
  useEffect(() => {
    const changed = () => set(wide.matches)
    wide.addEventListener('change', changed)
    return () => wide.removeEventListener('change', changed)
  }, [])
  return matches
}
