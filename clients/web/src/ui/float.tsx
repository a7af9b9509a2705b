/** What opens beside a button and closes by Escape or a click elsewhere: a native popover, kept within the window. */
import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface Props {
  /** Beside what it opens; that gets the focus back. */
  from: HTMLElement
  label: string
  onClose: () => void
  children: ComponentChildren
}

const GAP = 4

export function Float({ from, label, onClose, children }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    element.showPopover()
    const at = from.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = element
    const below = at.bottom + GAP + height <= innerHeight
    element.style.top = `${Math.max(GAP, below ? at.bottom + GAP : Math.min(at.top - height - GAP, innerHeight - height - GAP))}px`
    element.style.left = `${Math.max(GAP, Math.min(at.right - width, innerWidth - width - GAP))}px`
    element.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === document.body || element.contains(document.activeElement)) from.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div
      ref={box}
      popover="auto"
      class="popover float"
      role="dialog"
      aria-label={label}
      onToggle={({ newState }) => newState === 'closed' && onClose()}
      onKeyDown={moveAmong}
    >
      {children}
    </div>
  )
}

/** Up and down among the buttons of a menu. */
function moveAmong(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
  event.preventDefault()
}
