/** Saying something, and what one does with what was said: shown at once, sent when there is a network. */
import { createdId, type Change } from '@congvu/sync'
import { rows, signed, sync, myPosts } from './live'
import type { Message, Talk } from './model/rows'
import type { Spoken } from './model/talk'
import { iso } from './model/time'

export type Mention = Message['mentions'][number]

export interface Saying {
  text: string
  mentions?: readonly Mention[]
  thread?: string | null
  attachments?: readonly string[]
  cards?: Message['cards']
}

function give(name: string, args: object, optimistic: (id: string) => readonly Change[]): string {
  return sync().send(name, args, { as: { post: myPosts()[0] ?? null }, optimistic }).id
}

/** Says something in a place; the id of the message to be. */
export function say(channel: string, saying: Saying): string {
  const args = { channel, ...saying }
  return createdId(
    give('message.post', args, (id) => [shown(channel, createdId(id, 'message'), saying)]),
    'message',
  )
}

function shown(channel: string, id: string, saying: Saying): Change {
  const atWork = rows('task').has(channel) ? 'task' : rows('directive').has(channel) ? 'directive' : null
  const message: Message = {
    channel,
    kind: atWork ?? rows('channel').get(channel)?.fields.kind ?? 'group',
    author: signed().official,
    post: myPosts()[0] ?? null,
    text: saying.text,
    mentions: saying.mentions ?? [],
    thread: saying.thread ?? null,
    replies: 0,
    attachments: saying.attachments ?? [],
    cards: saying.cards ?? [],
    origin: null,
    at: iso(Date.now()),
    order: 0,
    number: 0,
    editedAt: null,
    retractedBy: null,
    expired: false,
    pinned: false,
    reactions: [],
    version: 0,
  }
  return atWork ? inTalk(channel, (talk) => ({ messages: [...talk.messages, { ...message, id }] })) : { collection: 'message', id, create: message }
}

/** A change of what is said at a task or directive: its messages are one row. */
function inTalk(channel: string, change: (talk: Talk) => Partial<Talk>): Change {
  const talk = rows('talk').get(channel)?.fields
  const next = change(talk ?? { count: 0, messages: [] })
  return talk
    ? { collection: 'talk', id: channel, patch: next }
    : { collection: 'talk', id: channel, create: { count: 0, messages: [], ...next } }
}

function changed(message: Spoken, fields: Partial<Message>): readonly Change[] {
  const { id, channel } = message
  if (rows('message').has(id)) return [{ collection: 'message', id, patch: fields }]
  const known = rows('talk').get(channel)?.fields.messages.some((each) => each.id === id)
  if (!known) return []
  const patch = (talk: Talk) => ({ messages: talk.messages.map((each) => (each.id === id ? { ...each, ...fields } : each)) })
  return [inTalk(channel, patch)]
}

export function edit(message: Spoken, text: string, mentions: readonly Mention[]): void {
  const args = { message: message.id, text, mentions }
  give('message.edit', args, () => changed(message, { text, mentions, editedAt: iso(Date.now()) }))
}

export function retract(message: Spoken): void {
  const gone = { text: '', attachments: [], cards: [], reactions: [], retractedBy: signed().official }
  give('message.retract', { message: message.id }, () => changed(message, gone))
}

export function pin(message: Spoken, pinned: boolean): void {
  give(pinned ? 'message.pin' : 'message.unpin', { message: message.id }, () => changed(message, { pinned }))
}

/** Gives an emoji, or takes it back. */
export function react(message: Spoken, emoji: string): void {
  const me = signed().official
  const given = message.reactions.find((each) => each.emoji === emoji)?.officials ?? []
  const mine = given.includes(me)
  const officials = mine ? given.filter((id) => id !== me) : [...given, me]
  const others = message.reactions.filter((each) => each.emoji !== emoji)
  const reactions = officials.length > 0 ? [...others, { emoji, officials }] : others
  give(mine ? 'message.unreact' : 'message.react', { message: message.id, emoji }, () => changed(message, { reactions }))
}
