/** The inbox: what waits for me and what I should know, one line for each thing, however many seats were told. */
import type { Notice, NoticeEntry, Snooze, Task } from './rows'
import { isOpen } from './light'
import type { Organisation } from './organisation'
import { atDay, HOUR, weekday } from './time'

type Rows<T> = Iterable<{ id: string; fields: T }>

export interface Item {
  /** Id of the task, channel, announcement or contest. */
  subject: string
  kind: Notice['kind']
  /** What others did, oldest first; at most as many as the rows carry. */
  entries: readonly NoticeEntry[]
  newest: NoticeEntry
  unread: boolean
  /** Something is mine to do because of it, and still is. */
  waits: boolean
  /** The rows behind it, and what number each is read at. */
  rows: readonly { id: string; order: number }[]
  snoozedUntil: number | null
}

export interface Inbox {
  waits: Item[]
  know: Item[]
  snoozed: Item[]
  unread: number
}

interface Asked {
  notices: Rows<Notice>
  snoozes: Rows<Snooze>
  tasks: ReadonlyMap<string, { fields: Task }>
  /** Announcements that I have yet to acknowledge. */
  owed: ReadonlySet<string>
  /** Contests of others that wait for a decision of my unit's leaders. */
  contested: ReadonlySet<string>
  reads: ReadonlyMap<string, number>
  me: string
  posts: readonly string[]
  org: Organisation
  now: number
}

/** All of it, newest first. What I did myself is not told to me. */
export function inbox(asked: Asked): Inbox {
  const until = new Map<string, number>()
  for (const { fields } of asked.snoozes) if (fields.until) until.set(fields.subject, Date.parse(fields.until))
  const found: Inbox = { waits: [], know: [], snoozed: [], unread: 0 }
  for (const item of bySubject(asked, until)) {
    if (item.snoozedUntil !== null && item.snoozedUntil > asked.now) {
      found.snoozed.push(item)
      continue
    }
    if (item.unread) found.unread += 1
    ;(item.waits ? found.waits : found.know).push(item)
  }
  for (const list of [found.waits, found.know, found.snoozed]) list.sort(byNewest)
  return found
}

const byNewest = (a: Item, b: Item) => b.newest.position - a.newest.position

function bySubject(asked: Asked, until: ReadonlyMap<string, number>): Item[] {
  const gathered = new Map<string, { id: string; fields: Notice }[]>()
  for (const notice of asked.notices) {
    const { subject } = notice.fields
    gathered.set(subject, [...(gathered.get(subject) ?? []), notice])
  }
  const items: Item[] = []
  for (const [subject, notices] of gathered) {
    const item = itemOf(subject, notices, asked)
    if (item) items.push({ ...item, snoozedUntil: until.get(subject) ?? null })
  }
  return items
}

function itemOf(subject: string, notices: readonly { id: string; fields: Notice }[], asked: Asked): Omit<Item, 'snoozedUntil'> | null {
  const entries = merged(notices, asked.me)
  const newest = entries.at(-1)
  const first = notices[0]
  if (!newest || !first) return null
  const rows = notices.map(({ id, fields }) => ({ id, order: fields.order }))
  const unread = notices.some(({ id, fields }) => hasNew(fields, asked.reads.get(id) ?? 0, asked.me))
  const { kind } = first.fields
  const waits = kind === 'channel' ? unread && entries.some((entry) => entry.waits) : waitsForMe(kind, subject, asked)
  return { subject, kind, entries, newest, unread, waits, rows }
}

/** The entries of all seats told, each event once, without what I did. */
function merged(notices: readonly { fields: Notice }[], me: string): NoticeEntry[] {
  const byPosition = new Map<number, NoticeEntry>()
  for (const { fields } of notices) {
    for (const entry of fields.entries) if (entry.by !== me) byPosition.set(entry.position, entry)
  }
  return [...byPosition.values()].sort((a, b) => a.position - b.position)
}

function hasNew(notice: Notice, read: number, me: string): boolean {
  return notice.order > read && notice.entries.some((entry) => entry.position > read && entry.by !== me)
}

/** Whether the next step on a task is one of my seats', or an announcement waits for my word. */
function waitsForMe(kind: Notice['kind'], id: string, { tasks, owed, contested, posts, org }: Asked): boolean {
  if (kind === 'announcement') return owed.has(id)
  if (kind === 'contest') return contested.has(id)
  const task = tasks.get(id)?.fields
  return task !== undefined && isOpen(task.state) && posts.some((post) => org.sits(post, task.waitingSeat))
}

export type Later = 'hour' | 'evening' | 'tomorrow' | 'monday'

/** When what is put off comes up again: in an hour, at 16:00, tomorrow or on Monday at 07:30. */
export function later(choice: Later, now: number): number {
  if (choice === 'hour') return now + HOUR
  if (choice === 'evening') return atDay(now, 0, 16)
  const days = choice === 'tomorrow' ? 1 : 7 - ((weekday(now) + 6) % 7)
  return atDay(now, days, 7, 30)
}

/** What can be chosen now: this afternoon only before it. */
export function choices(now: number): Later[] {
  const all: Later[] = ['hour', 'evening', 'tomorrow', 'monday']
  return all.filter((choice) => choice !== 'evening' || later('evening', now) - now > HOUR)
}
