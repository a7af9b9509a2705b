/** Saying something, and what one does with what was said: shown at once, sent when there is a network. */
import { createdId, type Change, type OutboxEntry, type Sent } from '@congvu/sync'
import { HOLD } from './act'
import { remember } from './heard'
import { t } from './i18n'
import { rows, signed, sync } from './live'
import type { Mention } from './model/calling'
import type { Message } from './model/rows'
import type { Spoken } from './model/said'
import { changed, forwarded, gone, reacted, said, type Saying } from './model/talk-echo'
import type { TalkPlace } from './model/talk-place'
import { iso } from './model/time'
import { toast } from './ui/toast'

type Where = Pick<TalkPlace, 'id' | 'kind' | 'post'>

function give(name: string, args: object, post: string | null, optimistic: (id: string) => readonly Change[], holdMs = 0): Sent {
  return sync().send(name, args, { as: { post }, holdMs, optimistic })
}

/** Says something in a place; the id of the message to be. */
export function say(where: Where, saying: Saying): string {
  const args = { channel: where.id, ...saying }
  const echo = (id: string) => [said(createdId(id, 'message'), where, saying, signed().official, sync().now())]
  return createdId(give('message.post', args, where.post, echo).id, 'message')
}

/** Says in a place what a message says, with its origin. */
export function forward(message: Spoken, where: Where): void {
  const args = { channel: where.id, forward: { message: message.id, channel: message.channel } }
  const echo = (id: string) => [forwarded(createdId(id, 'message'), message, where, signed().official, sync().now())]
  give('message.post', args, where.post, echo)
}

/** One command on a message, shown at once; when it is no row, what became of it is remembered once it is done. */
function change(name: string, args: object, message: Spoken, post: string | null, fields: Partial<Message>, hold = 0): Sent {
  const row = rows('message').has(message.id)
  const sent = give(name, { message: message.id, ...args }, post, () => changed(message, fields, row), hold)
  void sent.done.then(({ status }) => {
    const { pending: _, ...now } = message
    if (status === 'accepted') remember(message.channel, [{ ...now, ...fields, version: now.version + 1 }])
  })
  return sent
}

export function edit(message: Spoken, post: string | null, text: string, mentions: readonly Mention[]): void {
  change('message.edit', { text, mentions }, message, post, { text, mentions, editedAt: iso(sync().now()) })
}

/** Takes it back; for a moment that can be undone. */
export function retract(message: Spoken, post: string | null): void {
  const sent = change('message.retract', {}, message, post, gone(signed().official), HOLD)
  toast(t.talk.retractDone, { undo: () => sent.undo(), until: Date.now() + HOLD })
}

export function pin(message: Spoken, post: string | null, pinned: boolean): void {
  change(pinned ? 'message.pin' : 'message.unpin', {}, message, post, { pinned })
}

/** Gives an emoji, or takes it back. */
export function react(message: Spoken, post: string | null, emoji: string): void {
  const me = signed().official
  const mine = message.reactions.some((each) => each.emoji === emoji && each.officials.includes(me))
  change(mine ? 'message.unreact' : 'message.react', { emoji }, message, post, { reactions: reacted(message, emoji, me) })
}

/** How far each message that I have said here has come, by its id; those that came back are told apart. */
export function trails(outbox: readonly OutboxEntry[]): Map<string, OutboxEntry['state']> {
  const found = new Map<string, OutboxEntry['state']>()
  for (const entry of outbox) if (entry.name === 'message.post') found.set(createdId(entry.id, 'message'), entry.state)
  return found
}

/** What was said in a place and not taken by the server: it must never be lost. */
export function cameBack(outbox: readonly OutboxEntry[], place: string): OutboxEntry[] {
  const of = ({ args }: OutboxEntry) => (args as { channel?: string }).channel
  return outbox.filter((entry) => entry.state === 'refused' && entry.name === 'message.post' && of(entry) === place)
}
