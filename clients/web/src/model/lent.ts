/** Seats that are not mine, in which I may act all the same: by an absence, or by a delegation. */
import { doer, links, NAMES, type Action, type ActionName } from './actions'
import type { Organisation } from './organisation'
import type { Delegation, Task } from './rows'

export interface Lent {
  ground: 'stand-in' | 'delegation'
  /** The seat of another. */
  post: string
  /** My own. */
  own: string
  /** The id of the absence or delegation. */
  basis: string
  /** Who holds that seat; null: nobody does. */
  official: string | null
  start: number
  end: number
  /** What may be done there. */
  actions: readonly ActionName[]
  /** The written decision, if there is one. */
  paper: string | null
}

/** What is decided by whoever may approve. */
const APPROVING: readonly ActionName[] = [
  'endorse',
  'complete',
  'return',
  'grantExtension',
  'refuseExtension',
  'changeDeadline',
  'reassign',
  'setChecklist',
  'label',
  'setWeight',
  'suspend',
  'resume',
  'cancel',
  'reopen',
  'chase',
]

type Rows = Iterable<{ id: string; fields: Delegation }>

/** What was lent to my posts for decisions on tasks (TUQ.), now. */
export function delegated(rows: Rows, mine: readonly string[], org: Organisation, now: number): Lent[] {
  return [...rows].flatMap(({ id, fields: { giver, receiver, powers, start, end, revoked, paper } }): Lent[] => {
    const [from, until] = [Date.parse(start), Date.parse(end)]
    const holds = !revoked && from <= now && now <= until && powers.includes('approve') && mine.includes(receiver)
    const official = org.post(giver)?.holder ?? null
    return holds
      ? [{ ground: 'delegation', post: giver, own: receiver, basis: id, official, start: from, end: until, actions: APPROVING, paper }]
      : []
  })
}

/** What may be done with a task in lent seats: where the post itself has a part, not its unit's desk. */
export function actionsLent(task: Task, lent: readonly Lent[], now: number, may: (post: string) => readonly Action[]): Action[] {
  const seats = [task.assigner, doer(task), ...links(task), ...task.coordinating, ...(task.waitingSeat ? [task.waitingSeat] : [])]
  return lent.flatMap(({ post, start, actions }) => {
    if (start > now || !seats.some((seat) => seat.post === post)) return []
    return may(post).filter(({ name }) => actions.includes(name))
  })
}

/** The same actions together, each once, with all posts that may; in the order of their weight. */
export function joined(actions: readonly Action[]): Action[] {
  const found = new Map<ActionName, Action>()
  for (const { name, posts } of actions) found.set(name, { name, posts: [...new Set([...(found.get(name)?.posts ?? []), ...posts])] })
  return [...found.values()].sort((a, b) => NAMES.indexOf(a.name) - NAMES.indexOf(b.name))
}
