/** Things of ours that a text links to: they are shown with it as cards. */
import type { Message } from './rows'

type Card = Message['cards'][number]

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const PATHS: readonly (readonly [RegExp, Card['kind']])[] = [
  [new RegExp(`^/viec/(${UUID})`), 'task'],
  [new RegExp(`^/chi-dao/(${UUID})`), 'directive'],
  [new RegExp(`^/danh-ba\\?don-vi=(${UUID})`), 'unit'],
]
const MOST = 20

/** Each thing once, in the order of the text. `origin`: the address of this installation. */
export function cardsIn(text: string, origin: string): Card[] {
  const found = new Map<string, Card>()
  for (const part of text.split(/[\s()<>]+/)) {
    if (!part.startsWith(`${origin}/`)) continue
    for (const [path, kind] of PATHS) {
      const id = path.exec(part.slice(origin.length))?.[1]
      if (id) found.set(id, { kind, id })
    }
  }
  return [...found.values()].slice(0, MOST)
}
