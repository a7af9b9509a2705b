/** Parts whose script comes when they are first drawn; once it is here they are drawn at once. */
import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** `meanwhile` is drawn until then. A script that does not come (no network, a new version) is asked for again next time. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: () => JSX.Element | null) {
  let loaded: ComponentType<P> | null = null
  return function Later(props: P): JSX.Element | null {
    const [Part, show] = useState<ComponentType<P> | null>(() => loaded)
    useEffect(() => {
      if (Part) return
      let here = true
      load().then(
        (part) => {
          loaded = part
          if (here) show(() => part)
        },
        () => undefined,
      )
      return () => void (here = false)
    }, [])
    return Part ? <Part {...props} /> : meanwhile()
  }
}
