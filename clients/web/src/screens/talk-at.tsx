/** What is said at a task or directive, beside it; drawn once somebody looks. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { number, t } from '../i18n'
import { useRow } from '../live'
import { useReads } from '../reads'
import { useWider } from '../ui/media'
import type { Talk as TalkScreen } from './conversation'

interface Props {
  id: string
  /** Whether to show it at once. */
  open?: boolean
}

export function TalkAt({ id, open = false }: Props): JSX.Element {
  const count = useRow('talk', id)?.fields.count ?? 0
  const beside = useWider()
  const unread = count - (useReads().get(id) ?? 0)
  const [shown, setShown] = useState(open || beside)
  const [Talk, load] = useState<typeof TalkScreen | null>(null)
  useEffect(() => {
    if (shown) void import('./conversation').then((screen) => load(() => screen.Talk))
  }, [shown])
  return (
    <section class="talk-at" aria-labelledby={`talk-${id}`}>
      <h2 id={`talk-${id}`} class="section-title">
        <button type="button" class="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t.talk.title}
        </button>{' '}
        {count > 0 && <span class={unread > 0 ? 'count late' : 'count'}>{number(count)}</span>}
      </h2>
      {shown && Talk && <Talk id={id} count={count} />}
    </section>
  )
}
