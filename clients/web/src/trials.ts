/** Tries of a rule on a past period: the server says how far it has come, again and again, and at last what it found. */
import { language } from './i18n'
import { signed } from './live'
import { lines, type Progress } from './model/trial'
import { token } from './session'

export interface Outcome<T> {
  found: T | null
  /** What the server says of why there is nothing, in the user's language; null as well: the line broke. */
  problem: string | null
}

type Path = '/api/evaluation/trials' | '/api/reminders/trials'

/** `signal` hangs up, which ends it on the server too. */
export async function tried<T>(path: Path, wanted: object, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Outcome<T>> {
  try {
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': language, Authorization: `Bearer ${await token(signed())}` }
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(wanted), signal })
    if (!response.ok || !response.body) {
      const { title, detail } = (await response.json()) as { title?: string; detail?: string }
      return { found: null, problem: detail ?? title ?? null }
    }
    let last: unknown = null
    for await (const line of lines(response.body)) {
      last = line
      if (isProgress(line)) onProgress(line)
    }
    return { found: last === null || isProgress(last) ? null : (last as T), problem: null }
  } catch {
    return { found: null, problem: null }
  }
}

function isProgress(line: unknown): line is Progress {
  return typeof line === 'object' && line !== null && 'of' in line
}
