/** One message: who, when, the words, what came with them, reactions, answers, and what can be done with it. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { pin, react, retract } from '../act-talk'
import { clock, t } from '../i18n'
import { rows, signed, sync, useNow, useOrganisation } from '../live'
import type { Spoken } from '../model/talk'
import { useCompany } from '../reads'
import { go } from '../router'
import { Files } from './files'
import { Icon } from './icon'
import { Menu } from './menu'
import { Rich } from './rich'
import { postName } from './seat'
import { toast } from './toast'

const QUICK = ['👍', '❤️', '🙏', '✅', '😄']

interface Props {
  message: Spoken
  /** Whether its author is named. */
  head: boolean
  /** The one that was jumped to. */
  marked: boolean
  inThread: boolean
  onThread: ((root: string) => void) | undefined
  onEdit: (message: Spoken) => void
}

export function Message({ message, head, marked, inThread, onThread, onEdit }: Props): JSX.Element {
  const org = useOrganisation()
  const mine = message.author === signed().official
  const name = org.official(message.author)?.name || t.someone
  const gone = message.retractedBy !== null || message.expired
  return (
    <div class={`message${mine ? ' mine' : ''}${marked ? ' marked' : ''}${message.pending ? ' pending' : ''}`} role="article" aria-label={name}>
      {head && (
        <p class="message-head">
          <There official={message.author} />
          <b>{name}</b>
          {message.post && <span class="soft"> · {postName(message.post, org)}</span>}
          <time class="soft" dateTime={message.at}>
            {clock(Date.parse(message.at))}
          </time>
        </p>
      )}
      <div class="message-body">
        <div class="message-said">
          {message.origin && (
            <p class="soft">
              <Icon name="swap" size={14} /> {t.talk.forwarded(org.official(message.origin.author)?.name ?? t.someone)}
            </p>
          )}
          {gone ? <p class="soft">{message.expired ? t.talk.expired : t.talk.retracted}</p> : message.text && <Rich text={message.text} />}
          {!gone && message.attachments.length > 0 && <Files ids={message.attachments} />}
          {!gone && message.cards.map((card) => <CardLine key={card.id} {...card} />)}
          <Marks message={message} />
        </div>
        {!gone && !message.pending && (
          <Menu label={t.talk.more(name)} items={itemsOf(message, mine, inThread ? undefined : onThread, onEdit)} />
        )}
      </div>
      {message.reactions.length > 0 && <Reactions message={message} />}
      {!inThread && message.replies > 0 && onThread && (
        <button type="button" class="link" onClick={() => onThread(message.id)}>
          {t.talk.replies(message.replies)}
        </button>
      )}
    </div>
  )
}

/** A dot for who is there. */
function There({ official }: { official: string }): JSX.Element | null {
  useCompany()
  useEffect(() => sync().watch([official]), [official])
  const { state } = sync().presence(official)
  return state === 'offline' ? null : <i class={`there ${state}`} role="img" aria-label={t.talk[state]} title={t.talk[state]} />
}

function Marks({ message }: { message: Spoken }): JSX.Element | null {
  const now = useNow()
  const words = [
    message.pinned && t.talk.pinned,
    message.editedAt && t.talk.edited(clock(Date.parse(message.editedAt))),
    message.pending && (Date.parse(message.at) < now - 5_000 ? t.trail.kept : t.trail.sent),
  ].filter(Boolean)
  return words.length > 0 ? <p class="message-marks soft">{words.join(' · ')}</p> : null
}

function Reactions({ message }: { message: Spoken }): JSX.Element {
  const org = useOrganisation()
  const me = signed().official
  return (
    <p class="reactions">
      {message.reactions.map(({ emoji, officials }) => {
        const names = officials.map((id) => org.official(id)?.name ?? t.someone).join(', ')
        return (
          <button
            key={emoji}
            type="button"
            class={officials.includes(me) ? 'reaction mine' : 'reaction'}
            aria-pressed={officials.includes(me)}
            aria-label={`${emoji} ${officials.length}: ${names}`}
            title={names}
            onClick={() => react(message, emoji)}
          >
            {emoji} {officials.length}
          </button>
        )
      })}
    </p>
  )
}

function itemsOf(message: Spoken, mine: boolean, onThread: Props['onThread'], onEdit: Props['onEdit']) {
  const link = `${location.origin}/trao-doi/${message.channel}?tin=${message.order}`
  return [
    ...QUICK.map((emoji) => ({ label: emoji, onPick: () => react(message, emoji) })),
    ...(onThread ? [{ label: t.talk.answer, onPick: () => onThread(message.id) }] : []),
    { label: t.talk.toTask, onPick: () => go(`/giao?tu-tin=${message.id}`) },
    { label: message.pinned ? t.talk.unpin : t.talk.pin, onPick: () => pin(message, !message.pinned) },
    { label: t.talk.copyLink, onPick: () => void navigator.clipboard.writeText(link).then(() => toast(t.talk.copied)) },
    ...(mine && !message.origin ? [{ label: t.talk.edit, onPick: () => onEdit(message) }] : []),
    ...(mine ? [{ label: t.talk.retract, onPick: () => retract(message), danger: true }] : []),
  ]
}

const PATH = { task: '/viec/', directive: '/chi-dao/', official: '/danh-ba', unit: '/danh-ba?don-vi=', message: '/trao-doi/' }

/** A thing that is shown with a message: what the reader may see of it. */
function CardLine({ kind, id }: Spoken['cards'][number]): JSX.Element {
  const org = useOrganisation()
  const title =
    kind === 'task'
      ? rows('task').get(id)?.fields.title
      : kind === 'directive'
        ? rows('directive').get(id)?.fields.title
        : kind === 'unit'
          ? org.unit(id)?.name
          : org.official(id)?.name
  return (
    <a class="talk-card" href={kind === 'official' ? PATH.official : `${PATH[kind]}${id}`}>
      <Icon name={kind === 'official' ? 'user' : kind === 'unit' ? 'unit' : 'tasks'} size={18} />
      {title ?? t.inbox.gone}
    </a>
  )
}
