/** The first screen's choice: what is late, what is due, what waits for my word; few enough to be read at a glance. */
import { isOpen, light } from './light'
import type { Organisation } from './organisation'
import type { Task } from './rows'

export type Group = 'late' | 'due' | 'decide'

export interface Item {
  id: string
  task: Task
}

export type Groups = Record<Group, Item[]>

/** At most so many rows on the first screen. */
export const ROWS = 7

interface Work {
  id: string
  fields: Task
}

/** How many reports of a directive wait for my word: they are decided on its board, all at once. */
export type Reports = ReadonlyMap<string, number>

export function reports(work: Iterable<Work>, posts: readonly string[], org: Organisation): Reports {
  const found = new Map<string, number>()
  for (const { fields: task } of work) {
    if (task.state !== 'submitted' || task.directive === null || task.waiting !== 'assigner') continue
    if (!posts.some((post) => org.sits(post, task.waitingSeat))) continue
    found.set(task.directive, (found.get(task.directive) ?? 0) + 1)
  }
  return found
}

/**
 * Whether somebody waits for my decision: a submission, a refusal, a request for time.
 * What units submit to a directive is decided on its board, all at once.
 */
export function waitsForMe(task: Task, posts: readonly string[], org: Organisation): boolean {
  const sits = (seat: Task['assigner'] | null) => posts.some((post) => org.sits(post, seat))
  if (task.state === 'declined') return sits(task.waitingSeat)
  if (task.state === 'submitted') return (task.directive === null || task.waiting === 'link') && sits(task.waitingSeat)
  return task.extension !== null && isOpen(task.state) && sits(task.assigner)
}

/** Asked of every task on the device, so it is cheap: no actions are worked out here. */
function groupOf(task: Task, posts: readonly string[], org: Organisation, now: number, lent: readonly string[]): Group | undefined {
  if (waitsForMe(task, posts, org)) return 'decide'
  const mine = posts.some((post) => org.sits(post, task.waitingSeat)) || lent.includes(task.waitingSeat?.post ?? '')
  if (task.waiting !== 'lead' || !mine) return undefined
  const colour = light(task, now)
  if (colour === 'red') return 'late'
  if (colour === 'yellow') return 'due'
  return task.state === 'assigned' ? 'decide' : undefined
}

/** Of the highest urgency, and nobody has taken it up. */
const isPressing = ({ task }: Item) => task.urgency === 'flash' && task.state === 'assigned'

/** What presses comes before all else, the latest first; the rest by its deadline. */
function byWeight(a: Item, b: Item): number {
  if (isPressing(a) !== isPressing(b)) return isPressing(a) ? -1 : 1
  if (isPressing(a)) return a.task.createdAt > b.task.createdAt ? -1 : 1
  return a.task.deadline < b.task.deadline ? -1 : 1
}

/** All that needs me today, each group by its weight; `lent`: seats whose ordinary work I do while their holders are away. */
export function groups(work: Iterable<Work>, posts: readonly string[], org: Organisation, now: number, lent: readonly string[] = []): Groups {
  const found: Groups = { late: [], due: [], decide: [] }
  for (const { id, fields: task } of work) {
    const group = isOpen(task.state) ? groupOf(task, posts, org, now, lent) : undefined
    if (group) found[group].push({ id, task })
  }
  for (const list of Object.values(found)) list.sort(byWeight)
  return found
}

/** How many rows each group shows: a fair share first, then what the others leave free, in the order of weight. */
export function shares(sizes: Record<Group, number>, rows = ROWS): Record<Group, number> {
  const fair: Record<Group, number> = { late: 3, due: 2, decide: 2 }
  const share: Record<Group, number> = { late: 0, due: 0, decide: 0 }
  const order: Group[] = ['late', 'due', 'decide']
  let free = rows
  for (const group of order) {
    share[group] = Math.min(fair[group], sizes[group], free)
    free -= share[group]
  }
  for (const group of order) {
    const more = Math.min(free, sizes[group] - share[group])
    share[group] += more
    free -= more
  }
  return share
}
