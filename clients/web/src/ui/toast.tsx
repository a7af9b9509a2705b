/** What I just did, with five seconds to take it back; said calmly to screen readers. */
import { useEffect, useReducer } from 'preact/hooks'
import type { JSX } from 'preact'
import { t } from '../i18n'
import { Icon } from './icon'

interface Toast {
  text: string
  undo: (() => boolean) | null
  until: number
}

let shown: Toast | null = null
const listeners = new Set<() => void>()
const changed = () => listeners.forEach((listener) => listener())

export function toast(text: string, options: { undo?: () => boolean; until?: number } = {}): void {
  shown = { text, undo: options.undo ?? null, until: options.until ?? Date.now() + 4_000 }
  changed()
}

/** Takes back the last action, if there is still time. */
export function undoLast(): boolean {
  if (!shown?.undo?.()) return false
  toast(t.done.undone)
  return true
}

export function Toasts(): JSX.Element {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    listeners.add(redraw as () => void)
    return () => void listeners.delete(redraw as () => void)
  }, [])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(
      () => {
        shown = null
        redraw(0)
      },
      Math.max(0, shown.until - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown && (
        <div class="toast" key={shown.until}>
          <Icon name="check" />
          <span class="grow">{shown.text}</span>
          {shown.undo && (
            <button type="button" class="toast-undo" onClick={undoLast}>
              <Icon name="undo" size={18} /> {t.undo}
            </button>
          )}
          {shown.undo && <span class="toast-time" />}
        </div>
      )}
    </div>
  )
}
