/** A person as a circle with the first letter of their given name, and a dot when they are there. */
import type { JSX } from 'preact'
import { sync } from '../live'
import { t } from '../i18n'
import { useCompany } from '../reads'

const TONES = ['teal', 'info', 'good', 'soon', 'seal', 'quiet'] as const

/** The same tone for the same person, everywhere. */
function toneOf(id: string): string {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973
  return TONES[sum % TONES.length] ?? 'quiet'
}

/** The given name, as people call each other: the last word of a Vietnamese name. */
export function shortName(name: string | undefined): string {
  return name?.split(' ').at(-1) || t.someone
}

export function Avatar({ official, name }: { official: string; name: string | undefined }): JSX.Element {
  return (
    <span class={`avatar ${toneOf(official)}`} aria-hidden="true">
      {shortName(name)[0]}
      <There official={official} />
    </span>
  )
}

/** A dot for who is there; whoever draws it has them watched. */
export function There({ official }: { official: string }): JSX.Element | null {
  useCompany('presence')
  const { state } = sync().presence(official)
  return state === 'offline' ? null : <i class={`there ${state}`} />
}

/** The same in words. */
export function ThereWords({ official }: { official: string }): JSX.Element | null {
  useCompany('presence')
  const { state } = sync().presence(official)
  return state === 'offline' ? null : (
    <span class="there-words">
      <i class={`there ${state}`} />
      {t.talk[state]}
    </span>
  )
}
