/** The list of work while several are picked: rows are boxes to tick, and a bar says what can be done with those ticked. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { number, t } from '../../i18n'
import { words } from '../../i18n/lists'
import { NOTHING, reached, toggled, type BulkName, type Picked } from '../../model/bulk'
import type { Listed } from '../../model/list'
import type { Organisation } from '../../model/organisation'
import '../../styles/lists.css'
import { BulkBar } from './bar'
import { PickRow } from './pick-row'
import { BulkSheet } from './sheet'

export interface ChoosingProps {
  found: readonly Listed[]
  org: Organisation
  now: number
  onLeave: () => void
}

export function Choosing({ found, org, now, onLeave }: ChoosingProps): JSX.Element {
  const w = words()
  const [picked, pick] = useState<Picked>(NOTHING)
  const [doing, start] = useState<BulkName | null>(null)
  const shown = useMemo(() => found.map(({ id }) => id), [found])
  const ids = shown.filter((id) => picked.ids.has(id))
  const all = () => pick({ ids: new Set(shown), anchor: null })
  const { list, keys } = useMoving(shown, (id) => pick((last) => reached(last, shown, id)))
  useKeys(all, onLeave)
  const finished = (left: readonly string[]) => {
    start(null)
    if (left.length === 0) onLeave()
    else pick({ ids: new Set(left), anchor: null })
  }
  return (
    <>
      <p id="choosing-keys" class="unseen">
        {w.keys}
      </p>
      <div class="choosing" role="group" aria-label={w.choosing} aria-describedby="choosing-keys" onKeyDown={keys}>
        {found.length === 0 && <p class="empty">{t.unit.empty}</p>}
        <div role="list" class="rows long" aria-label={`${t.unit.title}: ${number(found.length)}`}>
          <Virtualizer ref={list} data={found as Listed[]}>
            {({ id, fields, mine }: Listed, place) => (
              <PickRow
                key={id}
                place={place}
                task={fields}
                who={mine ? fields.assigner : fields.lead}
                org={org}
                now={now}
                on={picked.ids.has(id)}
                onPick={(range) => pick((last) => (range ? reached(last, shown, id) : toggled(last, id)))}
              />
            )}
          </Virtualizer>
        </div>
      </div>
      <BulkBar
        picked={ids.length}
        of={shown.length}
        onAll={all}
        onNone={() => pick(NOTHING)}
        onLeave={onLeave}
        onStart={start}
      />
      {doing && <BulkSheet key={doing} name={doing} ids={ids} onClose={() => start(null)} onFinished={finished} />}
    </>
  )
}

/** Up and down between the rows, also to those not drawn yet; with Shift everything on the way is picked. */
function useMoving(shown: readonly string[], onReach: (id: string) => void) {
  const list = useRef<VirtualizerHandle>(null)
  useEffect(() => box(document, 0)?.focus(), [])
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const from = Number((event.target as HTMLElement).dataset['place'] ?? NaN)
    if (!step || Number.isNaN(from)) return
    event.preventDefault()
    const to = Math.min(shown.length - 1, Math.max(0, from + step))
    const root = event.currentTarget as HTMLElement
    list.current?.scrollToIndex(to, { align: 'nearest' })
    if (box(root, to)) box(root, to)?.focus()
    else requestAnimationFrame(() => box(root, to)?.focus())
    if (event.shiftKey) onReach(shown[to] as string)
  }
  return { list, keys }
}

function box(root: ParentNode, place: number): HTMLElement | null {
  return root.querySelector<HTMLElement>(`.pick-row input[data-place="${place}"]`)
}

/** Ctrl A and Escape, wherever the focus is but in a field or a sheet. */
function useKeys(onAll: () => void, onLeave: () => void): void {
  const now = useRef({ onAll, onLeave })
  now.current = { onAll, onLeave }
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return
      const field = event.target instanceof HTMLElement && event.target.matches('input:not([type=checkbox]), textarea, select')
      if (event.key === 'Escape' && !field) now.current.onLeave()
      else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && !field) now.current.onAll()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}
