/** Where one writes: grows with the text, calls people by @, takes files and sound, keeps a draft, never sends a half-composed word. */
import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { keepDraft, draftOf } from '../drafts'
import { t } from '../i18n'
import { calledIn, calling, type Callable, type Mention } from '../model/calling'
import { cardsIn } from '../model/cards'
import type { Spoken } from '../model/said'
import type { Saying } from '../model/talk-echo'
import type { TalkPlace } from '../model/talk-place'
import { useUploads } from '../uploads'
import { CallableList, useCallable, useOptions } from './callable'
import { EmojiGrid } from './emoji'
import { Float } from './float'
import { Icon } from './icon'
import { useCoarse } from './media'
import { Uploads } from './uploads'
import { canRecord, Voice } from './voice'

const TALLEST = 200

interface Props {
  place: TalkPlace
  /** Whose draft it is: the place's, or the thread's. */
  draft: string
  label: string
  editing: Spoken | null
  /** The field, for whoever wants to put the cursor there. */
  field: RefObject<HTMLTextAreaElement | null>
  onSend: (saying: Saying) => void
  onEdited: (message: Spoken, text: string, mentions: readonly Mention[]) => void
  onDone: () => void
  onTyping: () => void
  /** Up, in an empty field. */
  onUp: () => void
  /** Escape, with nothing to stop. */
  onLeave: () => void
}

export function Composer({ place, draft, label, editing, field, onSend, onEdited, onDone, onTyping, onUp, onLeave }: Props): JSX.Element {
  const id = useId()
  const [text, setText] = useState(() => editing?.text ?? draftOf(draft))
  const [caret, setCaret] = useState(-1)
  const [at, setAt] = useState(0)
  const [queued, setQueued] = useState(false)
  const [recording, setRecording] = useState(false)
  const coarse = useCoarse()
  const uploads = useUploads()
  const chosen = useRef<Callable[]>([])
  const asked = caret < 0 ? null : calling(text, caret)
  const callable = useCallable(place, asked !== null || text.includes('@'))
  const options = useOptions(callable, place, asked?.query ?? null)
  useLayoutEffect(() => grow(field.current), [text])
  // At once: no key is lost between the field that was left and this one.
  useLayoutEffect(() => {
    if (editing || !coarse) field.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    const back = ({ detail }: CustomEventInit<string>) => {
      if (detail !== draft) return
      setText(draftOf(draft))
      field.current?.focus()
    }
    addEventListener('congvu:draft', back as EventListener)
    return () => removeEventListener('congvu:draft', back as EventListener)
  }, [draft])
  const write = (next: string) => {
    setText(next)
    if (!editing) keepDraft(draft, next.trim() ? next : '')
  }
  const insert = (words: string, from: number, to: number) => {
    const area = field.current
    if (!area) return
    area.setRangeText(words, from, to, 'end')
    area.focus()
    write(area.value)
    setCaret(area.selectionStart)
  }
  const choose = (one: Callable | undefined) => {
    if (one && asked) {
      chosen.current = [...chosen.current, one]
      insert(`@${one.name} `, asked.from, caret)
    }
    setCaret(-1)
  }
  const empty = text.trim() === '' && uploads.list.length === 0
  const everyone = place.orderly && text.includes(`@${t.talk.everyone}`)
  const send = () => {
    if (empty) return
    if (uploads.busy) return setQueued(true)
    const mentions = calledIn(text, [...chosen.current, ...callable])
    if (editing) onEdited(editing, text.trim(), [...mentions, ...unsaid(editing, callable)])
    else onSend({ text: text.trim(), mentions, attachments: uploads.done, cards: cardsIn(text, location.origin) })
    write('')
    setCaret(-1)
    setQueued(false)
    uploads.clear()
    onDone()
  }
  useEffect(() => {
    if (queued && !uploads.busy) send()
  }, [queued, uploads.busy])
  const keys = (event: KeyboardEvent) => {
    // A word that is still being composed is finished by this key, not sent (Unikey, IBus, Gboard).
    if (event.isComposing || event.keyCode === 229) return
    const step = options.length > 0 ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined
    if (step) setAt((place) => (place + step + options.length) % options.length)
    else if (options.length > 0 && (event.key === 'Enter' || event.key === 'Tab')) choose(options[at] ?? options[0])
    else if (options.length > 0 && event.key === 'Escape') setCaret(-1)
    else if (event.key === 'Escape' && editing) onDone()
    else if (event.key === 'Escape') onLeave()
    else if (event.key === 'ArrowUp' && text === '' && !editing) onUp()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || (!coarse && !event.shiftKey))) send()
    else return
    event.preventDefault()
    event.stopPropagation()
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
      {editing && <Above onClose={onDone}>{t.talk.editing}</Above>}
      {everyone && <p class="hint">{t.talk.everyoneHint(place.size)}</p>}
      {queued && <p class="hint">{t.talk.queued}</p>}
      <CallableList id={id} options={options} at={at} onPick={choose} />
      <Uploads uploads={uploads} />
      <div class="composer-line">
        {!recording && !editing && <Attach onFiles={uploads.add} />}
        <textarea
          ref={field}
          hidden={recording}
          rows={1}
          maxLength={10_000}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={options.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={options.length > 0 ? `${id}-${at}` : undefined}
          placeholder={label}
          value={text}
          onKeyDown={keys}
          onKeyUp={moved}
          onClick={moved}
          onBlur={() => setCaret(-1)}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])]
            if (files.length === 0 || editing) return
            event.preventDefault()
            uploads.add(files)
          }}
          onInput={(event) => {
            write(event.currentTarget.value)
            moved(event)
            setAt(0)
            if (event.currentTarget.value) onTyping()
          }}
        />
        {!coarse && !recording && <Emoji onPick={(emoji) => insert(emoji, field.current?.selectionStart ?? 0, field.current?.selectionEnd ?? 0)} />}
        {empty && !editing && canRecord() ? (
          <Voice onRecorded={(file, durationMs) => uploads.add([file], durationMs)} onRecording={setRecording} />
        ) : (
          <button type="submit" class="icon-button send" aria-label={t.send} disabled={empty}>
            <Icon name={editing ? 'check' : 'send'} />
          </button>
        )}
      </div>
    </form>
  )
}

