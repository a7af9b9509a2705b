/** ⌘K: one field over tasks, people, units and conversations on this device, and messages on the server. */
import type { JSX } from 'preact'
import { useEffect, useId, useMemo, useState } from 'preact/hooks'
import { searchMessages, type Said } from '../graphql/messages'
import { moment, t } from '../i18n'
import { org as currentOrg, useNow, useOrganisation, useRows } from '../live'
import { byKind, findIndex, type Found, type FoundKind } from '../model/find'
import { go } from '../router'
import { hrefOf } from '../talking'
import { useFocus } from '../ui/fields'
import { Icon, type IconName } from '../ui/icon'
import { postName } from '../ui/seat'
import { Sheet } from '../ui/sheet'

const ICON: Record<FoundKind | 'message', IconName> = {
  task: 'tasks',
  directive: 'grid',
  channel: 'mail',
  announcement: 'megaphone',
  official: 'user',
  unit: 'unit',
  message: 'mail',
}
const PAUSE = 250
/** Too short a word finds everything. */
const SHORTEST = 2

interface Line {
  key: string
  kind: FoundKind | 'message'
  title: string
  detail: string
  href: string
}

export default function Find({ onClose }: { onClose: () => void }): JSX.Element {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const field = useFocus<HTMLInputElement>(true)
  const groups = useFound(query)
  const lines = groups.flatMap(([, list]) => list)
  const open = (line: Line | undefined) => {
    if (!line) return
    onClose()
    go(line.href)
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((place) => (place + step + lines.length) % Math.max(1, lines.length))
    else if (event.key === 'Enter' && !event.isComposing) open(lines[at])
    else return
    event.preventDefault()
  }
  return (
    <Sheet title={t.find.title} onClose={onClose} wide>
      <div class="search">
        <Icon name="search" size={18} />
        <input
          ref={field}
          type="search"
          list={undefined}
          role="combobox"
          aria-label={t.find.title}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={lines[at] ? `${id}-${at}` : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder={t.find.hint}
          value={query}
          onKeyDown={keys}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value)
            setAt(0)
          }}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t.find.title} class="found">
        {groups.map(([kind, list]) => (
          <div key={kind} role="group" aria-label={t.find.kind[kind]}>
            <h3 role="presentation">{t.find.kind[kind]}</h3>
            {list.map((line) => {
              const place = lines.indexOf(line)
              return (
                <div
                  key={line.key}
                  id={`${id}-${place}`}
                  role="option"
                  aria-selected={place === at}
                  class={place === at ? 'found-line current' : 'found-line'}
                  onClick={() => open(line)}
                >
                  <Icon name={ICON[line.kind]} size={18} />
                  <span class="found-title">{line.title}</span>
                  <span class="soft">{line.detail}</span>
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {query.trim() && lines.length === 0 && <p class="hint">{t.find.nothing(query)}</p>}
    </Sheet>
  )
}

/** What is found, by kind: on the device at once, among messages after a pause in typing. */
function useFound(query: string): [FoundKind | 'message', Line[]][] {
  const org = useOrganisation()
  const [task, directive, channel, announcement] = [useRows('task'), useRows('directive'), useRows('channel'), useRows('announcement')]
  const index = useMemo(
    () => findIndex({ task, directive, channel, announcement, org, post: (id) => postName(id, org) }),
    [task, directive, channel, announcement, org],
  )
  const now = useNow()
  const said = useSaid(query)
  const local = query.trim() ? byKind(index.find(query, 60)) : []
  const messages = said.map((each): Line => messageLine(each, now))
  const found = local.map(([kind, list]): [FoundKind, Line[]] => [kind, list.map(lineOf)])
  return messages.length > 0 ? [...found, ['message', messages]] : found
}

const lineOf = ({ kind, id, title, detail, href }: Found): Line => ({ key: `${kind}-${id}`, kind, title, detail, href })

function messageLine(said: Said, now: number): Line {
  const author = currentOrg().official(said.author)?.name ?? t.someone
  return {
    key: said.id,
    kind: 'message',
    title: said.excerpt,
    detail: `${author} · ${moment(Date.parse(said.at), now)}`,
    href: hrefOf(said.channel, said.order, said.thread),
  }
}

function useSaid(query: string): readonly Said[] {
  const [said, setSaid] = useState<readonly Said[]>([])
  useEffect(() => {
    setSaid([])
    if (query.trim().length < SHORTEST) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void searchMessages(query, 8, stop.signal).then((found) => found && setSaid(found))
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [query])
  return said
}
