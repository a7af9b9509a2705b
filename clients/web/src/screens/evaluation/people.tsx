/** The people of a unit and what their work comes to, for those who lead it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { evaluations, type Summary } from '../../graphql/evaluation'
import { number } from '../../i18n'
import { words } from '../../i18n/evaluation'
import { useOrganisation } from '../../live'
import { Filling } from '../../ui/loading'
import { shortUnit } from '../../ui/seat'

interface Props {
  unit: string
  period: string
  onPerson: (official: string) => void
}

export function People({ unit, period, onPerson }: Props): JSX.Element {
  const e = words()
  const org = useOrganisation()
  const [people, setPeople] = useState<Summary[] | null>(null)
  const [after, setAfter] = useState<string | null>(null)
  const [next, load] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    void evaluations(unit, period, next, stop.signal).then((page) => {
      if (stop.signal.aborted) return
      setFailed(page === null)
      if (!page) return
      setPeople((known) => [...(next ? (known ?? []) : []), ...page.people])
      setAfter(page.after)
    })
    return () => stop.abort()
  }, [next])
  if (failed && !people) return <p class="banner">{e.offline}</p>
  if (!people) return <Filling />
  if (people.length === 0) return <p class="hint">{e.noPeople}</p>
  return (
    <section aria-label={e.tabs.unit}>
      <p class="soft">{shortUnit(unit, org)}</p>
      <table class="numbers people">
        <thead>
          <tr>
            <th scope="col">{e.name}</th>
            <th scope="col">{e.result}</th>
            <th scope="col">%</th>
          </tr>
        </thead>
        <tbody>
          {people.map((each) => (
            <tr key={`${each.official} ${each.unit}`}>
              <th scope="row">
                <button type="button" class="link" onClick={() => onPerson(each.official)}>
                  {org.official(each.official)?.name ?? '–'}
                </button>
              </th>
              <td>
                <span class={`level ${each.level}`}>{e.level[each.level]}</span>
              </td>
              <td>{each.level === 'none' ? '–' : number(each.percent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {after && (
        <button type="button" class="button" onClick={() => load(after)}>
          {e.more}
        </button>
      )}
    </section>
  )
}
