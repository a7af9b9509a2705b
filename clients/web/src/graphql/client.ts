/** Questions about the past go to the server; without it, the screens do with what the device knows. */
import { language } from '../i18n'
import { signed } from '../live'
import type { Seat } from '../model/rows'
import { token } from '../session'

export interface Answer<T> {
  data: T | null
  /** What the server says of why there is none, in the user's language; null: it cannot be asked. */
  error: string | null
}

export async function answer<T>(query: string, variables: Record<string, unknown>, signal: AbortSignal): Promise<Answer<T>> {
  try {
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': language, Authorization: `Bearer ${await token(signed())}` }
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }), signal })
    const { data, errors } = (await response.json()) as { data?: T | null; errors?: { message: string }[] }
    return { data: data ?? null, error: errors?.[0]?.message ?? null }
  } catch {
    return { data: null, error: null }
  }
}

/** The answer to a query, or null: offline, refused, or too late. Never an error on screen. */
export async function ask<T>(query: string, variables: Record<string, unknown>, signal: AbortSignal): Promise<T | null> {
  return (await answer<T>(query, variables, signal)).data
}

/** The UUID inside a global id ("Noun:uuid" in base64url). */
export function uuidIn(id: string): string {
  return atob(id.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1] ?? ''
}

/** The global id of a noun's object. */
export function globalId(noun: string, id: string): string {
  return btoa(`${noun}:${id}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** An enum's name as the rows write it: IN_PROGRESS is "in-progress". */
export function lower<T extends string>(name: string): T {
  return name.toLowerCase().replaceAll('_', '-') as T
}

export interface SeatAnswer {
  unit: { id: string } | null
  post: { id: string } | null
}

export const SEAT = '{ unit { id } post { id } }'

export function seatFrom(answer: SeatAnswer): Seat {
  return { unit: answer.unit ? uuidIn(answer.unit.id) : '', post: answer.post ? uuidIn(answer.post.id) : null }
}
