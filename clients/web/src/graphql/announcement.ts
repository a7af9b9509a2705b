/** Who of those told has read an announcement, by name, and what it said before: the device has neither. */
import { ask, lower, uuidIn } from './client'
import type { Standing } from '../model/announcement'

export type ReaderState = Exclude<Standing, 'earlier'>

export interface Reader {
  official: string
  unit: string
  state: ReaderState
  openedAt: string | null
  /** The newest text that they acknowledged; 0: none. */
  edition: number
  acknowledgedAt: string | null
}

export interface Readers {
  readers: Reader[]
  next: string | null
}

const PEOPLE = `query ($id: ID!, $unit: ID, $state: ReaderState, $search: String, $after: String) {
  announcement(id: $id) {
    people(unit: $unit, state: $state, search: $search, first: 50, after: $after) {
      nodes { state openedAt edition acknowledgedAt official { id } unit { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

const EDITIONS = `query ($id: ID!) {
  announcement(id: $id) { editions { number at title text again } }
}`

interface Answer {
  announcement: {
    people: {
      nodes: (Omit<Reader, 'official' | 'unit' | 'state'> & {
        state: string
        official: { id: string } | null
        unit: { id: string } | null
      })[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  } | null
}

export interface Asked {
  unit: string | null
  state: ReaderState
  search: string
}

/** A page of those who stand so; null when the server cannot be asked. */
export async function readersOf(id: string, asked: Asked, after: string | null, signal: AbortSignal): Promise<Readers | null> {
  const state = asked.state.toUpperCase().replaceAll('-', '_')
  const variables = { id, unit: asked.unit, state, search: asked.search || null, after }
  const found = await ask<Answer>(PEOPLE, variables, signal)
  if (!found?.announcement) return null
  const { nodes, pageInfo } = found.announcement.people
  const readers = nodes.flatMap(({ official, unit, state: stands, ...rest }) =>
    official && unit
      ? [{ ...rest, official: uuidIn(official.id), unit: uuidIn(unit.id), state: lower<ReaderState>(stands) }]
      : [],
  )
  return { readers, next: pageInfo.hasNextPage ? pageInfo.endCursor : null }
}

export interface Edition {
  number: number
  at: string
  title: string
  text: string
  again: boolean
}

/** What it said, oldest first; null when the server cannot be asked. */
export async function editionsOf(id: string, signal: AbortSignal): Promise<Edition[] | null> {
  const found = await ask<{ announcement: { editions: Edition[] } | null }>(EDITIONS, { id }, signal)
  return found?.announcement?.editions ?? null
}
