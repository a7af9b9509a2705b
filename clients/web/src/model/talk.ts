/** The list of conversations: which there are, what is new in each, how often I am called, which of them are wanted. */
import { callsMe, type Me } from './calling'
import type { Organisation } from './organisation'
import type { Channel, Message, Talk } from './rows'
import type { Spoken } from './said'
import { fold } from './search'

export type TalkKind = 'unit' | 'channel' | 'group' | 'direct' | 'task' | 'directive'

/** How much of a channel one is told; null: as usual. */
export type Level = 'all' | 'mentions' | 'none' | null

export interface Conversation {
  id: string
  kind: TalkKind
  name: string
  /** The other one of a channel of two. */
  other: string | null
  /** What was said last, and by whom; null: nothing yet. */
  last: { author: string; at: string; text: string; files: number } | null
  /** When it was last said, or when the place began. */
  at: string
  unread: number
  /** How often I was called in what is unread and here. */
  mentions: number
  level: Level
  archived: boolean
}

type Rows<T> = ReadonlyMap<string, { id: string; fields: T }>

export interface Device {
  channels: Rows<Channel>
  talks: Rows<Talk>
  messages: Rows<Message>
  tasks: Rows<{ title: string }>
  directives: Rows<{ title: string }>
  members: Rows<{ channel: string; active: boolean }>
  levels: readonly { channel: string; level: Level }[]
  reads: ReadonlyMap<string, number>
  org: Organisation
  me: Me
}

/** All conversations that I am part of, what was last said or began first. */
export function conversations(device: Device): Conversation[] {
  const mine = joined(device.members)
  const called = mentionsOf(device)
  const levels = new Map(device.levels.map(({ channel, level }) => [channel, level]))
  const found: Conversation[] = []
  for (const { id, fields } of device.channels.values()) {
    if (fields.kind === 'unit' ? fields.archived && fields.count === 0 : !mine.has(id)) continue
    found.push({ ...ofChannel(id, fields, device), mentions: called.get(id) ?? 0, level: levels.get(id) ?? null })
  }
  for (const { id, fields } of device.talks.values()) {
    if (fields.messages.length > 0) found.push({ ...ofTalk(id, fields, device), level: levels.get(id) ?? null })
  }
  return found.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.name.localeCompare(b.name, 'vi')))
}

/** The channels of people that I am a member of. */
export function joined(members: Device['members']): Set<string> {
  return new Set([...members.values()].filter(({ fields }) => fields.active).map(({ fields }) => fields.channel))
}

function ofChannel(id: string, channel: Channel, { org, me, reads }: Device): Omit<Conversation, 'mentions' | 'level'> {
  return {
    id,
    kind: kindOf(channel),
    name: nameOf(channel, org, me.official),
    other: otherOf(channel, me.official),
    last: channel.last,
    at: channel.last?.at ?? channel.createdAt,
    unread: Math.max(0, channel.count - (reads.get(id) ?? 0)),
    archived: channel.archived,
  }
}

function kindOf({ kind }: Channel): TalkKind {
  return kind === 'open' || kind === 'private' ? 'channel' : kind
}

export function otherOf(channel: Channel, me: string): string | null {
  return channel.kind === 'direct' ? (channel.members.find((id) => id !== me) ?? null) : null
}

/** A channel of two is called by the other's name. */
export function nameOf(channel: Channel, org: Organisation, me: string): string {
  return channel.kind === 'direct' ? (org.official(otherOf(channel, me))?.name ?? '') : channel.name
}

function ofTalk(id: string, talk: Talk, { tasks, directives, reads, me }: Device): Omit<Conversation, 'level'> {
  const kind = tasks.has(id) ? 'task' : 'directive'
  const top = talk.messages.findLast(({ thread }) => thread === null)
  const name = (tasks.get(id) ?? directives.get(id))?.fields.title ?? ''
  const last = top ? { author: top.author, at: top.at, text: top.text, files: top.attachments.length } : null
  const read = reads.get(id) ?? 0
  return {
    id,
    kind,
    name,
    other: null,
    last,
    at: last?.at ?? '',
    unread: Math.max(0, talk.count - read),
    mentions: talk.messages.filter((message) => calls(message, read, me)).length,
    archived: false,
  }
}

/** Whether a message above the number read calls me. Answers in threads have no number of their own. */
function calls(message: Message, read: number, me: Me): boolean {
  return message.number > read && message.author !== me.official && message.mentions.some((mention) => callsMe(mention, me))
}

function mentionsOf({ messages, reads, me }: Device): Map<string, number> {
  const found = new Map<string, number>()
  for (const { fields } of messages.values()) {
    if (fields.mentions.length === 0 || !calls(fields, reads.get(fields.channel) ?? 0, me)) continue
    found.set(fields.channel, (found.get(fields.channel) ?? 0) + 1)
  }
  return found
}

/** Whether what is new there should be seen from afar: muted places only call. */
export function wants({ unread, mentions, level }: Conversation): boolean {
  return mentions > 0 ? level !== 'none' : unread > 0 && level !== 'none' && level !== 'mentions'
}

export type Show = 'all' | 'unread' | 'direct' | 'channels'

const OF: Record<Show, (each: Conversation) => boolean> = {
  all: () => true,
  unread: ({ unread }) => unread > 0,
  direct: ({ kind }) => kind === 'direct' || kind === 'group',
  channels: ({ kind }) => kind === 'channel' || kind === 'unit',
}

/** Those of a filter whose names have all the typed words; marks count only when they are typed. */
export function shown(all: readonly Conversation[], show: Show, words: string): Conversation[] {
  const text = words.normalize('NFC').toLowerCase().trim()
  const marked = fold(text) !== text
  const asked = text.split(/\s+/).filter(Boolean)
  return all.filter((each) => {
    if (!OF[show](each)) return false
    const name = marked ? each.name.normalize('NFC').toLowerCase() : fold(each.name)
    return asked.every((word) => name.includes(word))
  })
}

/** The message that a place shows as its last one is mine and not yet there: the row does not know it. */
export function lastSaid(conversation: Conversation, waiting: readonly Spoken[]): Conversation['last'] {
  const mine = waiting.findLast(({ channel, thread }) => channel === conversation.id && thread === null)
  return mine ? { author: mine.author, at: mine.at, text: mine.text, files: mine.attachments.length } : conversation.last
}
