/** Biên bản bàn giao: who handed what over to whom, and the lists of what moved, as it was then. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { LISTS, movedItems, type List, type Moved } from '../../graphql/hand-over-record'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/time'
import { useFilling, useNow, useOrganisation, useRow } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { HandOverRow } from '../../model/rows'
import { Filling } from '../../ui/loading'
import { postName } from '../../ui/seat'
import '../../styles/time.css'

export function HandOverRecord({ id }: { id: string }): JSX.Element {
  const w = words().handOver.record
  const org = useOrganisation()
  const now = useNow()
  const filling = useFilling()
  const row = useRow('handOver', id)?.fields
  return (
    <div class="screen hand-over">
      <header class="screen-head">
        <h1>{w.title}</h1>
      </header>
      {!row && (filling ? <Filling /> : <p class="note">{w.none}</p>)}
      {row && (
        <section class="paper">
          <h2>{ofWhat(row, org)}</h2>
          <dl class="moving">
            {parties(row, org).map(([name, who]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{who}</dd>
              </div>
            ))}
            <div>
              <dt>{w.at}</dt>
              <dd>{moment(Date.parse(row.at), now)}</dd>
            </div>
          </dl>
          <h3>{w.moved}</h3>
          {counts(row).every(([, count]) => count === 0) && <p class="soft">{w.nothing}</p>}
          {counts(row).map(([of, count], place) => count > 0 && <Part key={of} id={id} of={of} count={count} first={place === 0} />)}
          <p class="hint">{w.asThen}</p>
        </section>
      )}
    </div>
  )
}

function ofWhat({ seat }: HandOverRow, org: Organisation): string {
  return seat.post ? postName(seat.post, org) : (org.unit(seat.unit)?.name ?? '')
}

/** Who had it, who has it, who did it; what is not known is left out. */
function parties(row: HandOverRow, org: Organisation): [string, string][] {
  const w = words().handOver.record
  const name = (id: string | null) => (id ? org.official(id)?.name || t.erased : '')
  const receiver = name(row.holder) || (row.desk ? w.desk(org.unit(row.desk)?.shortName ?? '') : '')
  const found: [string, string][] = [
    [w.kind.label, w.kind[row.kind]],
    [w.from, name(row.previous)],
    [w.to, receiver],
    [w.by, name(row.author)],
  ]
  return found.filter(([, who]) => who !== '')
}

function counts(row: HandOverRow): [List, number][] {
  const of = { task: row.tasks, recurrence: row.recurring, template: row.templates }
  return LISTS.map((each) => [each, of[each]])
}

const PATH: Record<List, string> = { task: '/viec/', recurrence: '/dinh-ky/', template: '/mau-viec/' }

interface PartProps {
  id: string
  of: List
  count: number
  /** Unfolded from the beginning. */
  first: boolean
}

/** One list, fetched when it is unfolded, a page at a time. */
function Part({ id, of, count, first }: PartProps): JSX.Element {
  const w = words().handOver
  const now = useNow()
  const [open, setOpen] = useState(first)
  const [items, show] = useState<Moved[]>([])
  const [from, ask] = useState<string | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [state, setState] = useState<'asking' | 'there' | 'failed'>('asking')
  const [tries, again] = useState(0)
  useEffect(() => {
    if (!open) return
    const stop = new AbortController()
    setState('asking')
    void movedItems(id, of, from, stop.signal).then((page) => {
      if (stop.signal.aborted) return
      if (page) {
        show((before) => (from === null ? page.nodes : [...before, ...page.nodes]))
        setNext(page.next)
      }
      setState(page ? 'there' : 'failed')
    })
    return () => stop.abort()
  }, [id, of, open, from, tries])
  return (
    <details class="part" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="grow">{w.record.list[of]}</span>
        <b class="tabular">{number(count)}</b>
      </summary>
      <ul class="moving-list">
        {items.map((item) => (
          <li key={item.id}>
            {item.title === null ? <span class="soft">{w.record.hidden}</span> : <a href={PATH[of] + item.id}>{item.title}</a>}
            {item.deadline && (
              <span class="soft">
                {t.deadline.label} {moment(Date.parse(item.deadline), now)}
              </span>
            )}
          </li>
        ))}
      </ul>
      {state === 'asking' && (
        <p class="soft" role="status">
          {w.counting}
        </p>
      )}
      {state === 'failed' && (
        <p class="note">
          <span class="grow">{w.record.offline}</span>
          <button type="button" class="button" onClick={() => again(tries + 1)}>
            {w.again}
          </button>
        </p>
      )}
      {state === 'there' && next && (
        <button type="button" class="button" onClick={() => ask(next)}>
          {w.record.more(number(count - items.length))}
        </button>
      )}
    </details>
  )
}
