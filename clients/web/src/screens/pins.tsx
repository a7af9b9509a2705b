/** What is pinned in a place: the newest in a line above what is said, all of it in a sheet. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { pin } from '../act-talk'
import { messageOf } from '../graphql/messages'
import { remember, useKnown } from '../heard'
import { moment, t } from '../i18n'
import { useNow, useOrganisation } from '../live'
import { inBrief, type Spoken } from '../model/said'
import type { TalkPlace } from '../model/talk-place'
import { go } from '../router'
import { hrefOf } from '../talking'
import { Icon } from '../ui/icon'
import { Sheet } from '../ui/sheet'

/** The pinned messages that are known, the newest last; those that are not are asked for. */
function usePinned(place: TalkPlace): Spoken[] {
  const { messages, waiting, version } = useKnown(place.id)
  const [far, setFar] = useState<readonly Spoken[]>([])
  const key = place.pinned.join()
  const found = useMemo(() => {
    const wanted = new Set(place.pinned)
    const all = [...far, ...messages.values(), ...waiting].filter(({ id }) => wanted.has(id))
    const known = new Map(all.map((message) => [message.id, message]))
    return place.pinned.flatMap((id) => known.get(id) ?? [])
  }, [key, version, waiting, far])
  const missing = place.pinned.filter((id) => !found.some((message) => message.id === id))
  useEffect(() => {
    if (missing.length === 0 || !place.heard) return
    const stop = new AbortController()
    void Promise.all(missing.map((id) => messageOf(id, stop.signal))).then((asked) => {
      const got = asked.filter((message) => message !== null)
      remember(place.id, got)
      if (got.length > 0) setFar(got)
    })
    return () => stop.abort()
  }, [missing.join(), place.heard])
  return found
}

export function Pinned({ place, onAll }: { place: TalkPlace; onAll: () => void }): JSX.Element | null {
  const org = useOrganisation()
  const pinned = usePinned(place)
  const newest = pinned.at(-1)
  if (!newest) return null
  return (
    <div class="pinned-line">
      <Icon name="pin" size={16} />
      <button type="button" class="pinned-words" onClick={() => goTo(newest)}>
        <span class="unseen">{t.talk.pinned}: </span>
        <b>{org.official(newest.author)?.name ?? t.someone}</b> {inBrief(newest.text) || t.talk.files(newest.attachments.length)}
      </button>
      {place.pinned.length > 1 && (
        <button type="button" class="link" onClick={onAll}>
          {t.talk.allPins(place.pinned.length)}
        </button>
      )}
    </div>
  )
}

function goTo(message: Spoken): void {
  go(hrefOf(message.channel, message.order))
}

export function Pins({ place, onClose }: { place: TalkPlace; onClose: () => void }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const pinned = usePinned(place)
  return (
    <Sheet title={t.talk.pins(place.pinned.length)} onClose={onClose}>
      <ul class="rows">
        {[...pinned].reverse().map((message) => (
          <li key={message.id} class="row">
            <a class="row-link" href={hrefOf(message.channel, message.order)} onClick={onClose}>
              <span class="row-title">{inBrief(message.text) || t.talk.files(message.attachments.length)}</span>
            </a>
            <span class="row-meta">
              <span class="row-who">{org.official(message.author)?.name ?? t.someone}</span>
              <time dateTime={message.at}>{moment(Date.parse(message.at), now)}</time>
            </span>
            {place.speaks && (
              <button type="button" class="button" onClick={() => pin(message, place.post, false)}>
                {t.talk.unpin}
              </button>
            )}
          </li>
        ))}
      </ul>
      {pinned.length < place.pinned.length && <p class="hint">{t.talk.needsNetwork}</p>}
    </Sheet>
  )
}
