/** Where one writes: grows with the text, calls people by @, takes files, keeps a draft, never sends a half-composed word. */
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { edit, type Mention, type Saying } from '../act-talk'
import { keepDraft, draftOf } from '../drafts'
import { t } from '../i18n'
import { rows, useOrganisation } from '../live'
import type { Organisation } from '../model/organisation'
import { Index } from '../model/search'
import { calling, type Spoken } from '../model/talk'
import { useUploads } from '../uploads'
import { Icon } from './icon'
import { useWide } from './media'
import { postName } from './seat'
import { Uploads } from './uploads'

interface Props {
  /** Whose draft it is: the channel, or the thread. */
  place: string
  channel: string
  editing: Spoken | null
  onSend: (saying: Saying) => void
  onDone: () => void
  onTyping: () => void
}

interface Called {
  mention: Mention
  name: string
  detail: string
}

export function Composer({ place, channel, editing, onSend, onDone, onTyping }: Props): JSX.Element {
  const [text, setText] = useState(() => editing?.text ?? draftOf(place))
  const [called, setCalled] = useState<readonly Called[]>([])
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const wide = useWide()
  const uploads = useUploads()
  const asked = calling(text, caret)
  const options = useCallable(channel, asked?.query ?? null)
  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, 200)}px`
  }, [text])
  useEffect(() => {
    if (editing || wide) field.current?.focus({ preventScroll: true })
  }, [place, editing])
  const write = (next: string) => {
    setText(next)
    if (!editing) keepDraft(place, next)
  }
  const choose = (one: Called | undefined) => {
    if (!one || !asked) return
    const before = text.slice(0, asked.from)
    write(`${before}@${one.name} ${text.slice(caret)}`)
    setCalled([...called.filter(({ name }) => name !== one.name), one])
    setCaret(before.length + one.name.length + 2)
    field.current?.focus()
  }
  const ready = (text.trim() !== '' || uploads.done.length > 0) && !uploads.busy
  const send = () => {
    if (!ready) return
    const mentions = called.filter(({ name }) => text.includes(`@${name}`)).map(({ mention }) => mention)
    if (editing) edit(editing, text.trim(), mentions)
    else onSend({ text: text.trim(), mentions, attachments: uploads.done })
    write('')
    setCalled([])
    uploads.clear()
    onDone()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    const step = options.length > 0 ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined
    if (step) setAt((place) => (place + step + options.length) % options.length)
    else if (options.length > 0 && (event.key === 'Enter' || event.key === 'Tab')) choose(options[at] ?? options[0])
    else if (event.key === 'Escape' && editing) onDone()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || (wide && !event.shiftKey))) send()
    else return
    event.preventDefault()
  }
  const moved = ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => setCaret(currentTarget.selectionStart)
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        uploads.add([...(event.dataTransfer?.files ?? [])])
      }}
    >
      {editing && <p class="hint">{t.talk.editing}</p>}
      {options.length > 0 && (
        <ul class="callable" role="listbox" aria-label={t.talk.call}>
          {options.map((one, place) => (
            <li key={one.name + one.detail} role="option" aria-selected={place === at} onMouseDown={(event) => event.preventDefault()} onClick={() => choose(one)}>
              <b>{one.name}</b> <span class="soft">{one.detail}</span>
            </li>
          ))}
        </ul>
      )}
      <Uploads uploads={uploads} />
      <div class="composer-line">
        <button type="button" class="icon-button" aria-label={t.talk.attach} onClick={() => picker.current?.click()} disabled={editing !== null}>
          <Icon name="clip" />
        </button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            uploads.add([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
        <textarea
          ref={field}
          rows={1}
          maxLength={10_000}
          aria-label={t.talk.write}
          placeholder={t.talk.write}
          value={text}
          onKeyDown={keys}
          onKeyUp={moved}
          onClick={moved}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])]
            if (files.length > 0) uploads.add(files)
          }}
          onInput={(event) => {
            write(event.currentTarget.value)
            onTyping()
            moved(event)
            setAt(0)
          }}
        />
        {editing && (
          <button type="button" class="icon-button" aria-label={t.cancel} onClick={onDone}>
            <Icon name="close" />
          </button>
        )}
        <button type="submit" class="icon-button send" aria-label={t.send} disabled={!ready}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}

/** Whom one can call here: members first; everybody by name once a letter is typed. */
function useCallable(channel: string, query: string | null): Called[] {
  const org = useOrganisation()
  const index = useMemo(() => (query === null ? null : callable(channel, org)), [channel, org, query === null])
  return index && query !== null ? index.find(query, 6).map(({ item }) => item) : []
}

function callable(channel: string, org: Organisation): Index<Called> {
  const place = rows('channel').get(channel)?.fields
  const members = new Set(place?.kind === 'unit' ? org.postsIn(channel).map(({ fields }) => fields.holder) : (place?.members ?? []))
  const everyone: Called = { mention: { kind: 'everyone', id: null }, name: t.talk.everyone, detail: t.talk.memberCount(members.size) }
  const people = [...org.officials.values()]
    .filter(({ id, fields }) => fields.active && (!place || members.has(id)))
    .map(({ id, fields }): Called => {
      const post = org.postsOf(id)[0]
      return { mention: { kind: 'official', id }, name: fields.name, detail: post ? postName(post.id, org) : '' }
    })
  return new Index([...people, ...(place ? [everyone] : [])].map((item) => ({ item, names: [item.name] })))
}
