/** A button that opens a short list of further actions: a native popover, closed by Escape or a click elsewhere. */
import type { JSX } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { Icon } from './icon'

interface Item {
  label: string
  onPick: () => void
  danger?: boolean
}

export function Menu({ label, items }: { label: string; items: readonly Item[] }): JSX.Element {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const place = () => {
    const from = button.current?.getBoundingClientRect()
    if (!from || !list.current) return
    list.current.style.top = `${Math.min(from.bottom + 4, innerHeight - items.length * 48 - 16)}px`
    list.current.style.right = `${document.documentElement.clientWidth - from.right}px`
  }
  const pick = (item: Item) => () => {
    list.current?.hidePopover()
    item.onPick()
  }
  return (
    <>
      <button ref={button} type="button" class="icon-button" popovertarget={id} aria-label={label} onClick={place}>
        <Icon name="more" />
      </button>
      <div ref={list} id={id} popover="auto" class="popover menu">
        {items.map((item) => (
          <button key={item.label} type="button" class={item.danger ? 'menu-item danger' : 'menu-item'} onClick={pick(item)}>
            {item.label}
          </button>
        ))}
      </div>
    </>
  )
}
