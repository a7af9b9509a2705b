/** The frames of the sync protocol, version 1: JSON text, one object each, told apart by `t`. */

export const VERSION = 1

/** In `begin.reset`: all that the device holds. At the end of a name: every scope that begins with what stands before. */
export const EVERYTHING = '*'

/** Codes of `bye` and of the WebSocket close frame. */
export const Code = {
  malformed: 4400,
  token: 4401,
  forbidden: 4403,
  silent: 4408,
  tooLarge: 4413,
  tooFast: 4429,
  goingAway: 4503,
} as const

/** Collection, id, position, scopes, fields; fields `null`: gone from those scopes. */
export type WireRow = readonly [
  collection: string,
  id: string,
  position: number,
  scopes: readonly string[],
  fields: object | null,
]

/** In which seat a command is given, perhaps on behalf of another post and on what basis. */
export interface ActingAs {
  readonly post: string | null
  readonly behalfOf?: string | null
  readonly basis?: string | null
}

/** RFC 9457 problem details; `code` is stable and dotted, `params` fill the sentence. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly params?: Readonly<Record<string, unknown>>
}

export interface Hello {
  readonly t: 'hello'
  readonly v: number
  readonly token: string
  readonly device: string
  readonly schema: number
  readonly cursor: string | null
  readonly open: readonly string[]
  readonly clock: string
  readonly language: string
  readonly reads: string | null
}

export interface Command {
  readonly t: 'command'
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly name: string
  readonly as: ActingAs
  readonly args: object
}

export type ClientFrame =
  | Hello
  | Command
  | { readonly t: 'open' | 'close'; readonly scopes: readonly string[] }
  | { readonly t: 'ephemeral'; readonly scope: string; readonly kind: string; readonly data: object }
  | { readonly t: 'auth'; readonly token: string }
  | { readonly t: 'read'; readonly reads: readonly ReadUpTo[] }
  | { readonly t: 'watch'; readonly people: readonly string[] }
  | { readonly t: 'sight'; readonly looking: boolean; readonly subjects: readonly string[] }
  | { readonly t: 'ping' }

export interface Welcome {
  readonly t: 'welcome'
  readonly head: number
  readonly clock: string
  readonly limits: { readonly frame: number; readonly commands: number; readonly window?: number; readonly messages?: number }
  readonly heartbeat: number
}

export interface Begin {
  readonly t: 'begin'
  readonly to: number
  readonly reset: readonly string[]
  readonly added: readonly string[]
  readonly dropped: readonly string[]
}

export interface Result {
  readonly t: 'result'
  readonly id: string
  readonly seq: number
  readonly position?: number | null
  readonly problem?: Problem
  readonly retry?: boolean
}

export interface Bye {
  readonly t: 'bye'
  readonly code: number
  readonly reason: string
  readonly retryAfter?: number | null
}

/** A conversation's id and the number read, or a notice's and its order. */
export type ReadUpTo = readonly [id: string, number: number]

/** Who is there, and who types. */
export type PeopleFrame =
  | {
      readonly t: 'presence'
      readonly people: readonly (readonly [official: string, state: 'online' | 'idle' | 'offline', at: string | null])[]
    }
  | { readonly t: 'ephemeral'; readonly scope: string; readonly from: string; readonly kind: string; readonly data: object }

/** What is told beside the rows. */
export type CompanyFrame =
  | { readonly t: 'reads'; readonly reads: readonly ReadUpTo[]; readonly stamp?: string | null }
  | PeopleFrame

export type ServerFrame =
  | Welcome
  | Begin
  | { readonly t: 'rows'; readonly rows: readonly WireRow[] }
  | { readonly t: 'end'; readonly cursor: string; readonly more?: boolean }
  | Result
  | CompanyFrame
  | { readonly t: 'pong'; readonly head: number }
  | { readonly t: 'lag' }
  | Bye

/** A frame from the server that breaks the protocol: close the connection and come back. */
export class WireError extends Error {}

type Check = (value: unknown) => boolean
const number: Check = (value) => typeof value === 'number'
const text: Check = (value) => typeof value === 'string'
const list: Check = Array.isArray
const limits: Check = (value) => {
  const { frame, commands } = (value ?? {}) as Record<string, unknown>
  return number(frame) && number(commands)
}

/** What each frame must hold for the client to go on; everything else in it is ignored. */
const REQUIRED: Readonly<Record<ServerFrame['t'], Readonly<Record<string, Check>>>> = {
  welcome: { head: number, clock: text, limits, heartbeat: number },
  begin: { to: number, reset: list, added: list, dropped: list },
  rows: { rows: list },
  end: { cursor: text },
  result: { id: text },
  ephemeral: { scope: text, kind: text },
  reads: { reads: list },
  presence: { people: list },
  pong: { head: number },
  lag: {},
  bye: { code: number, reason: text },
}

/** The frame as JSON text. */
export function encode(frame: ClientFrame): string {
  return JSON.stringify(frame)
}

/**
 * The server's frame, or null for a kind this version does not know (to be ignored).
 * @throws WireError naming what is wrong.
 */
export function decode(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') throw new WireError('binary frame')
  const frame = parse(data)
  const required = Object.hasOwn(REQUIRED, frame.t) ? REQUIRED[frame.t] : null
  if (required === null) return null
  for (const [field, check] of Object.entries(required)) {
    if (!check((frame as unknown as Record<string, unknown>)[field])) throw new WireError(`${frame.t}.${field}`)
  }
  return frame
}

function parse(data: string): ServerFrame {
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value === 'object' && value !== null && typeof (value as ServerFrame).t === 'string') {
      return value as ServerFrame
    }
  } catch {
    throw new WireError('not JSON')
  }
  throw new WireError('no t')
}
