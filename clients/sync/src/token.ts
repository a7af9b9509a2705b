/** Access tokens as the client sees them: text, and when it ends, if it is a JWT (RFC 7519). */

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
