/** Chasing whoever is slow with one tap, and when it was done last. */
import type { JSX } from 'preact'
import { chaseUnits } from '../act'
import { moment, t } from '../i18n'
import { slow } from '../model/board'
import type { Directive } from '../model/rows'
import { Icon } from '../ui/icon'
import type { Known } from './directive'

interface Props {
  id: string
  directive: Directive
  /** My post that issued it; null: I only watch. */
  post: string | null
  known: readonly Known[]
  /** Units of the state that is shown; null: all. */
  within: ReadonlySet<string> | null
  now: number
}

export function Chase({ id, directive, post, known, within, now }: Props): JSX.Element {
  const chasedAt = lastChased(known)
  const slowest = new Set(slow(known.map(({ line }) => line)))
  const late = known.filter(({ line: { unit } }) => slowest.has(unit) && (within?.has(unit) ?? true))
  const [units, tasks] = [late.map(({ line }) => line.unit), late.map(({ id: task }) => task)]
  return (
    <>
      {chasedAt !== null && (
        <p class="soft chased-at">
          {t.done.chase} {moment(chasedAt, now)}
        </p>
      )}
      {post && directive.state === 'issued' && (
        <button
          type="button"
          class="button primary"
          disabled={late.length === 0}
          onClick={() => chaseUnits(id, units, tasks, post)}
        >
          <Icon name="megaphone" size={18} />
          {late.length ? t.chase.slow(late.length) : t.chase.none}
        </button>
      )}
    </>
  )
}

/** When any of them was chased last. */
function lastChased(known: readonly Known[]): number | null {
  const moments = known.flatMap(({ line }) => line.chasedAt ?? [])
  return moments.length > 0 ? Math.max(...moments.map((at) => Date.parse(at))) : null
}
