/** What moved in a hand-over that was done, page by page: as it was then. */
import { ask, globalId, uuidIn } from './client'

export const LISTS = ['task', 'recurrence', 'template'] as const
export type List = (typeof LISTS)[number]

const ITEMS = `query HandOverItems($id: ID!, $of: HandOverList!, $after: String) {
  handOver(id: $id) {
    items(of: $of, first: 50, after: $after) { nodes { id title deadline } pageInfo { hasNextPage endCursor } }
  }
}`

export interface Moved {
  id: string
  /** Null: not mine to read. */
  title: string | null
  deadline: string | null
}

export interface MovedPage {
  nodes: Moved[]
  /** Where the next page begins; null: this is the last. */
  next: string | null
}

interface Answer {
  handOver: { items: { nodes: Moved[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } | null
}

/** Null: the server cannot be asked, or does not tell me. */
export async function movedItems(id: string, of: List, after: string | null, signal: AbortSignal): Promise<MovedPage | null> {
  const variables = { id: globalId('HandOverRecord', id), of: of.toUpperCase(), after }
  const items = (await ask<Answer>(ITEMS, variables, signal))?.handOver?.items
  if (!items) return null
  const { hasNextPage, endCursor } = items.pageInfo
  return { nodes: items.nodes.map((each) => ({ ...each, id: uuidIn(each.id) })), next: hasNextPage ? endCursor : null }
}
