/** The running city as a spec sees it: its address, its people, and how they sign in. */
import type { Ready, SignIn } from './server.ts'

/** What the server of this worker said when it was ready. */
export function city(): Ready {
  const ready = process.env['CONGVU_E2E_READY']
  if (ready === undefined) throw new Error('no server was started: run by playwright with this folder\'s config')
  return (JSON.parse(ready) as Ready[])[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)]!
}

export const people = {
  chairman: (): SignIn => city().signIns[0]!,
  director: (): SignIn => city().signIns[1]!,
  wardChairman: (): SignIn => city().signIns[2]!,
  wardSpecialist: (): SignIn => city().signIns[3]!,
  administrator: (): SignIn => city().signIns[4]!,
}

export interface Session {
  readonly accessToken: string
  readonly official: string
  readonly realtime: string
}

/** Signs in as an integrator does: with tokens, not cookies. */
export async function signIn({ login, password }: SignIn): Promise<Session> {
  const answer = await fetch(new URL('/api/session', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`sign-in of ${login}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Session
}

/** Gives a command over HTTP, as someone; resolves with the answer's body. */
export async function command(session: Session, name: string, args: object, post: string): Promise<{ position?: number }> {
  const body = { id: crypto.randomUUID(), seq: 1, at: new Date().toISOString(), name, as: { post }, args }
  const answer = await fetch(new URL('/api/commands', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
    body: JSON.stringify({ t: 'command', ...body }),
  })
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { position?: number }
}
