/** The list of work: which of it, in which order. */
import { isOpen, light } from './light'
import type { Organisation } from './organisation'
import type { Task } from './rows'
import { fold } from './search'
import { waitsForMe } from './today'

export type Role = 'all' | 'lead' | 'assigner' | 'other'
export type LightFilter = 'open' | 'late' | 'soon' | 'decide' | 'done'
export type SortKey = 'deadline' | 'updated' | 'created'

export interface Choice {
  role: Role
  light: LightFilter
  sort: SortKey
  /** Empty: any. */
  label: string
  words: string
  posts: readonly string[]
  org: Organisation
  now: number
}

export interface Listed {
  id: string
  fields: Task
  /** Whether the work is mine to do: then its assigner is named, else its lead. */
  mine: boolean
}

function roleOf(task: Task, { posts, org }: Choice): Exclude<Role, 'all'> {
  if (posts.some((post) => task.chain.some((seat) => org.sits(post, seat)) || org.sits(post, task.lead))) return 'lead'
  return posts.some((post) => org.sits(post, task.assigner)) ? 'assigner' : 'other'
}

function lit(task: Task, choice: Choice): boolean {
  if (choice.light === 'done') return !isOpen(task.state)
  if (!isOpen(task.state)) return false
  switch (choice.light) {
    case 'late':
      return light(task, choice.now) === 'red'
    case 'soon':
      return light(task, choice.now) === 'yellow'
    case 'decide':
      return waitsForMe(task, choice.posts, choice.org)
    default:
      return true
  }
}

/** Every typed word must occur in the title, the lead's name or the source; marks count only when typed. */
function matcher(words: string, org: Organisation): (task: Task) => boolean {
  const text = words.normalize('NFC').toLowerCase().trim()
  if (!text) return () => true
  const marked = fold(text) !== text
  const asked = text.split(/\s+/)
  return (task) => {
    const all = `${task.title} ${org.unit(task.lead.unit)?.name ?? ''} ${task.source?.reference ?? ''}`
      .normalize('NFC')
      .toLowerCase()
    const known = marked ? all : fold(all)
    return asked.every((word) => known.includes(word))
  }
}

const KEY: Record<SortKey, (task: Task) => string> = {
  deadline: (task) => task.deadline,
  updated: (task) => task.updatedAt,
  created: (task) => task.createdAt,
}

export function listed(work: Iterable<{ id: string; fields: Task }>, choice: Choice): Listed[] {
  const matches = matcher(choice.words, choice.org)
  const found: Listed[] = []
  for (const { id, fields } of work) {
    if (choice.label && !fields.labels.includes(choice.label)) continue
    if (!lit(fields, choice) || !matches(fields)) continue
    const role = roleOf(fields, choice)
    if (choice.role === 'all' || choice.role === role) found.push({ id, fields, mine: role === 'lead' })
  }
  const key = KEY[choice.sort]
  const way = choice.sort === 'deadline' && choice.light !== 'done' ? 1 : -1
  return found.sort((a, b) => (key(a.fields) < key(b.fields) ? -way : key(a.fields) > key(b.fields) ? way : 0))
}

/** The labels of all work, in the order of the alphabet. */
export function labelsOf(work: Iterable<{ fields: Task }>): string[] {
  const found = new Set<string>()
  for (const { fields } of work) for (const label of fields.labels) found.add(label)
  return [...found].sort((a, b) => a.localeCompare(b, 'vi'))
}
