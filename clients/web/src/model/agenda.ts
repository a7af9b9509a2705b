/** The calendar of work: what is due, reminded of and foreseen on each day, by whose work it is. */
import { light, type Light } from './light'
import type { Organisation } from './organisation'
import type { Mine } from './reminder'
import type { Directive, Recurrence, Task } from './rows'
import { civilOf, dateOf, instant, keyOf } from './workdays'

export type Whose = 'mine' | 'unit' | 'given'
export const WHOSE: readonly Whose[] = ['mine', 'unit', 'given']

/** Something on a day. A directive of many units is one, however many of its tasks are due then. */
export type Entry =
  | { kind: 'task'; id: string; at: number; light: Light; task: Task }
  | { kind: 'directive'; id: string; at: number; light: Light; title: string; tasks: number; open: number }
  | { kind: 'reminder'; id: string; at: number; text: string; subject: string | null; come: boolean }
  | { kind: 'foreseen'; id: string; at: number; title: string }

type Rows<T> = Iterable<{ id: string; fields: T }>

export interface Asked {
  whose: Whose
  posts: readonly string[]
  /** Seats whose ordinary work I do while their holders are away. */
  lent: readonly string[]
  org: Organisation
  now: number
}

/** Whether a task belongs to what is looked at. */
export function concerns(task: Task, { whose, posts, lent, org }: Asked): boolean {
  const seats = [task.lead, ...task.chain]
  if (whose === 'given') return posts.some((post) => org.sits(post, task.assigner))
  if (whose === 'mine') {
    if (lent.includes(task.waitingSeat?.post ?? '')) return true
    return posts.some((post) => [...seats, ...task.coordinating].some((seat) => org.sits(post, seat)))
  }
  const units = posts.flatMap((post) => org.post(post)?.unit ?? [])
  return seats.some((seat) => units.some((unit) => org.contains(unit, seat.unit)))
}

/** Which colour of several stands for all: what is worst. */
const WORST: readonly Light[] = ['red', 'yellow', 'green', 'done-late', 'done', 'none']

/** Work by its deadline; what was cancelled is left out. */
export function work(tasks: Rows<Task>, directives: { get(id: string): { fields: Directive } | undefined }, asked: Asked): Entry[] {
  const found: Entry[] = []
  const boards = new Map<string, Extract<Entry, { kind: 'directive' }>>()
  for (const { id, fields: task } of tasks) {
    if (task.state === 'cancelled' || !concerns(task, asked)) continue
    const [at, colour] = [Date.parse(task.deadline), light(task, asked.now)]
    const board = asked.whose !== 'mine' && task.directive ? directives.get(task.directive)?.fields : undefined
    if (!board || !task.directive) {
      found.push({ kind: 'task', id, at, light: colour, task })
      continue
    }
    const key = `${task.directive} ${task.deadline}`
    const known = boards.get(key)
    const open = task.state === 'completed' ? 0 : 1
    if (!known) boards.set(key, { kind: 'directive', id: task.directive, at, light: colour, title: board.title, tasks: 1, open })
    else {
      known.tasks += 1
      known.open += open
      if (WORST.indexOf(colour) < WORST.indexOf(known.light)) known.light = colour
    }
  }
  return [...found, ...boards.values()]
}

export function reminded(all: readonly Mine[]): Entry[] {
  return all.map(({ id, at, come, reminder }) => ({ kind: 'reminder', id, at, come, text: reminder.text, subject: reminder.subject }))
}

/** The next time of each recurring work: when its task will be made. */
export function foreseen(recurrences: Rows<Recurrence>): Entry[] {
  return [...recurrences].flatMap(({ id, fields: { state, nextDay, schedule, title } }): Entry[] =>
    state === 'active' && nextDay ? [{ kind: 'foreseen', id, at: instant(nextDay, schedule.at.slice(0, 5)), title }] : [],
  )
}

/** By day, within each by time. */
export function byDay(entries: readonly Entry[]): Map<string, Entry[]> {
  const days = new Map<string, Entry[]>()
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    const date = dateOf(entry.at)
    const day = days.get(date)
    if (day) day.push(entry)
    else days.set(date, [entry])
  }
  return days
}

/** Open work that was due before a day. */
export function overdue(entries: readonly Entry[], today: string): Entry[] {
  return entries
    .filter((entry) => (entry.kind === 'task' || entry.kind === 'directive') && entry.light === 'red' && dateOf(entry.at) < today)
    .sort((a, b) => a.at - b.at)
}

/** The weeks that a month ("2026-12") touches, from Monday, each day as a date. */
export function weeksOf(month: string): string[][] {
  const first = civilOf(`${month}-01`)
  const monday = first - ((first + 3) % 7)
  const next = civilOf(`${monthAfter(month, 1)}-01`)
  const weeks: string[][] = []
  for (let at = monday; at < next; at += 7) weeks.push(Array.from({ length: 7 }, (_, day) => keyOf(at + day)))
  return weeks
}

/** So many months after one (before, if negative). */
export function monthAfter(month: string, by: number): string {
  const all = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${String(Math.floor(all / 12)).padStart(4, '0')}-${String((all % 12) + 1).padStart(2, '0')}`
}

/** The same day so many months later, or that month's last one. */
export function dayAfterMonths(date: string, by: number): string {
  const month = monthAfter(date.slice(0, 7), by)
  const last = keyOf(civilOf(`${monthAfter(month, 1)}-01`) - 1)
  const same = `${month}${date.slice(7)}`
  return same < last ? same : last
}

/** Where a key leads in the grid of days, by the pattern for grids: rows are weeks, pages months. Null: nowhere. */
export function stepFrom(date: string, key: string, control: boolean): string | null {
  const civil = civilOf(date)
  const weekday = (civil + 3) % 7
  const month = date.slice(0, 7)
  switch (key) {
    case 'ArrowLeft':
      return keyOf(civil - 1)
    case 'ArrowRight':
      return keyOf(civil + 1)
    case 'ArrowUp':
      return keyOf(civil - 7)
    case 'ArrowDown':
      return keyOf(civil + 7)
    case 'Home':
      return control ? `${month}-01` : keyOf(civil - weekday)
    case 'End':
      return control ? keyOf(civilOf(`${monthAfter(month, 1)}-01`) - 1) : keyOf(civil - weekday + 6)
    case 'PageUp':
      return dayAfterMonths(date, -1)
    case 'PageDown':
      return dayAfterMonths(date, 1)
    default:
      return null
  }
}
