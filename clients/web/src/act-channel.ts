/** Opening channels, and keeping them: who is in, who keeps order, what they are called, what holds there. */
import { createdId, type Change } from '@congvu/sync'
import { myPosts, rows, signed, sync } from './live'
import type { Channel } from './model/rows'
import { membership, opened } from './model/talk-echo'
import { iso } from './model/time'
import { go } from './router'

function give(name: string, args: object, optimistic: (id: string) => readonly Change[]): string {
  return sync().send(name, args, { as: { post: myPosts()[0] ?? null }, optimistic }).id
}

interface New {
  kind: 'open' | 'private' | 'group'
  title: string
  topic: string | null
  members: readonly string[]
}

/** A new channel; its id, which holds already offline. */
export function create(channel: New): string {
  const echo = (id: string) => opened(createdId(id, 'channel'), channel, signed().official, iso(sync().now()))
  return createdId(give('channel.create', channel, echo), 'channel')
}

/** The one channel with somebody: the one there is, or a new one; both sides can tell its id. */
export function direct(official: string): string {
  const [one, other] = [official, signed().official].sort() as [string, string]
  const channel = createdId(one, `direct:${other}`)
  if (rows('channel').has(channel)) return channel
  const shown = { kind: 'direct' as const, title: '', topic: null, members: [official] }
  give('channel.direct', { official }, () => opened(channel, shown, signed().official, iso(sync().now())))
  return channel
}

/** Opens the conversation with somebody. */
export function talkTo(official: string): void {
  go(`/trao-doi/${direct(official)}`)
}

const patch = (id: string, fields: Partial<Channel>): Change => ({ collection: 'channel', id, patch: fields })

export function join(id: string, channel: Channel): void {
  const me = signed().official
  const members = [...channel.members, me]
  give('channel.join', { channel: id }, () => [membership(id, me, false), patch(id, { members, memberCount: channel.memberCount + 1 })])
}

export function leaveChannel(id: string): void {
  const me = signed().official
  const mine = [...rows('member').values()].find(({ fields }) => fields.channel === id && fields.official === me)
  give('channel.leave', { channel: id }, () => (mine ? [{ collection: 'member', id: mine.id, remove: true }] : []))
}

export function add(id: string, channel: Channel, officials: readonly string[]): void {
  const members = [...channel.members, ...officials]
  give('channel.add', { channel: id, officials }, () => [patch(id, { members, memberCount: channel.memberCount + officials.length })])
}

export function remove(id: string, channel: Channel, official: string): void {
  const without = (list: readonly string[]) => list.filter((each) => each !== official)
  const fields = { members: without(channel.members), moderators: without(channel.moderators), memberCount: channel.memberCount - 1 }
  give('channel.remove', { channel: id, official }, () => [patch(id, fields)])
}

export function appoint(id: string, channel: Channel, official: string, moderator: boolean): void {
  const others = channel.moderators.filter((each) => each !== official)
  const moderators = moderator ? [...others, official] : others
  give('channel.appoint', { channel: id, official, moderator }, () => [patch(id, { moderators })])
}

export function rename(id: string, title: string, topic: string | null): void {
  give('channel.rename', { channel: id, title, topic }, () => [patch(id, { name: title, topic })])
}

export function setRules(id: string, posting: Channel['posting'], retentionDays: number | null): void {
  give('channel.setRules', { channel: id, posting, retentionDays }, () => [patch(id, { posting, retentionDays })])
}

export function archive(id: string, archived: boolean): void {
  give(archived ? 'channel.archive' : 'channel.reopen', { channel: id }, () => [patch(id, { archived })])
}
