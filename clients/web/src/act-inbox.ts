/** What one does to one's own notices and wishes: read, put off, choose. In silence, and at once. */
import { t } from './i18n'
import { myPosts, rows, signed, sync } from './live'
import type { Item } from './model/inbox'
import type { Preferences } from './model/rows'
import { iso } from './model/time'
import { markRead } from './reads'
import { toast } from './ui/toast'

type Wishes = Preferences['wishes']

export const USUAL: Wishes = { quiet: null, ways: [], levels: [], digest: false, contentHidden: false }

export function read(item: Item): void {
  if (item.unread) for (const { id, order } of item.rows) markRead(id, order)
}

function give(name: string, args: object, collection: 'snooze' | 'preferences', fields: object, id: string): void {
  const change = rows(collection).has(id) ? { collection, id, patch: fields } : { collection, id, create: fields }
  sync().send(name, args, { as: { post: myPosts()[0] ?? null }, optimistic: [change] })
}

/** Puts a thing off until a moment; null: shows it again. */
export function snooze(subject: string, at: number | null): void {
  const official = signed().official
  const until = at === null ? null : iso(at)
  const known = [...rows('snooze').values()].find(({ fields }) => fields.subject === subject)
  give('snooze.put', { subject, until }, 'snooze', { official, subject, until }, known?.id ?? `${subject}:snooze`)
}

export function wishes(): Wishes {
  return [...rows('preferences').values()][0]?.fields.wishes ?? USUAL
}

function wish(name: string, args: object, next: Wishes): void {
  const known = [...rows('preferences').values()][0]
  give(name, args, 'preferences', { official: signed().official, wishes: next }, known?.id ?? 'preferences')
}

/** Chooses how one is told; the levels of channels stay. */
export function choose(changes: Partial<Omit<Wishes, 'levels'>>): void {
  const { levels, ...rest } = { ...wishes(), ...changes }
  wish('preferences.set', rest, { ...rest, levels })
  toast(t.wishes.saved)
}

type Level = Wishes['levels'][number]['level']

/** Chooses how much one is told of a channel; null: as usual. */
export function mute(channel: string, level: Level | null): void {
  const now = wishes()
  const others = now.levels.filter((each) => each.channel !== channel)
  wish('preferences.mute', { channel, level }, { ...now, levels: level ? [...others, { channel, level }] : others })
}
