/** A place where one talks, as it stands to me: who hears it, what I may do there, and in which post. The server decides in the end. */
import { peopleOf, sittersOf, type Callable } from './calling'
import type { Organisation } from './organisation'
import type { Channel, Directive, Seat, Talk, Task } from './rows'
import { nameOf } from './talk'

export interface TalkPlace {
  id: string
  kind: Channel['kind']
  name: string
  topic: string | null
  /** Messages so far, answers in threads not counted. */
  count: number
  /** Nothing is said there any more. */
  closed: boolean
  /** Whether I am there; an open channel is known to all. */
  heard: boolean
  /** Whether I keep order there, and whether I may say something. */
  orderly: boolean
  speaks: boolean
  /** In which post I speak. */
  post: string | null
  /** Those who hear it, as far as the device knows, and how many they are. */
  people: readonly string[]
  size: number
  moderators: readonly string[]
  posting: Channel['posting']
  retentionDays: number | null
  pinned: readonly string[]
  /** What those who hear it are told through; none at a task or directive. */
  scope: string | null
}

export interface Standing {
  official: string
  posts: readonly string[]
  org: Organisation
}

const EVERYWHERE = { retentionDays: null, moderators: [], posting: 'all' as const, heard: true, speaks: true, topic: null, closed: false }

export function channelPlace(id: string, channel: Channel, member: boolean, me: Standing): TalkPlace {
  const { kind, topic, count, pinned, archived: closed, posting, retentionDays, moderators } = channel
  const unit = kind === 'unit'
  const people = unit ? peopleOf(id, me.org) : channel.members
  const host = unit ? me.posts.find((post) => leads(post, id, me.org)) : undefined
  const orderly = unit ? host !== undefined : moderators.includes(me.official)
  const heard = unit || member
  return {
    id,
    kind,
    name: nameOf(channel, me.org, me.official),
    topic,
    count,
    closed,
    heard,
    orderly,
    speaks: heard && !closed && (posting === 'all' || orderly),
    post: host ?? me.posts.find((post) => within(post, id, me.org)) ?? me.posts[0] ?? null,
    people,
    size: unit ? people.length : channel.memberCount,
    moderators,
    posting,
    retentionDays,
    pinned,
    scope: `${unit ? 'unit' : 'channel'}:${id}`,
  }
}

export function taskPlace(id: string, task: Task, talk: Talk | undefined, me: Standing): TalkPlace {
  const seats = [task.assigner, task.lead, ...task.chain, ...task.coordinating, ...task.following, task.chaser]
  return atWork(id, 'task', task.title, talk, task.assigner, seats, me)
}

export function directivePlace(id: string, directive: Directive, talk: Talk | undefined, me: Standing): TalkPlace {
  const desks = [directive.issuer.unit, ...directive.units].map((unit): Seat => ({ unit, post: null }))
  return atWork(id, 'directive', directive.title, talk, directive.issuer, [directive.issuer, ...desks], me)
}

function atWork(
  id: string,
  kind: 'task' | 'directive',
  name: string,
  talk: Talk | undefined,
  host: Seat,
  seats: readonly (Seat | null)[],
  { posts, org }: Standing,
): TalkPlace {
  const people = sittersOf(seats, org)
  const keeper = posts.find((post) => org.sits(post, host))
  const part = posts.find((post) => seats.some((seat) => org.sits(post, seat)))
  const pinned = talk?.messages.flatMap((message) => (message.pinned ? [message.id] : [])) ?? []
  return {
    ...EVERYWHERE,
    id,
    kind,
    name,
    count: talk?.count ?? 0,
    orderly: keeper !== undefined,
    post: keeper ?? part ?? posts[0] ?? null,
    people,
    size: people.length,
    pinned,
    scope: null,
  }
}

function within(post: string, unit: string, org: Organisation): boolean {
  return org.withPredecessors(org.post(post)?.unit ?? '').has(unit)
}

function leads(post: string, unit: string, org: Organisation): boolean {
  return org.post(post)?.leading === true && org.onDesk(post, unit)
}

/** How the posts and units of a place are named, and what everybody is called. */
export interface Names {
  post: (id: string) => string
  everyone: string
  count: (n: number) => string
}

/** Whom one can call in a place: its people, the posts that they lead it by, the units that hear it; everybody, for who may. */
export function callableIn(place: TalkPlace, me: string, org: Organisation, names: Names): Callable[] {
  const people = place.people.flatMap((id): Callable[] => {
    const post = org.postsOf(id)[0]
    const name = org.official(id)?.name
    return id === me || !name ? [] : [{ mention: { kind: 'official', id }, name, detail: post ? names.post(post.id) : '' }]
  })
  const everyone: Callable = { mention: { kind: 'everyone', id: null }, name: names.everyone, detail: names.count(place.size) }
  return [...people, ...postsIn(place, org, names), ...unitsIn(place, org), ...(place.orderly && place.kind !== 'direct' ? [everyone] : [])]
}

/** In a unit, its leading posts: whoever holds them is called. */
function postsIn({ kind, id }: TalkPlace, org: Organisation, names: Names): Callable[] {
  if (kind !== 'unit') return []
  return org.postsIn(id).flatMap(({ id: post, fields }): Callable[] => {
    if (!fields.leading || !fields.holder) return []
    return [{ mention: { kind: 'post', id: post }, name: fields.title, detail: org.official(fields.holder)?.name ?? names.post(post) }]
  })
}

function unitsIn({ kind, id }: TalkPlace, org: Organisation): Callable[] {
  if (kind !== 'unit' && kind !== 'open') return []
  const units = kind === 'unit' ? [id] : [...org.units.keys()]
  return units.flatMap((unit): Callable[] => {
    const found = org.unit(unit)
    return found?.state === 'active' ? [{ mention: { kind: 'unit', id: unit }, name: found.name, detail: found.code }] : []
  })
}
