/** One message: who, when, the words, what came with them, reactions, answers, and how far it has come. */
import type { OutboxEntry } from '@congvu/sync'
import type { JSX } from 'preact'
import { memo } from 'preact/compat'
import { clock, longDay, t } from '../i18n'
import { signed } from '../live'
import type { Mention } from '../model/calling'
import type { Organisation } from '../model/organisation'
import { isGone, type Spoken } from '../model/said'
import { hrefOf } from '../talking'
import { Avatar } from './avatar'
import { CardLine } from './card'
import { Files } from './files'
import { Icon } from './icon'
import { Rich } from './rich'
import { postName } from './seat'

/** What one can do with the messages of a list; the same object as long as the list is on screen. */
export interface MessageActions {
  menu: (message: Spoken, from: HTMLElement) => void
  react: (message: Spoken, emoji: string) => void
  /** None in a thread: there it is open already. */
  thread: ((message: Spoken) => void) | null
  versions: (message: Spoken) => void
}

export interface MessageProps {
  message: Spoken
  org: Organisation
  head: boolean
  /** Between two: nobody is named. */
  plain: boolean
  day: boolean
  unread: boolean
  /** The one that was jumped to. */
  marked: boolean
  /** Of mine: how far it has come; null: it is there. */
  trail: OutboxEntry['state'] | null
  /** Whether the keyboard goes on from here. */
  current: boolean
  actions: MessageActions
}

export const Message = memo(Shown)

function Shown({ message, org, head, plain, day, unread, marked, trail, current, actions }: MessageProps): JSX.Element {
  const mine = message.author === signed().official
  const name = org.official(message.author)?.name || t.someone
  const at = Date.parse(message.at)
  const kind = `message${mine ? ' mine' : ''}${head ? ' head' : ''}${marked ? ' marked' : ''}${message.pending ? ' pending' : ''}${plain ? ' plain' : ''}`
  const open = (event: MouseEvent) => {
    if (isGone(message) || (event.target as HTMLElement).closest('a')) return
    event.preventDefault()
    actions.menu(message, event.currentTarget as HTMLElement)
  }
  return (
    <div class="said" role="listitem">
      {day && (
        <p class="talk-day">
          <span>{longDay(at)}</span>
        </p>
      )}
      {unread && (
        <p class="talk-unread">
          <span>{t.talk.unreadLine}</span>
        </p>
      )}
      <article class={kind} tabIndex={current ? 0 : -1} data-id={message.id} aria-label={`${name}, ${clock(at)}`}>
        {!mine && !plain && (head ? <Avatar official={message.author} name={name} /> : <i />)}
        <div class="message-in">
          {head && !mine && !plain && (
            <p class="message-head">
              <b>{name}</b>
              {message.post && <span class="soft">{postName(message.post, org)}</span>}
            </p>
          )}
          <div class="message-body">
            <div class={bubble(message)} onContextMenu={open}>
              <Content message={message} org={org} />
              <Foot message={message} at={at} trail={trail} versions={actions.versions} />
            </div>
            {!isGone(message) && (
              <button
                type="button"
                class="icon-button message-more"
                tabIndex={current ? 0 : -1}
                aria-label={t.talk.more(name)}
                onClick={({ currentTarget }) => actions.menu(message, currentTarget)}
              >
                <Icon name="more" />
              </button>
            )}
          </div>
          {message.reactions.length > 0 && <Reactions message={message} org={org} react={actions.react} />}
          {actions.thread && message.replies > 0 && (
            <button type="button" class="replies" onClick={() => actions.thread?.(message)}>
              <Icon name="reply" size={16} />
              {t.talk.replies(message.replies)}
            </button>
          )}
        </div>
      </article>
    </div>
  )
}

/** Words alone, emoji alone, or pictures alone: each has its own look. */
function bubble(message: Spoken): string {
  if (isGone(message)) return 'bubble gone'
  return /^(?:\p{Extended_Pictographic}[\u{fe0f}\u{1f3fb}-\u{1f3ff}\u200d]*\s*){1,3}$/u.test(message.text) ? 'bubble emoji' : 'bubble'
}

function Content({ message, org }: { message: Spoken; org: Organisation }): JSX.Element {
  if (isGone(message)) return <p class="soft">{message.expired ? t.talk.expired : takenBack(message, org)}</p>
  const names = message.mentions.map((mention) => nameOf(mention, org))
  const unsaid = names.filter((name) => !message.text.includes(`@${name}`))
  return (
    <>
      {message.origin && (
        <p class="origin soft">
          <Icon name="swap" size={14} />
          <a href={hrefOf(message.origin.channel)}>{t.talk.forwarded(org.official(message.origin.author)?.name ?? t.someone)}</a>
        </p>
      )}
      {message.text && <Rich text={message.text} called={names} />}
      {unsaid.length > 0 && (
        <p class="called">
          {unsaid.map((name) => (
            <mark key={name}>@{name}</mark>
          ))}
        </p>
      )}
      {message.attachments.length > 0 && <Files ids={message.attachments} />}
      {message.cards.map((card) => (
        <CardLine key={card.id} {...card} />
      ))}
    </>
  )
}

function takenBack({ retractedBy, author }: Spoken, org: Organisation): string {
  return retractedBy && retractedBy !== author ? t.talk.retractedBy(org.official(retractedBy)?.name ?? t.someone) : t.talk.retracted
}

/** As it stands after the @ in a text. */
function nameOf({ kind, id }: Mention, org: Organisation): string {
  if (kind === 'everyone') return t.talk.everyone
  const name = kind === 'official' ? org.official(id)?.name : kind === 'unit' ? org.unit(id)?.name : org.post(id)?.title
  return name || t.someone
}

interface FootProps {
  message: Spoken
  at: number
  trail: MessageProps['trail']
  versions: MessageActions['versions']
}

function Foot({ message, at, trail, versions }: FootProps): JSX.Element {
  return (
    <p class="message-foot">
      {message.pinned && (
        <span>
          <Icon name="pin" size={13} />
          {t.talk.pinned}
        </span>
      )}
      {message.editedAt && !isGone(message) && (
        <button type="button" class="foot-button" onClick={() => versions(message)}>
          {t.talk.edited(clock(Date.parse(message.editedAt)))}
        </button>
      )}
      <time dateTime={message.at}>{clock(at)}</time>
      {trail && (
        <span class={`trail ${trail}`}>
          <Icon name={trail === 'held' || trail === 'kept' ? 'device' : 'send'} size={13} />
          {trail === 'sent' || trail === 'accepted' ? t.talk.sending : t.trail.kept}
        </span>
      )}
    </p>
  )
}

interface ReactionsProps {
  message: Spoken
  org: Organisation
  react: MessageActions['react']
}

function Reactions({ message, org, react }: ReactionsProps): JSX.Element {
  const me = signed().official
  return (
    <p class="reactions">
      {message.reactions.map(({ emoji, officials }) => {
        const names = officials.map((id) => org.official(id)?.name ?? t.someone).join(', ')
        const mine = officials.includes(me)
        return (
          <button
            key={emoji}
            type="button"
            class={mine ? 'reaction mine' : 'reaction'}
            aria-pressed={mine}
            aria-label={`${emoji} ${officials.length}: ${names}`}
            title={names}
            onClick={() => react(message, emoji)}
          >
            {emoji} <span>{officials.length}</span>
          </button>
        )
      })}
    </p>
  )
}
