/** Why did I get this: as what I am told, and the chain of events behind it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ask, globalId } from '../graphql/client'
import { moment, t } from '../i18n'
import { useNow, useOrganisation } from '../live'
import type { Item } from '../model/inbox'
import { Sheet } from '../ui/sheet'
import { basisWords, byWhom, titleOf } from './inbox'

interface Cause {
  position: number
  kind: string
  policy: string | null
  at: string | null
  official: { name: string } | null
}

const WHY = `query ($id: ID!) { node(id: $id) { ... on Notice { entries { position why { position kind policy at official { name } } } } } }`

interface Answer {
  node: { entries: { position: number; why: Cause[] }[] } | null
}

/** The chain of the newest event: null while asked for, or without a network. */
function useChain(item: Item): Cause[] | null {
  const [chain, setChain] = useState<Cause[] | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    void Promise.all(item.rows.map(({ id }) => ask<Answer>(WHY, { id: globalId('Notice', id) }, stop.signal))).then((answers) => {
      const entries = answers.flatMap((answer) => answer?.node?.entries ?? [])
      setChain(entries.find(({ position }) => position === item.newest.position)?.why ?? null)
    })
    return () => stop.abort()
  }, [item.newest.position])
  return chain
}

export function Why({ item, onClose }: { item: Item; onClose: () => void }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const chain = useChain(item)
  const basis = basisWords(item, org)
  const reasons = [...new Set(item.entries.map(({ reason }) => t.inbox.reason[reason] ?? reason))]
  return (
    <Sheet title={t.inbox.why} onClose={onClose}>
      <p>
        <b>{titleOf(item)}</b>
      </p>
      {reasons.map((reason) => (
        <p key={reason}>{t.inbox.whyText(reason)}</p>
      ))}
      {basis && <p>{basis}</p>}
      <ol class="timeline">
        {[...item.entries].reverse().map((entry) => (
          <li key={entry.position} class="entry">
            <div class="entry-text">
              <p>
                <b>{byWhom(entry.by, org)}</b> {t.inbox.event[entry.kind] ?? t.eventUnknown}
              </p>
              <p class="soft">
                <time dateTime={entry.at}>{moment(Date.parse(entry.at), now)}</time>
              </p>
            </div>
          </li>
        ))}
      </ol>
      <h3>{t.inbox.chain}</h3>
      {chain === null ? (
        <p class="hint">{t.inbox.offlineChain}</p>
      ) : (
        <ol class="plain chain">
          {[...chain].reverse().map((cause) => (
            <li key={cause.position}>
              {cause.official?.name ?? t.byPolicy} {t.inbox.event[cause.kind] ?? cause.kind}
              {cause.at && <span class="soft"> · {moment(Date.parse(cause.at), now)}</span>}
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  )
}
