/** The search over everything: its button, its shortcut, and the sheet, which is loaded when first asked for. */
import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../i18n'
import { Icon } from './icon'

type Screen = ComponentType<{ onClose: () => void }>

export function Finder(): JSX.Element {
  const [open, setOpen] = useState(false)
  const [Find, setFind] = useState<Screen | null>(null)
  const show = () => {
    setOpen(true)
    void import('../screens/find').then(({ default: screen }) => setFind(() => screen))
  }
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k' || document.querySelector('dialog[open]')) return
      event.preventDefault()
      show()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
  return (
    <>
      <button type="button" class="icon-button" onClick={show} aria-label={t.find.title} title="Ctrl K">
        <Icon name="search" />
      </button>
      {open && Find && <Find onClose={() => setOpen(false)} />}
    </>
  )
}
