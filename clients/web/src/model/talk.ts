/** Conversations as the screens show them: which there are, what is new in each, and messages by day and author. */
import type { Organisation } from './organisation'
import type { Channel, Message, Talk } from './rows'
import { civilDay } from './time'

export interface Spoken extends Message {
  id: string
  /** Said here, and not there yet. */
  pending?: boolean
}

export type TalkKind = 'unit' | 'channel' | 'group' | 'direct' | 'task' | 'directive'

export interface Conversation {
  id: string
  kind: TalkKind
  name: string
  /** What was said last, and by whom; null: nothing yet. */
  last: { author: string; at: string; text: string; files: number } | null
  unread: number
  /** How often I was called in what is unread and here. */
  mentions: number
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
  reads: ReadonlyMap<string, number>
  org: Organisation
  me: string
}

/** All conversations that I am part of; those with something new or newer first. */
export function conversations(device: Device): Conversation[] {
  const mine = new Set([...device.members.values()].filter(({ fields }) => fields.active).map(({ fields }) => fields.channel))
  const called = mentionsOf(device)
  const found: Conversation[] = []
  for (const { id, fields } of device.channels.values()) {
    if (fields.kind !== 'unit' && !mine.has(id)) continue
    if (fields.kind === 'unit' && fields.archived && fields.count === 0) continue
    found.push({
      id,
      kind: kindOf(fields),
      name: nameOf(fields, device),
      last: fields.last,
      unread: Math.max(0, fields.count - (device.reads.get(id) ?? 0)),
      mentions: called.get(id) ?? 0,
      archived: fields.archived,
    })
  }
  for (const { id, fields } of device.talks.values()) found.push(ofTalk(id, fields, device))
  return found.sort((a, b) => (b.last?.at ?? '').localeCompare(a.last?.at ?? '') || a.name.localeCompare(b.name, 'vi'))
}

function kindOf({ kind }: Channel): TalkKind {
  return kind === 'open' || kind === 'private' ? 'channel' : kind === 'task' ? 'task' : kind
}

/** A channel of two is called by the other's name. */
export function nameOf(channel: Channel, { org, me }: Pick<Device, 'org' | 'me'>): string {
  if (channel.kind !== 'direct') return channel.name
  const other = channel.members.find((id) => id !== me)
  return org.official(other)?.name ?? ''
}

function ofTalk(id: string, talk: Talk, { tasks, directives, reads }: Device): Conversation {
  const kind = tasks.has(id) ? 'task' : 'directive'
  const top = [...talk.messages].reverse().find(({ thread }) => thread === null)
  const name = (tasks.get(id) ?? directives.get(id))?.fields.title ?? ''
  const last = top ? { author: top.author, at: top.at, text: top.text, files: top.attachments.length } : null
  return { id, kind, name, last, unread: Math.max(0, talk.count - (reads.get(id) ?? 0)), mentions: 0, archived: false }
}

function mentionsOf({ messages, reads, me }: Device): Map<string, number> {
  const found = new Map<string, number>()
  for (const { fields } of messages.values()) {
    if (fields.author === me || fields.number <= (reads.get(fields.channel) ?? 0)) continue
    const called = fields.mentions.some(({ kind, id }) => kind === 'everyone' || id === me)
    if (called) found.set(fields.channel, (found.get(fields.channel) ?? 0) + 1)
  }
  return found
}

export type Line =
  | { kind: 'day'; at: number }
  | { kind: 'unread' }
  | { kind: 'message'; message: Spoken; /** Whether the author is named: not again in a row of theirs. */ head: boolean }

const TOGETHER = 5 * 60_000

/** The messages of a conversation in order, with a line for each day and one before the first unread. */
export function linesOf(messages: readonly Spoken[], read: number | null, me: string): Line[] {
  const lines: Line[] = []
  let before: Spoken | null = null
  let marked = read === null
  for (const message of messages) {
    const at = Date.parse(message.at)
    const newDay = !before || civilDay(Date.parse(before.at)) !== civilDay(at)
    if (newDay) lines.push({ kind: 'day', at })
    const starts = !marked && message.number > (read ?? 0) && message.author !== me
    if (starts) {
      lines.push({ kind: 'unread' })
      marked = true
    }
    const together = before !== null && !newDay && !starts && before.author === message.author && at - Date.parse(before.at) < TOGETHER
    lines.push({ kind: 'message', message, head: !together })
    before = message
  }
  return lines
}

/** Messages from several places in order, each once: the newer version of one counts; what waits comes last. */
export function merged(...lists: readonly (readonly Spoken[])[]): Spoken[] {
  const known = new Map<string, Spoken>()
  for (const message of lists.flat()) {
    const other = known.get(message.id)
    if (!other || other.version <= message.version) known.set(message.id, message)
  }
  return [...known.values()].sort((a, b) => place(a) - place(b) || a.at.localeCompare(b.at))
}

const place = ({ order, pending }: Spoken) => (pending && order === 0 ? Number.MAX_SAFE_INTEGER : order)

/** What a query among people begins: the name after the last @ before the caret, if one is being typed. */
export function calling(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('@')
  if (from < 0 || (from > 0 && /[\p{L}\p{N}]/u.test(before[from - 1] ?? ''))) return null
  const query = before.slice(from + 1)
  return query.length > 40 || query.includes('\n') ? null : { from, query }
}
