/** Searching in what was said goes to the server: the device has only the newest of it. */
import type { Message } from '../model/rows'
import type { Spoken } from '../model/talk'
import { ask, uuidIn } from './client'

export interface Said {
  id: string
  channel: string
  order: number
  author: string
  at: string
  excerpt: string
}

const SEARCH = `query ($query: String!, $first: Int!) {
  searchMessages(query: $query, first: $first) { nodes { excerpt message { id row } } }
}`

interface Answer {
  searchMessages: { nodes: { excerpt: string; message: { id: string; row: { channel: string; order: number; author: string; at: string } } }[] }
}

/** The newest messages with these words; null: offline, or too late. */
export async function searchMessages(query: string, first: number, signal: AbortSignal): Promise<Said[] | null> {
  const answer = await ask<Answer>(SEARCH, { query, first }, signal)
  return answer && answer.searchMessages.nodes.map(({ excerpt, message: { id, row } }) => ({ ...row, id, excerpt }))
}

const PAGE = `query ($channel: ID!, $before: Int, $around: Int, $thread: ID, $first: Int!) {
  messages(channel: $channel, before: $before, around: $around, thread: $thread, first: $first) { nodes { id row } hasBefore hasAfter }
}`

interface Asked {
  before?: number
  around?: number
  thread?: string
  first: number
}

interface PageAnswer {
  messages: { nodes: { id: string; row: Message }[]; hasBefore: boolean; hasAfter: boolean }
}

/** A page of what was said earlier, oldest first; null: offline, or not mine to hear. */
export async function historyPage(
  channel: string,
  asked: Asked,
): Promise<{ messages: Spoken[]; hasBefore: boolean; hasAfter: boolean } | null> {
  const answer = await ask<PageAnswer>(PAGE, { channel, ...asked }, AbortSignal.timeout(20_000))
  return answer && { ...answer.messages, messages: answer.messages.nodes.map(({ id, row }) => ({ ...row, id: uuidIn(id) })) }
}
