/** In place of what was asked for, while there is none. */
import type { JSX } from 'preact'
import type { Asked } from '../../asked'
import { words } from '../../i18n/evaluation'
import { Filling } from '../../ui/loading'

export function Unanswered({ asked }: { asked: Asked<unknown> }): JSX.Element {
  const e = words()
  if (asked.state === 'asking') return <Filling />
  return (
    <p class="banner" role="status">
      {e.offline}
      <button type="button" class="button" onClick={asked.again}>
        {e.again}
      </button>
    </p>
  )
}
