/** What I have begun to write in each place: on this device at once, and a row that follows me after a pause. */
import { createdId } from '@congvu/sync'
import { myPosts, rows, signed, sync } from './live'
import { iso } from './model/time'

const PAUSE = 4_000
const KEY = () => `congvu.drafts.${signed().official}`

/** What is not a row yet. */
function local(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY()) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

/** The same on the device and on the server. */
function idOf(place: string): string {
  return createdId(signed().official, `draft:${place}`)
}

export function draftOf(place: string): string {
  return local()[place] ?? rows('draft').get(idOf(place))?.fields.text ?? ''
}

/** All that I have begun, by place. */
export function drafts(): Map<string, string> {
  const shared = [...rows('draft').values()].map(({ fields }): [string, string] => [fields.channel, fields.text])
  return new Map([...shared, ...Object.entries(local())])
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>()

/** Keeps what was written so far; nothing: it was sent, or thrown away. */
export function keepDraft(place: string, text: string): void {
  keepHere(place, text)
  clearTimeout(waiting.get(place))
  waiting.delete(place)
  if (text) waiting.set(place, setTimeout(() => share(place, text), PAUSE))
  else share(place, '')
}

function keepHere(place: string, text: string): void {
  const all = local()
  if (text) all[place] = text
  else delete all[place]
  localStorage.setItem(KEY(), JSON.stringify(all))
}

/** Makes it the row; from then on that is the draft. */
function share(place: string, text: string): void {
  const id = idOf(place)
  const row = rows('draft').get(id)?.fields
  if (text !== (row?.text ?? '')) {
    const fields = { official: signed().official, channel: place, text, at: iso(sync().now()) }
    const change = text ? (row ? { patch: fields } : { create: fields }) : { remove: true as const }
    const optimistic = [{ collection: 'draft', id, ...change }]
    sync().send('draft.save', { channel: place, text }, { as: { post: myPosts()[0] ?? null }, optimistic })
  }
  keepHere(place, '')
}
