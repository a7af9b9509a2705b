/** My deadlines in other calendars: a secret address, shown once, renewed or taken back. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { day, t } from '../../i18n'
import { words } from '../../i18n/agenda'
import { useNow } from '../../live'
import { call } from '../../push/subscribe'
import '../../styles/agenda.css'
import { Check } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'
import { toast } from '../../ui/toast'

const PATH = '/api/calendar-feed'

interface Look {
  /** No titles leave. */
  hidden: boolean
  /** Also what I assigned. */
  assigned: boolean
}

type Mine = Look & { createdAt: string }

/** What is known of it; undefined: not asked yet. */
interface Known {
  mine: Mine | null | undefined
  /** The address, until one goes elsewhere. */
  url: string | null
  failed: boolean
}

export function Feed(): JSX.Element {
  const w = words().feed
  const feed = useFeed()
  const [asking, ask] = useState<'renew' | 'revoke' | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!new URLSearchParams(location.search).has('lich')) return
    heading.current?.scrollIntoView({ block: 'center' })
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <section class="paper feed" aria-labelledby="feed">
      <h2 id="feed" ref={heading} tabIndex={-1}>
        {w.title}
      </h2>
      <p class="soft">{w.text}</p>
      {feed.failed && (
        <p class="banner" role="status">
          {w.failed}
          <button type="button" class="button" onClick={() => void feed.load()}>
            {w.again}
          </button>
        </p>
      )}
      {feed.url && <Address url={feed.url} />}
      {feed.mine !== undefined && <Shared feed={feed} onAsk={ask} />}
      {asking && (
        <Sure
          kind={asking}
          onClose={() => ask(null)}
          onSure={() => {
            ask(null)
            void (asking === 'renew' ? feed.create() : feed.revoke())
          }}
        />
      )}
    </section>
  )
}

function useFeed() {
  const w = words().feed
  const [known, set] = useState<Known>({ mine: undefined, url: null, failed: false })
  const [look, choose] = useState<Look>({ hidden: false, assigned: false })
  const tried = async (what: () => Promise<Partial<Known>>) => {
    const next = await what().catch((): Partial<Known> => ({ failed: true }))
    set((last) => ({ ...last, failed: false, ...next }))
    return !next.failed
  }
  const mineOf = async () => ((await call('GET', PATH)) as { feed: Mine | null }).feed
  const load = () => tried(async () => ({ mine: await mineOf() }))
  useEffect(() => void load(), [])
  const asIs = known.mine ? { hidden: known.mine.hidden, assigned: known.mine.assigned } : look
  return {
    ...known,
    look: asIs,
    load,
    create: async () => {
      const again = !!known.mine
      const well = await tried(async () => {
        const { url } = (await call('POST', PATH, asIs)) as { url: string }
        return { url, mine: await mineOf() }
      })
      if (well) toast(again ? w.renewed : w.created)
    },
    revoke: async () => {
      if (await tried(async () => ({ mine: (await call('DELETE', PATH)) as null, url: null }))) toast(w.revoked)
    },
    change: (next: Look) => {
      choose(next)
      const mine = known.mine
      if (mine) void tried(async () => ({ mine: ((await call('PATCH', PATH, next)) as { feed: Mine }).feed }))
    },
  }
}

interface SharedProps {
  feed: ReturnType<typeof useFeed>
  onAsk: (kind: 'renew' | 'revoke') => void
}

/** How it looks, and what can be done with it. */
function Shared({ feed, onAsk }: SharedProps): JSX.Element {
  const w = words().feed
  const now = useNow()
  const { mine, look, url } = feed
  return (
    <>
      {mine && !url && <p>{w.since(day(Date.parse(mine.createdAt), now))}</p>}
      <Check label={w.hidden} value={look.hidden} onChange={(hidden) => feed.change({ ...look, hidden })} />
      <Check label={w.assigned} value={look.assigned} onChange={(assigned) => feed.change({ ...look, assigned })} />
      <p class="card-actions">
        {mine ? (
          <>
            <button type="button" class="button" onClick={() => onAsk('renew')}>
              <Icon name="sync" size={18} />
              {w.renew}
            </button>
            <button type="button" class="button danger" onClick={() => onAsk('revoke')}>
              <Icon name="stop" size={18} />
              {w.revoke}
            </button>
          </>
        ) : (
          <button type="button" class="button primary" onClick={() => void feed.create()}>
            <Icon name="plus" size={18} />
            {w.create}
          </button>
        )}
      </p>
    </>
  )
}

function Address({ url }: { url: string }): JSX.Element {
  const w = words().feed
  const field = useRef<HTMLInputElement>(null)
  const copy = () => {
    field.current?.select()
    void navigator.clipboard?.writeText(url).then(() => toast(w.copied))
  }
  return (
    <div class="feed-address">
      <p>
        <b>{w.once}</b>
      </p>
      <div class="feed-copy">
        <input ref={field} type="text" readOnly value={url} aria-label={w.address} onFocus={() => field.current?.select()} />
        <button type="button" class="button primary" onClick={copy}>
          <Icon name="file" size={18} />
          {w.copy}
        </button>
      </div>
      <details open>
        <summary>{w.how}</summary>
        <ul class="plain">
          <li>{w.google}</li>
          <li>{w.apple}</li>
          <li>{w.outlook}</li>
        </ul>
        <p class="hint">{w.slow}</p>
      </details>
    </div>
  )
}

/** What goes cannot come back: the address that others use. */
function Sure({ kind, onClose, onSure }: { kind: 'renew' | 'revoke'; onClose: () => void; onSure: () => void }): JSX.Element {
  const w = words().feed
  return (
    <Sheet
      title={w[kind]}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button big" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" class={kind === 'revoke' ? 'button danger big' : 'button primary big'} onClick={onSure}>
            {w[kind]}
          </button>
        </>
      }
    >
      <p>{kind === 'renew' ? w.renewText : w.revokeText}</p>
    </Sheet>
  )
}
