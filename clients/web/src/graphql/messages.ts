/** What was said and is on this device no longer, or not yet: pages of it, single messages, and search, from the server. */
import { learn, type FileInfo } from '../files'
import type { Message } from '../model/rows'
import type { Spoken } from '../model/said'
import { ask, uuidIn } from './client'

export interface Said {
  id: string
  channel: string
  order: number
  thread: string | null
  author: string
  at: string
  excerpt: string
}

/** What is searched for besides words. */
export interface Narrowed {
  channel?: string
  author?: string
  since?: string
  until?: string
  hasFile?: boolean
}

const SEARCH = `query ($query: String!, $first: Int!, $channel: ID, $author: ID, $since: DateTime, $until: DateTime, $hasFile: Boolean) {
  searchMessages(query: $query, first: $first, channel: $channel, author: $author, since: $since, until: $until, hasFile: $hasFile) {
    nodes { excerpt message { id row } }
  }
}`

interface Answer {
  searchMessages: { nodes: { excerpt: string; message: { id: string; row: Message } }[] }
}

/** The newest messages with these words; null: offline, or too late. */
export async function searchMessages(query: string, first: number, signal: AbortSignal, within: Narrowed = {}): Promise<Said[] | null> {
  const answer = await ask<Answer>(SEARCH, { query, first, ...within }, signal)
  return (
    answer &&
    answer.searchMessages.nodes.map(({ excerpt, message: { id, row } }) => {
      const { channel, order, thread, author, at } = row
      return { id: uuidIn(id), channel, order, thread, author, at, excerpt }
    })
  )
}

const MESSAGE = `id row attachments { key name size mediaType width height durationMs thumbnail }`
const PAGE = `query ($channel: ID!, $before: Int, $after: Int, $around: Int, $number: Int, $date: DateTime, $thread: ID, $first: Int!) {
  messages(channel: $channel, before: $before, after: $after, around: $around, number: $number, date: $date, thread: $thread, first: $first) {
    nodes { ${MESSAGE} } hasBefore hasAfter
  }
}`

/** From where a page is wanted; from nowhere, the newest. Of a thread, its answers. */
export interface Place {
  before?: number
  after?: number
  around?: number
  number?: number
  date?: string
  thread?: string
  first: number
}

interface MessageAnswer {
  id: string
  row: Message
  attachments: (FileInfo & { key: string })[]
}

export interface Page {
  messages: Spoken[]
  hasBefore: boolean
  hasAfter: boolean
}

const PATIENCE = 20_000

/** A page of what was said, oldest first; null: offline, or not mine to hear. */
export async function historyPage(channel: string, place: Place, signal = AbortSignal.timeout(PATIENCE)): Promise<Page | null> {
  const answer = await ask<{ messages: { nodes: MessageAnswer[]; hasBefore: boolean; hasAfter: boolean } }>(
    PAGE,
    { channel, ...place },
    signal,
  )
  return answer && { ...answer.messages, messages: answer.messages.nodes.map(spokenOf) }
}

/** One message, wherever it was said; null: offline, or not mine to hear. */
export async function messageOf(id: string, signal = AbortSignal.timeout(PATIENCE)): Promise<Spoken | null> {
  const answer = await ask<{ message: MessageAnswer | null }>(`query ($id: ID!) { message(id: $id) { ${MESSAGE} } }`, { id }, signal)
  return answer?.message ? spokenOf(answer.message) : null
}

function spokenOf({ id, row, attachments }: MessageAnswer): Spoken {
  for (const { key, ...file } of attachments) learn(key, file)
  return { ...row, id: uuidIn(id) }
}

export interface Version {
  at: string
  text: string
}

/** What a message said, oldest first; null: offline. */
export async function versionsOf(id: string, signal: AbortSignal): Promise<Version[] | null> {
  const answer = await ask<{ message: { versions: Version[] } | null }>(
    `query ($id: ID!) { message(id: $id) { versions { at text } } }`,
    { id },
    signal,
  )
  return answer?.message?.versions ?? null
}

export interface MemberInfo {
  official: string
  moderator: boolean
}

const MEMBERS = `query ($id: ID!, $search: String, $after: String) {
  channel(id: $id) { members(search: $search, first: 100, after: $after) { nodes { official { id } moderator } pageInfo { hasNextPage endCursor } } }
}`

interface MembersAnswer {
  channel: {
    members: {
      nodes: { official: { id: string } | null; moderator: boolean }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  } | null
}

/** Members of a channel or unit, by name, those whom `search` names; null: offline. `next`: from where to go on. */
export async function membersOf(
  channel: string,
  search: string,
  after: string | null,
  signal: AbortSignal,
): Promise<{ members: MemberInfo[]; next: string | null } | null> {
  const answer = await ask<MembersAnswer>(MEMBERS, { id: channel, search: search || null, after }, signal)
  const page = answer?.channel?.members
  if (!page) return null
  const members = page.nodes.flatMap(({ official, moderator }) => (official ? [{ official: uuidIn(official.id), moderator }] : []))
  return { members, next: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null }
}
