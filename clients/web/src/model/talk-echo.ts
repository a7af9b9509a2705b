/** What is said and done in a conversation, shown at once, before the server has said so. */
import type { Change } from '@congvu/sync'
import type { Channel, Message } from './rows'
import { WAITING, type Spoken } from './said'
import type { TalkPlace } from './talk-place'

export interface Saying {
  text: string
  mentions?: Message['mentions']
  thread?: string | null
  attachments?: readonly string[]
  cards?: Message['cards']
}

const NEW = { replies: 0, number: 0, editedAt: null, retractedBy: null, expired: false, pinned: false, reactions: [], version: 0 }

type Where = Pick<TalkPlace, 'id' | 'kind' | 'post'>

/** A message that has just been said here, after all others. At tasks too it is a row of its own until it is there. */
export function said(id: string, { id: channel, kind, post }: Where, saying: Saying, author: string, now: number): Change {
  const at = new Date(now).toISOString()
  const { text, mentions = [], thread = null, attachments = [], cards = [] } = saying
  const words = { text, mentions, thread, attachments, cards, origin: null }
  const message: Message = { ...NEW, ...words, channel, kind, author, post, at, order: WAITING + now }
  return { collection: 'message', id, create: message }
}

/** A message of one place as it will be passed on in another. */
export function forwarded(id: string, message: Spoken, where: Where, author: string, now: number): Change {
  const { text, attachments, cards } = message
  const origin = message.origin ?? { message: message.id, channel: message.channel, author: message.author, at: message.at }
  const change = said(id, where, { text, attachments, cards }, author, now)
  return 'create' in change ? { ...change, create: { ...change.create, origin } } : change
}

/** Another state of a message: laid over its row, or over what the device knows of it when it has no row. */
export function changed(message: Spoken, fields: Partial<Message>, row: boolean): Change[] {
  const { id, pending: _, ...known } = message
  if (row) return [{ collection: 'message', id, patch: fields }]
  return [{ collection: 'message', id, create: { ...known, ...fields } }]
}

export const gone = (by: string): Partial<Message> => ({
  text: '',
  mentions: [],
  attachments: [],
  cards: [],
  reactions: [],
  pinned: false,
  retractedBy: by,
})

/** The reactions with one of somebody's given or taken back. */
export function reacted({ reactions }: Pick<Message, 'reactions'>, emoji: string, official: string): Message['reactions'] {
  const given = reactions.find((each) => each.emoji === emoji)?.officials ?? []
  if (given.length === 0) return [...reactions, { emoji, officials: [official] }]
  const officials = given.includes(official) ? given.filter((id) => id !== official) : [...given, official]
  return reactions.flatMap((each) => (each.emoji !== emoji ? [each] : officials.length > 0 ? [{ emoji, officials }] : []))
}

interface Opening {
  kind: 'open' | 'private' | 'group' | 'direct'
  title: string
  topic: string | null
  members: readonly string[]
}

/** A channel that has just been opened, and that I am in it. */
export function opened(id: string, { kind, title, topic, members: others }: Opening, me: string, at: string): Change[] {
  const members = [me, ...others.filter((each) => each !== me)]
  const channel: Channel = {
    kind,
    name: title,
    topic,
    unit: null,
    members: members.slice(0, 50),
    memberCount: members.length,
    moderators: kind === 'direct' ? [] : [me],
    posting: 'all',
    retentionDays: null,
    archived: false,
    count: 0,
    last: null,
    pinned: [],
    createdAt: at,
  }
  return [{ collection: 'channel', id, create: channel }, membership(id, me, kind !== 'direct')]
}

/** That I am in a channel, until the row says so. */
export function membership(channel: string, official: string, moderator: boolean): Change {
  return { collection: 'member', id: `${channel}:${official}`, create: { channel, official, moderator, active: true } }
}
