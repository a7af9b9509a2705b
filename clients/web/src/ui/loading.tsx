/** While the copy on disk is opened: the frame without its rows, in its places. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { Seal } from './icon'

export function Loading(): JSX.Element {
  return (
    <div class="frame" aria-busy="true">
      <header class="bar">
        <span class="brand">
          <Seal />
          <span>{t.app}</span>
        </span>
      </header>
      <main class="main">
        <div class="screen">
          <p class="soft" role="status">
            {t.loading}
          </p>
          {[0, 1, 2, 3, 4].map((place) => (
            <div key={place} class="bone" />
          ))}
        </div>
      </main>
    </div>
  )
}

/** In place of a list whose rows are still on their way for the first time. */
export function Filling(): JSX.Element {
  return (
    <div aria-busy="true">
      <p class="soft" role="status">
        {t.filling}
      </p>
      {[0, 1, 2, 3].map((place) => (
        <div key={place} class="bone" />
      ))}
    </div>
  )
}
