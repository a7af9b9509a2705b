/** Whether notices still come to this device: looked at after each opening, and told when they do not. */
import { useEffect, useReducer } from 'preact/hooks'
import { useStatus } from '../live'
import { push, renew, silent, wanted } from './subscribe'

/** What is wrong with this device's notices; null: nothing, or they are off. */
export type Stopped = 'blocked' | 'removed' | 'stopped' | 'silent'

/** After the launch, so that it costs nothing there; and later, when what was on its way has arrived. */
const SOON = 5_000
const LATER = 60_000

let found: Stopped | null = null
let looked = false
const listeners = new Set<() => void>()

function told(next: Stopped | null): void {
  found = next
  listeners.forEach((listener) => listener())
}

/** Registers this device again, and learns how it fares. */
export async function look(): Promise<void> {
  try {
    if (!(await wanted())) return told(null)
    if ((await push()) === 'blocked') return told('blocked')
    const device = await renew()
    if (!device) return told('blocked')
    if (device.state === 'removed' || device.state === 'stopped') return told(device.state)
    told(null)
    if (await silent(device)) setTimeout(() => void silent(device).then((still) => still && told('silent')), LATER)
  } catch {
    // Without a network nothing is known; the next opening looks again.
  }
}

export function useStopped(): Stopped | null {
  const live = useStatus().connection === 'live'
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    const listener = () => redraw(0)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  useEffect(() => {
    if (!live || looked) return
    const timer = setTimeout(() => {
      looked = true
      void look()
    }, SOON)
    return () => clearTimeout(timer)
  }, [live])
  return found
}
