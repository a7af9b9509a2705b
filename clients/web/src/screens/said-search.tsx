/** Searching in one conversation: by words, person, time, and whether a file came with it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { searchMessages, type Narrowed, type Said } from '../graphql/messages'
import { moment, t } from '../i18n'
import { useNow, useOrganisation } from '../live'
import type { TalkPlace } from '../model/talk-place'
import { DAY, iso } from '../model/time'
import { hrefOf } from '../talking'
import { useFocus } from '../ui/fields'
import { Icon } from '../ui/icon'
import { Sheet } from '../ui/sheet'

const PAUSE = 250
const SHORTEST = 2
const SHOWN = 40

type Since = 'ever' | 'week' | 'month' | 'year'
const DAYS: Record<Exclude<Since, 'ever'>, number> = { week: 7, month: 31, year: 366 }

/** Null: nothing is asked; 'away': the server cannot be. */
type Found = readonly Said[] | 'away' | null

export function SaidSearch({ place, onClose }: { place: TalkPlace; onClose: () => void }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const [words, setWords] = useState('')
  const [author, setAuthor] = useState('')
  const [since, setSince] = useState<Since>('ever')
  const [files, setFiles] = useState(false)
  const field = useFocus<HTMLInputElement>(true)
  const found = useFound(words, {
    channel: place.id,
    ...(author ? { author } : {}),
    ...(since === 'ever' ? {} : { since: iso(Math.floor(now / DAY - DAYS[since]) * DAY) }),
    ...(files ? { hasFile: true } : {}),
  })
  const people = [...place.people].sort((a, b) => (org.official(a)?.name ?? '').localeCompare(org.official(b)?.name ?? '', 'vi'))
  return (
    <Sheet title={t.talk.searchHere} onClose={onClose} wide>
      <div class="search">
        <Icon name="search" size={18} />
        <input
          ref={field}
          type="search"
          aria-label={t.talk.words}
          placeholder={t.talk.words}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <div class="selects said-filters">
        <select aria-label={t.talk.author} value={author} onChange={({ currentTarget }) => setAuthor(currentTarget.value)}>
          <option value="">{t.talk.anyone}</option>
          {people.map((id) => (
            <option key={id} value={id}>
              {org.official(id)?.name}
            </option>
          ))}
        </select>
        <select aria-label={t.talk.when} value={since} onChange={({ currentTarget }) => setSince(currentTarget.value as Since)}>
          {(['ever', 'week', 'month', 'year'] as const).map((each) => (
            <option key={each} value={each}>
              {t.talk.since[each]}
            </option>
          ))}
        </select>
        <label class="check-row">
          <input type="checkbox" checked={files} onChange={({ currentTarget }) => setFiles(currentTarget.checked)} />
          {t.talk.hasFile}
        </label>
      </div>
      <Hits found={found} words={words} onClose={onClose} />
    </Sheet>
  )
}

function useFound(words: string, within: Narrowed): Found {
  const [found, setFound] = useState<Found>(null)
  const key = JSON.stringify(within)
  useEffect(() => {
    if (words.trim().length < SHORTEST) return setFound(null)
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void searchMessages(words, SHOWN, stop.signal, within).then((hits) => !stop.signal.aborted && setFound(hits ?? 'away'))
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [words, key])
  return found
}

function Hits({ found, words, onClose }: { found: Found; words: string; onClose: () => void }): JSX.Element | null {
  const org = useOrganisation()
  const now = useNow()
  if (found === null) return <p class="hint pad">{t.talk.searchHint}</p>
  if (found === 'away') return <p class="hint pad">{t.talk.needsNetwork}</p>
  if (found.length === 0) return <p class="hint pad">{t.find.nothing(words)}</p>
  return (
    <ul class="rows found">
      {found.map(({ id, channel, order, thread, author, at, excerpt }) => (
        <li key={id} class="row">
          <a class="row-link" href={hrefOf(channel, order, thread)} onClick={onClose}>
            <span class="row-title">{excerpt}</span>
          </a>
          <span class="row-meta">
            <span class="row-who">{org.official(author)?.name ?? t.someone}</span>
            <time dateTime={at}>{moment(Date.parse(at), now)}</time>
          </span>
        </li>
      ))}
    </ul>
  )
}
