/** What I have begun to write in each place: here at once, and on my other devices after a pause. */
import { myPosts, rows, signed, sync } from './live'

const PAUSE = 4_000
const KEY = () => `congvu.drafts.${signed().official}`

function local(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY()) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

/** The draft of a place: what this device has, else what another left. */
export function draftOf(place: string): string {
  const here = local()[place]
  if (here !== undefined) return here
  return [...rows('draft').values()].find(({ fields }) => fields.channel === place)?.fields.text ?? ''
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>()

export function keepDraft(place: string, text: string): void {
  const drafts = local()
  if (text) drafts[place] = text
  else delete drafts[place]
  localStorage.setItem(KEY(), JSON.stringify(drafts))
  clearTimeout(waiting.get(place))
  waiting.set(
    place,
    setTimeout(() => share(place, text), text ? PAUSE : 0),
  )
}

function share(place: string, text: string): void {
  const shared = [...rows('draft').values()].find(({ fields }) => fields.channel === place)?.fields.text ?? ''
  if (shared !== text) sync().send('draft.save', { channel: place, text }, { as: { post: myPosts()[0] ?? null } })
}
