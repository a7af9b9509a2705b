/** Telling the server where this device is reached; the page does it, and the service worker when it must. */
import type { Registered } from './memory'

/** What there is to know of a subscription. */
export type Subscribed = Pick<PushSubscription, 'toJSON' | 'options'>

/** A device of mine, as the server tells it. */
export interface Device {
  device: string
  kind: 'webpush' | 'fcm'
  label: string
  contentHidden: boolean
  state: 'working' | 'never' | 'stopped' | 'removed'
  lastSuccess: string | null
  lastFailure: string | null
  since: string | null
  problem: { kind: Trouble; code: string } | null
}

export type Trouble = 'gone' | 'taken-over' | 'session-over' | 'refused' | 'again' | 'unfit' | 'key'

/** The server does not take it; `detail` says why, in the user's language. */
export class NotRegistered extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail)
  }
}

export async function put({ device, label, language, contentHidden }: Registered, made: Subscribed, token: string): Promise<Device> {
  const { endpoint, keys } = made.toJSON()
  const subscription = { endpoint, keys }
  const body = { kind: 'webpush', subscription, key: base64(made.options.applicationServerKey), label, language, contentHidden }
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, 'Accept-Language': language }
  const answer = await fetch(`/api/devices/${device}/push`, { method: 'PUT', headers, body: JSON.stringify(body) })
  if (answer.ok) return (await answer.json()) as Device
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string }
  throw new NotRegistered(answer.status, problem.detail ?? '')
}

/** Bytes in base64url without padding, as the server writes keys. */
export function base64(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Base64url as bytes. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0))
}
