/** What a message said before it was edited: everybody who hears it may know. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { versionsOf, type Version } from '../graphql/messages'
import { moment, t } from '../i18n'
import { useNow } from '../live'
import type { Spoken } from '../model/said'
import { Rich } from '../ui/rich'
import { Sheet } from '../ui/sheet'

export function Versions({ message, onClose }: { message: Spoken; onClose: () => void }): JSX.Element {
  const now = useNow()
  const [versions, setVersions] = useState<readonly Version[] | null | undefined>(undefined)
  useEffect(() => {
    const stop = new AbortController()
    void versionsOf(message.id, stop.signal).then(setVersions)
    return () => stop.abort()
  }, [message.id])
  return (
    <Sheet title={t.talk.versions} onClose={onClose}>
      {versions === undefined && <p class="soft">{t.loading}</p>}
      {versions === null && <p class="hint">{t.talk.needsNetwork}</p>}
      <ol class="versions">
        {[...(versions ?? [])].reverse().map(({ at, text }, place) => (
          <li key={at}>
            <p class="soft">
              <time dateTime={at}>{moment(Date.parse(at), now)}</time>
              {place === 0 ? ` · ${t.talk.versionNow}` : ''}
            </p>
            <Rich text={text || t.erased} />
          </li>
        ))}
      </ol>
    </Sheet>
  )
}
