/** What can be done with a message: beside it on a desk, from below on a phone. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { pin, react, retract } from '../act-talk'
import { t } from '../i18n'
import { signed } from '../live'
import type { Spoken } from '../model/said'
import type { TalkPlace } from '../model/talk-place'
import { go } from '../router'
import { hrefOf } from '../talking'
import { toTask } from '../to-task'
import { EmojiGrid, EmojiRow } from '../ui/emoji'
import { Float } from '../ui/float'
import { Icon, type IconName } from '../ui/icon'
import { useWide } from '../ui/media'
import { Sheet } from '../ui/sheet'
import { toast } from '../ui/toast'

export interface Doing {
  message: Spoken
  from: HTMLElement
}

interface Props extends Doing {
  place: TalkPlace
  /** Null: it is open already. */
  onThread: ((message: Spoken) => void) | null
  onEdit: (message: Spoken) => void
  onForward: (message: Spoken) => void
  onClose: () => void
}

interface Item {
  icon: IconName
  label: string
  act: () => void
  danger?: boolean
}

export function MessageMenu({ message, from, place, onThread, onEdit, onForward, onClose }: Props): JSX.Element {
  const wide = useWide()
  const [all, setAll] = useState(false)
  const me = signed().official
  const give = (emoji: string) => {
    onClose()
    react(message, place.post, emoji)
  }
  const mine = (emoji: string) => message.reactions.some((each) => each.emoji === emoji && each.officials.includes(me))
  const items = itemsFor(message, place, { onThread, onEdit, onForward })
  const may = place.heard && !place.closed && !message.pending
  const body = all ? (
    <EmojiGrid onPick={give} />
  ) : (
    <>
      {may && (
        <div class="menu-emoji">
          <EmojiRow onPick={give} chosen={mine} />
          <button type="button" class="emoji-button" aria-label={t.talk.moreEmoji} onClick={() => setAll(true)}>
            <Icon name="plus" size={20} />
          </button>
        </div>
      )}
      {items.map(({ icon, label, act, danger }) => (
        <button
          key={label}
          type="button"
          class={danger ? 'menu-item danger' : 'menu-item'}
          onClick={() => {
            onClose()
            act()
          }}
        >
          <Icon name={icon} size={18} />
          {label}
        </button>
      ))}
    </>
  )
  if (wide)
    return (
      <Float from={from} label={t.talk.what2do} onClose={onClose}>
        {body}
      </Float>
    )
  return (
    <Sheet title={t.talk.what2do} onClose={onClose}>
      <div class="menu-sheet">{body}</div>
    </Sheet>
  )
}

type Ways = Pick<Props, 'onThread' | 'onEdit' | 'onForward'>

function itemsFor(message: Spoken, place: TalkPlace, { onThread, onEdit, onForward }: Ways): Item[] {
  const author = message.author === signed().official
  const there = !message.pending
  const items: (Item | false)[] = [
    there && onThread !== null && place.speaks && { icon: 'reply', label: t.talk.answer, act: () => onThread(message) },
    there && { icon: 'forward', label: t.talk.forward, act: () => onForward(message) },
    there && { icon: 'plus', label: t.talk.toTask, act: () => go(toTask(message)) },
    there && { icon: 'chain', label: t.talk.copyLink, act: () => copy(linkTo(message), t.talk.copied) },
    message.text !== '' && { icon: 'file', label: t.talk.copyText, act: () => copy(message.text, t.talk.copiedText) },
    there &&
      place.speaks &&
      message.thread === null && {
        icon: 'pin',
        label: message.pinned ? t.talk.unpin : t.talk.pin,
        act: () => pin(message, place.post, !message.pinned),
      },
    there && author && place.speaks && message.origin === null && { icon: 'edit', label: t.talk.edit, act: () => onEdit(message) },
    there && (author || place.orderly) && { icon: 'trash', label: t.talk.retract, act: () => retract(message, place.post), danger: true },
  ]
  return items.filter((item) => item !== false)
}

function linkTo(message: Spoken): string {
  return `${location.origin}${hrefOf(message.channel, message.order, message.thread)}`
}

function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => toast(said))
}
