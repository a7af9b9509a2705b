/** One search over everything on the device: tasks, people, units, conversations, announcements; by what officials type. */
import type { Organisation } from './organisation'
import type { Collections } from './rows'
import { Index, type Entry, type Hit } from './search'

export type FoundKind = 'task' | 'directive' | 'official' | 'unit' | 'channel' | 'announcement'

export interface Found {
  kind: FoundKind
  id: string
  title: string
  /** What tells it from others of the same name. */
  detail: string
  href: string
}

type Rows<C extends keyof Collections> = ReadonlyMap<string, { id: string; fields: Collections[C] }>

export interface Device {
  task: Rows<'task'>
  directive: Rows<'directive'>
  channel: Rows<'channel'>
  announcement: Rows<'announcement'>
  org: Organisation
  /** Names a post: title and unit. */
  post: (id: string) => string
}

/** Open work before what is closed; people and units after. */
const WEIGHT: Record<FoundKind, number> = { task: 0, directive: 0, announcement: 0.1, channel: 0.1, official: 0.2, unit: 0.3 }
const CLOSED = 0.5

export function findIndex(device: Device): Index<Found> {
  return new Index(entries(device))
}

function* entries({ task, directive, channel, announcement, org, post }: Device): Generator<Entry<Found>> {
  for (const { id, fields } of task.values()) {
    const closed = fields.state === 'completed' || fields.state === 'cancelled'
    const detail = org.unit(fields.lead.unit)?.name ?? ''
    yield entry('task', id, fields.title, detail, `/viec/${id}`, closed ? CLOSED : 0)
  }
  for (const { id, fields } of directive.values()) {
    yield entry('directive', id, fields.title, '', `/chi-dao/${id}`, fields.state === 'issued' ? 0 : CLOSED)
  }
  for (const { id, fields } of channel.values()) {
    if (fields.name && fields.kind !== 'unit') {
      yield entry('channel', id, fields.name, fields.topic ?? '', `/trao-doi/${id}`, fields.archived ? CLOSED : 0)
    }
  }
  for (const { id, fields } of announcement.values()) {
    yield entry('announcement', id, fields.title, '', `/cong-bo/${id}`, fields.state === 'issued' ? 0 : CLOSED)
  }
  for (const { id, fields } of org.officials.values()) {
    if (!fields.active) continue
    const first = org.postsOf(id)[0]
    if (first) yield entry('official', id, fields.name, post(first.id), `/danh-ba?don-vi=${first.fields.unit}`)
  }
  for (const { id, fields } of org.units.values()) {
    if (fields.state !== 'active') continue
    const found = entry('unit', id, fields.name, fields.code, `/danh-ba?don-vi=${id}`)
    yield { ...found, former: fields.formerNames.map(({ name }) => name), also: ['ubnd'] }
  }
}

function entry(kind: FoundKind, id: string, title: string, detail: string, href: string, more = 0): Entry<Found> {
  return { item: { kind, id, title, detail, href }, names: [title], weight: WEIGHT[kind] + more }
}

/** The hits by kind, the kind of the best hit first, at most `each` of one. */
export function byKind(hits: readonly Hit<Found>[], each = 6): [FoundKind, Found[]][] {
  const kinds = new Map<FoundKind, Found[]>()
  for (const { item } of hits) {
    const list = kinds.get(item.kind) ?? []
    kinds.set(item.kind, list)
    if (list.length < each) list.push(item)
  }
  return [...kinds]
}
