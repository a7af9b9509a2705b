/** The first screen's choice: what is late, what is due, what waits for my word; few enough to be read at a glance. */
import { actionsFor, nextAction, type Action } from './actions'
import { isOpen, light } from './light'
import type { Organisation } from './organisation'
import type { Task } from './rows'

export type Group = 'late' | 'due' | 'decide'

export interface Item {
  id: string
  task: Task
  next: Action | undefined
}

export type Groups = Record<Group, Item[]>

/** At most so many rows on the first screen. */
export const ROWS = 7

interface Work {
  id: string
  fields: Task
}

/**
 * Whether somebody waits for my decision: a submission, a request for time, a refusal.
 * What units submit to a directive is decided on its board, all at once.
 */
export function waitsForMe({ task, next }: Pick<Item, 'task' | 'next'>): boolean {
  if (next?.name === 'complete') return task.directive === null
  return ['grantExtension', 'endorse', 'reassign'].includes(next?.name ?? '')
}

function groupOf(item: Item, posts: readonly string[], org: Organisation, now: number): Group | undefined {
  if (waitsForMe(item)) return 'decide'
  if (!posts.some((post) => org.sits(post, item.task.waitingSeat))) return undefined
  const colour = light(item.task, now)
  if (colour === 'red') return 'late'
  if (colour === 'yellow') return 'due'
  return item.next?.name === 'accept' ? 'decide' : undefined
}

const byDeadline = (a: Item, b: Item) => (a.task.deadline < b.task.deadline ? -1 : 1)

/** Whether I may have to act: asked of every task on the device, so it is cheap. */
export function concerns(task: Task, posts: readonly string[], org: Organisation): boolean {
  return task.extension !== null || posts.some((post) => org.sits(post, task.waitingSeat))
}

/** All that needs me today, each group by its deadline. */
export function groups(work: Iterable<Work>, posts: readonly string[], org: Organisation, now: number): Groups {
  const found: Groups = { late: [], due: [], decide: [] }
  for (const { id, fields: task } of work) {
    if (!isOpen(task.state) || !concerns(task, posts, org)) continue
    const item = { id, task, next: nextAction(task, actionsFor(task, posts, org, now)) }
    const group = groupOf(item, posts, org, now)
    if (group) found[group].push(item)
  }
  for (const list of Object.values(found)) list.sort(byDeadline)
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
