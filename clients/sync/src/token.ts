/** Access tokens as the client sees them: how long one lasts, and whether it is still believed. */
import type { Network } from './connection.ts'

/** The official must sign in again: no token can be had. `token()` rejects with it; any other error is tried again. */
export class SignedOut extends Error {}

/** Milliseconds since 1970 at which a token ends; null if it does not say. */
export function expiry(token: string): number | null {
  try {
    const payload = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown }
    return typeof exp === 'number' ? exp * 1000 : null
  } catch {
    return null
  }
}

/** Milliseconds before its end at which a token is renewed. */
const RENEWAL = 60_000

/** What is known of the token in use. Calls back when it must be renewed. */
export class Credentials {
  #refusals = 0
  #cancel = (): void => {}

  constructor(
    private readonly network: Network,
    private readonly due: () => void,
  ) {}

  /** Whether the last token was refused, so that the next must be a new one. */
  get doubtful(): boolean {
    return this.#refusals > 0
  }

  /** A token is in use; `offset`: the server's clock minus the device's, in milliseconds. */
  keep(token: string, offset: number): void {
    this.#cancel()
    const end = expiry(token)
    if (end === null) return
    const wait = Math.max(1000, end - RENEWAL - this.network.now() - offset)
    this.#cancel = this.network.after(wait, this.due)
  }

  /** No connection: nothing to renew. */
  forget(): void {
    this.#cancel()
  }

  /** The server took the token. */
  trusted(): void {
    this.#refusals = 0
  }

  /** The server refused the token; whether a renewed one was refused too, so that there is nothing left to try. */
  refused(): boolean {
    return ++this.#refusals > 1
  }
}
