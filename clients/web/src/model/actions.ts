/** What one may do next with a task: by its state and by one's relation to it. The server decides in the end. */
import { isOpen } from './light'
import type { Organisation } from './organisation'
import type { Seat, Task } from './rows'

export type Relation = 'assigner' | 'lead' | 'link' | 'coordinating' | 'following' | 'chaser' | 'above'

export type ActionName =
  | 'accept'
  | 'answer'
  | 'report'
  | 'submit'
  | 'endorse'
  | 'complete'
  | 'return'
  | 'grantExtension'
  | 'refuseExtension'
  | 'subAssign'
  | 'requestExtension'
  | 'decline'
  | 'reassign'
  | 'changeDeadline'
  | 'chase'
  | 'check'
  | 'setChecklist'
  | 'label'
  | 'setWeight'
  | 'suspend'
  | 'resume'
  | 'cancel'
  | 'reopen'

export interface Action {
  name: ActionName
  /** My posts that may do it; the first is taken unless one switches. */
  posts: string[]
}

/** The seat at the end of the chain: the one that works on it now. */
export function doer(task: Pick<Task, 'lead' | 'chain'>): Seat {
  return task.chain.at(-1) ?? task.lead
}

/** The seats that passed it on, from the top. */
export function links(task: Pick<Task, 'chain'>): Seat[] {
  return task.chain.slice(0, -1)
}

/** How a post of mine stands to a task; several at once are usual. */
export function relations(task: Task, post: string, org: Organisation): Set<Relation> {
  const found = new Set<Relation>()
  const sits = (seat: Seat | null) => org.sits(post, seat)
  if (sits(task.assigner)) found.add('assigner')
  if (sits(doer(task))) found.add('lead')
  if (links(task).some(sits)) found.add('link')
  if (task.coordinating.some(sits)) found.add('coordinating')
  if (task.following.some(sits)) found.add('following')
  if (sits(task.chaser)) found.add('chaser')
  if (isAbove(task, post, org)) found.add('above')
  return found
}

function isAbove(task: Task, post: string, org: Organisation): boolean {
  const seat = org.post(post)
  if (!seat?.leading) return false
  return [task.lead.unit, task.assigner.unit].some((unit) => unit !== seat.unit && org.contains(seat.unit, unit))
}

type Rule = (task: Task, has: (relation: Relation) => boolean, mine: boolean, now: number) => boolean

/** What is done in the parts of the task itself, and not by buttons. */
export const INLINE: readonly ActionName[] = ['check', 'setChecklist']

const working = (task: Task) => ['accepted', 'in-progress', 'returned'].includes(task.state)
const inHand = (task: Task) => task.state === 'assigned' || working(task)
const unanswered = (task: Task) => task.form.length > 0 && Object.keys(task.answers).length === 0

/** The visible table: which action is possible when. In order of weight: the first that holds is the next action. */
const RULES: Record<ActionName, Rule> = {
  grantExtension: (task, has) => task.extension !== null && inHand(task) && has('assigner'),
  complete: (task, has, mine) => task.state === 'submitted' && mine && has('assigner') && task.waiting !== 'link',
  endorse: (task, _has, mine) => task.state === 'submitted' && mine && task.waiting === 'link',
  reassign: (task, has) => isOpen(task.state) && task.state !== 'submitted' && has('assigner'),
  accept: (task, has) => task.state === 'assigned' && has('lead'),
  answer: (task, has) => inHand(task) && task.form.length > 0 && has('lead'),
  report: (task, has) => (working(task) || task.state === 'suspended') && (has('lead') || has('coordinating')),
  submit: (task, has) => working(task) && !unanswered(task) && has('lead'),
  return: (task, _has, mine) => task.state === 'submitted' && mine,
  refuseExtension: (task, has) => task.extension !== null && inHand(task) && has('assigner'),
  subAssign: (task, has) => inHand(task) && has('lead'),
  requestExtension: (task, has, _mine, now) => inHand(task) && !task.extension && Date.parse(task.deadline) > now && has('lead'),
  decline: (task, has) => (task.state === 'assigned' || task.state === 'accepted') && has('lead'),
  changeDeadline: (task, has) => isOpen(task.state) && has('assigner'),
  chase: (task, has) =>
    isOpen(task.state) && !['submitted', 'suspended'].includes(task.state) && (['assigner', 'link', 'chaser', 'above'] as const).some(has),
  check: (task, has) => (inHand(task) && has('lead')) || (task.state !== 'suspended' && isOpen(task.state) && has('coordinating')),
  setChecklist: (task, has) => isOpen(task.state) && (has('assigner') || has('lead')),
  label: (task, has) => isOpen(task.state) && (has('assigner') || has('lead')),
  setWeight: (task, has) => isOpen(task.state) && has('assigner'),
  suspend: (task, has) => inHand(task) && has('assigner'),
  resume: (task, has) => task.state === 'suspended' && has('assigner'),
  cancel: (task, has) => isOpen(task.state) && has('assigner'),
  reopen: (task, has) => !isOpen(task.state) && has('assigner'),
}

export const NAMES = Object.keys(RULES) as ActionName[]

/** Everything that I may do with a task, in order of weight, each with the posts that may. */
export function actionsFor(task: Task, posts: readonly string[], org: Organisation, now: number): Action[] {
  const standing = posts.map((post) => ({
    post,
    has: relations(task, post, org),
    mine: org.sits(post, task.waitingSeat),
  }))
  return NAMES.flatMap((name) => {
    const may = standing.filter(({ has, mine }) => RULES[name](task, (relation) => has.has(relation), mine, now))
    return may.length > 0 ? [{ name, posts: may.map(({ post }) => post) }] : []
  })
}

const PRIMARY: readonly ActionName[] = ['grantExtension', 'complete', 'endorse', 'accept', 'answer', 'report', 'submit']

/** The one button of a row: what the task waits for from me, if anything. */
export function nextAction(task: Task, actions: readonly Action[]): Action | undefined {
  if (task.state === 'suspended') return undefined
  if (task.state === 'declined') return actions.find(({ name }) => name === 'reassign')
  const answered = task.form.length > 0 && !unanswered(task)
  return actions.find(({ name }) => PRIMARY.includes(name) && !(answered && (name === 'answer' || name === 'report')))
}