function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return
  area.style.height = 'auto'
  area.style.height = `${Math.min(area.scrollHeight + 2, TALLEST)}px`
}

/** Whom a message called without their name standing in its text: they stay called when it is edited. */
function unsaid(message: Spoken, callable: readonly Callable[]): readonly Mention[] {
  const said = calledIn(message.text, callable)
  return message.mentions.filter(({ kind, id }) => !said.some((each) => each.kind === kind && each.id === id))
}

function Above({ children, onClose }: { children: ComponentChildren; onClose: () => void }): JSX.Element {
  return (
    <p class="composer-above">
      <Icon name="edit" size={16} />
      <span class="grow">{children}</span>
      <button type="button" class="icon-button" aria-label={t.cancel} onClick={onClose}>
        <Icon name="close" size={18} />
      </button>
    </p>
  )
}

function Attach({ onFiles }: { onFiles: (files: File[]) => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class="icon-button" aria-label={t.talk.attach} title={t.talk.attach} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </>
  )
}

function Emoji({ onPick }: { onPick: (emoji: string) => void }): JSX.Element {
  const [from, open] = useState<HTMLElement | null>(null)
  return (
    <>
      <button type="button" class="icon-button" aria-label={t.talk.emoji} title={t.talk.emoji} onClick={({ currentTarget }) => open(currentTarget)}>
        <Icon name="smile" />
      </button>
      {from && (
        <Float from={from} label={t.talk.emoji} onClose={() => open(null)}>
          <EmojiGrid
            onPick={(emoji) => {
              open(null)
              onPick(emoji)
            }}
          />
        </Float>
      )}
    </>
  )
}
