/** A task or directive with what is said at it: side by side where there is room, else one or the other. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { number, t } from '../i18n'
import { useRow } from '../live'
import { useReads } from '../reads'
import { back, go, usePlace } from '../router'
import { hrefOf, useTalkPlace } from '../talking'
import { Icon } from '../ui/icon'
import { Filling } from '../ui/loading'
import { useWider } from '../ui/media'

interface Props {
  id: string
  /** What the thing itself is called as a tab. */
  label: string
  children: ComponentChildren
}

const KEY = 'congvu.beside'

export function WithTalk({ id, label, children }: Props): JSX.Element {
  const { path, query } = usePlace()
  const beside = useWider()
  const count = useRow('talk', id)?.fields.count ?? 0
  const unread = Math.max(0, count - (useReads().get(id) ?? 0))
  const asked = query.get('muc') === 'trao-doi'
  const [wanted, want] = useState(() => localStorage.getItem(KEY))
  const open = asked || (beside && (wanted ?? (count > 0 ? 'yes' : 'no')) === 'yes')
  const show = (yes: boolean) => {
    if (beside) localStorage.setItem(KEY, yes ? 'yes' : 'no')
    want(yes ? 'yes' : 'no')
    if (!beside || asked) go(yes ? hrefOf(id) : path, true)
  }
  const marks = count > 0 && <span class={unread > 0 ? 'count new' : 'count'}>{number(unread || count)}</span>
  if (beside)
    return (
      <div class={open ? 'beside open' : 'beside'}>
        <div class="beside-main">
          {!open && (
            <button type="button" class="button beside-button" onClick={() => show(true)}>
              <Icon name="chat" size={18} />
              {t.talk.title} {marks}
            </button>
          )}
          {children}
        </div>
        {open && (
          <aside class="beside-talk" aria-label={t.talk.title}>
            <header class="thread-head">
              <h2 class="grow">{t.talk.title}</h2>
              <button type="button" class="icon-button" onClick={() => show(false)} aria-label={t.talk.hide}>
                <Icon name="close" />
              </button>
            </header>
            <TalkOf id={id} query={query} />
          </aside>
        )}
      </div>
    )
  return (
    <>
      {open && <Head id={id} />}
      <div class="tabs switch" role="group" aria-label={label}>
        <button type="button" aria-pressed={!open} onClick={() => show(false)}>
          {label}
        </button>
        <button type="button" aria-pressed={open} onClick={() => show(true)}>
          {t.talk.title} {marks}
        </button>
      </div>
      {open ? (
        <div class="tab-talk">
          <TalkOf id={id} query={query} />
        </div>
      ) : (
        children
      )}
    </>
  )
}

/** Whose talk it is, where that itself is not in sight. */
function Head({ id }: { id: string }): JSX.Element {
  const name = useTalkPlace(id)?.name
  return (
    <header class="talk-head">
      <button type="button" class="icon-button" onClick={() => back('/')} aria-label={t.back}>
        <Icon name="back" />
      </button>
      <h1 class="grow">{name}</h1>
    </header>
  )
}

type Screens = typeof import('./conversation')

/** What is said there; what draws it comes when it is first wanted. */
function TalkOf({ id, query }: { id: string; query: URLSearchParams }): JSX.Element {
  const place = useTalkPlace(id)
  const [screens, load] = useState<Screens | null>(null)
  useEffect(() => void import('./conversation').then((loaded) => load(loaded)), [])
  if (!screens || !place) return <Filling />
  return <screens.TalkPane place={place} query={query} />
}
