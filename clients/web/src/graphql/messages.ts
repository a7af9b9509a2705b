/** Searching in what was said goes to the server: the device has only the newest of it. */
import { ask } from './client'

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
