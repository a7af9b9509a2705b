/** Who is signed in on this device, and the access token, which lives in memory only. */

import { SignedOut } from '@congvu/sync'

/** What this device remembers of a sign-in: enough to draw from disk before any request. */
export interface Signed {
  official: string
  realtime: string
  /** A session handed in by the demonstration page: nothing of it is remembered. */
  guest?: Guest
}

export interface Guest {
  name: string
  official: string
  realtime: string
  accessToken: string
  refreshToken?: string
}

interface Answer {
  accessToken: string
  refreshToken?: string
  official: string
  realtime: string
}

export class SignInError extends Error {
  constructor(
    readonly kind: 'wrong' | 'tooMany' | 'network' | 'other',
    readonly detail = '',
  ) {
    super(kind)
  }
}

const KEY = 'congvu.session'
let access: { token: string; until: number } | null = null

export function remembered(): Signed | null {
  const guest = fromFragment()
  if (guest) return { official: guest.official, realtime: guest.realtime, guest }
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Signed | null
    return stored?.official && stored.realtime ? stored : null
  } catch {
    return null
  }
}

/** `#demo=…`: a session of the demonstration page, taken out of the address at once. */
function fromFragment(): Guest | null {
  const match = /^#demo=(.+)$/.exec(location.hash)
  if (!match?.[1]) return null
  const guest = JSON.parse(decodeURIComponent(match[1])) as Guest
  history.replaceState(null, '', location.pathname + location.search)
  keep(guest)
  return guest
}

/** Sign in with a login and a password. @throws SignInError */
export async function signIn(login: string, password: string): Promise<Signed> {
  const answer = await call('POST', '/api/session', { login, password, browser: true })
  keep(answer)
  const signed = { official: answer.official, realtime: answer.realtime }
  localStorage.setItem(KEY, JSON.stringify(signed))
  return signed
}

/** An access token that still holds, for the sync socket and GraphQL. @throws SignedOut: sign in again. */
export async function token(signed: Signed, renew = false): Promise<string> {
  if (!renew && access && access.until > Date.now() + 30_000) return access.token
  const attempt = uuid()
  const refresh = async () => {
    const body = signed.guest ? { refreshToken: signed.guest.refreshToken, attempt } : { attempt }
    const answer = await call('POST', '/api/session/refresh', body).catch((error: SignInError) => {
      throw error.kind === 'wrong' ? new SignedOut() : error
    })
    if (signed.guest && answer.refreshToken) signed.guest.refreshToken = answer.refreshToken
    keep(answer)
    return answer.accessToken
  }
  // One tab at a time: the cookie's token changes with each use.
  return signed.guest || !navigator.locks ? refresh() : navigator.locks.request('congvu-session', refresh)
}

/** End the session; the server is told if it can be reached. */
export async function signOut(signed: Signed): Promise<void> {
  localStorage.removeItem(KEY)
  const headers: Record<string, string> = { 'X-Congvu': '1' }
  if (access) headers['Authorization'] = `Bearer ${access.token}`
  access = null
  if (!signed.guest) await fetch('/api/session', { method: 'DELETE', headers }).catch(() => undefined)
}

/** A random UUID, also where `crypto.randomUUID` is withheld (plain http). */
export function uuid(): string {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}

function keep(answer: Pick<Answer, 'accessToken'>): void {
  access = { token: answer.accessToken, until: expiry(answer.accessToken) }
}

/** When a JWT ends (RFC 7519, section 4.1.4); in five minutes when it does not say. */
function expiry(jwt: string): number {
  try {
    const payload = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    return (JSON.parse(atob(payload)) as { exp: number }).exp * 1000
  } catch {
    return Date.now() + 300_000
  }
}

async function call(method: string, path: string, body: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json', 'X-Congvu': '1', 'Accept-Language': document.documentElement.lang }
  const response = await fetch(path, { method, headers, body: JSON.stringify(body), cache: 'no-store' }).catch(() => {
    throw new SignInError('network')
  })
  if (response.ok) return (await response.json()) as Answer
  const problem = (await response.json().catch(() => ({}))) as { detail?: string }
  throw new SignInError(kindOf(response.status), problem.detail)
}

function kindOf(status: number): SignInError['kind'] {
  if (status === 401 || status === 403 || status === 400) return 'wrong'
  return status === 429 ? 'tooMany' : 'other'
}
