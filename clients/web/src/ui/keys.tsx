/** Everything from the keyboard: g then a letter, n, r, /, j and k, ? for this help. */
import type { JSX } from 'preact'
import { useEffect, useReducer } from 'preact/hooks'
import { t } from '../i18n'
import { go } from '../router'
import { Sheet } from './sheet'
import { undoLast } from './toast'

const PLACES: Record<string, string> = { h: '/', d: '/don-vi', l: '/lich', b: '/danh-ba', m: '/trao-doi', t: '/thong-bao', c: '/cai-dat' }

let helping = false
let redrawHelp: (() => void) | null = null

export function showKeys(show: boolean): void {
  helping = show
  redrawHelp?.()
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('.main .row-link')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
}

const KEYS: Record<string, () => void> = {
  n: () => go('/giao'),
  '/': () =>
    document.querySelector<HTMLInputElement>('.main input[type=search]')
      ? document.querySelector<HTMLInputElement>('.main input[type=search]')?.focus()
      : go('/danh-ba'),
  r: () => document.querySelector<HTMLTextAreaElement>('.main .composer textarea')?.focus(),
  '?': () => showKeys(true),
  j: () => step(1),
  k: () => step(-1),
  z: () => void undoLast(),
}

export function useShortcuts(): void {
  useEffect(() => {
    let leader = 0
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return
      const place = Date.now() - leader < 1200 ? PLACES[event.key] : undefined
      leader = 0
      if (place) go(place)
      else if (event.key === 'g') leader = Date.now()
      else if (KEYS[event.key]) KEYS[event.key]?.()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}

export function KeysHelp(): JSX.Element | null {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    redrawHelp = () => redraw(0)
    return () => {
      redrawHelp = null
    }
  }, [])
  if (!helping) return null
  const lines: [string[], string][] = [
    [['g', 'h'], t.keys.today],
    [['g', 'd'], t.keys.unit],
    [['g', 'l'], t.time.agenda],
    [['g', 'r'], t.talk.title],
    [['g', 'm'], t.keys.talk],
    [['g', 'b'], t.keys.directory],
    [['g', 't'], t.keys.notices],
    [['n'], t.keys.assign],
    [['/'], t.keys.search],
    [['Ctrl', 'K'], t.keys.find],
    [['r'], t.keys.compose],
    [['j', 'k'], t.keys.move],
    [['Enter'], t.keys.open],
    [['z'], t.undo],
    [['?'], t.keys.help],
  ]
  return (
    <Sheet title={t.keys.title} onClose={() => showKeys(false)}>
      <dl class="keys">
        {lines.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
