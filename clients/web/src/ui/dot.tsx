/** A unit's state as a dot: shape and fill tell it without colour. */
import type { JSX } from 'preact'
import type { Dot } from '../model/board'

/** The shapes, once for the page; each dot refers to one. */
export function DotShapes(): JSX.Element {
  const ring = <circle cx="12" cy="12" r="8" class="dot-ring" />
  return (
    <svg class="unseen" aria-hidden="true" width="0" height="0">
      <symbol id="dot-sent" viewBox="0 0 24 24">
        <circle cx="12" cy="12" r="8" class="dot-ring faint" />
      </symbol>
      <symbol id="dot-opened" viewBox="0 0 24 24">
        {ring}
        <circle cx="12" cy="12" r="3" class="dot-fill" />
      </symbol>
      <symbol id="dot-accepted" viewBox="0 0 24 24">
        {ring}
        <path d="M12 4a8 8 0 0 1 0 16Z" class="dot-fill" />
      </symbol>
      <symbol id="dot-working" viewBox="0 0 24 24">
        {ring}
        <path d="M12 12V4a8 8 0 1 1-8 8Z" class="dot-fill" />
      </symbol>
      <symbol id="dot-submitted" viewBox="0 0 24 24">
        <circle cx="12" cy="12" r="9" class="dot-fill" />
      </symbol>
      <symbol id="dot-done" viewBox="0 0 24 24">
        <circle cx="12" cy="12" r="10" class="dot-fill" />
        <path d="m7.500 12.300 3 3 6-6.300" class="dot-mark" />
      </symbol>
      <symbol id="dot-declined" viewBox="0 0 24 24">
        <rect x="4" y="4" width="16" height="16" rx="3" class="dot-ring" />
        <path d="m8.500 8.500 7 7m0-7-7 7" class="dot-cross" />
      </symbol>
      <symbol id="dot-late" viewBox="0 0 24 24">
        <path d="M12 2.500 22.500 21h-21Z" class="dot-fill" />
        <path d="M12 9v5.500M12 17.600v.1" class="dot-mark" />
      </symbol>
      <symbol id="dot-cancelled" viewBox="0 0 24 24">
        <path d="M6 12h12" class="dot-ring" />
      </symbol>
    </svg>
  )
}

export function DotMark({ dot, size = 20 }: { dot: Dot; size?: number }): JSX.Element {
  return (
    <svg class={`dot ${dot}`} width={size} height={size} aria-hidden="true">
      <use href={`#dot-${dot}`} />
    </svg>
  )
}
