/** What a command will change, shown at once, before the server has said so. Only what the row shows; never a guess of rights. */
import { createdId, type Change } from '@congvu/sync'
import { doer } from './actions'
import { fresh } from './fresh'
import type { Answers, Directive, Line, Question, Seat, Task, TaskItem, TemplateVersion, Urgency } from './rows'
import { iso } from './time'
import { Workdays } from './workdays'

export interface Assign {
  title: string
  description?: string
  lead: Seat
  coordinating: readonly Seat[]
  following: readonly Seat[]
  chaser: Seat | null
  urgency: Urgency
  deadline: string
  source?: { kind: string; reference: string }
  parent?: string
  labels?: readonly string[]
  weight?: number
  checklist?: readonly string[]
  files?: readonly string[]
  template?: TemplateVersion | null
}

export interface Issue {
  title: string
  text: string
  deadline: string
  urgency: Urgency
  form: readonly Question[]
  units: readonly string[]
}

const patch = (id: string, fields: Partial<Task>): Change => ({ collection: 'task', id, patch: fields })

/** A new task as it will stand in the lists of its assigner; `command`: the id of the command that makes it. */
export function assigned(command: string, args: Assign, assigner: Seat, creator: string, at: string): Change {
  const { description = '', checklist = [], ...given } = args
  const items = checklist.map((text, place): TaskItem => ({ id: createdId(command, `item:${place}`), text, doneAt: null, doneBy: null }))
  const task = fresh({ ...given, description, checklist: items, assigner, creator, createdAt: at })
  return { collection: 'task', id: createdId(command, 'task'), create: task }
}

/** A new directive; its tasks follow from the server. */
export function issued(id: string, args: Issue, issuer: Seat, creator: string, at: string): Change {
  const directive: Directive = {
    stale: false,
    ...args,
    originalDeadline: args.deadline,
    issuer,
    creator,
    state: 'issued',
    issuedAt: at,
    updatedAt: at,
    version: 0,
    source: null,
  }
  return { collection: 'directive', id, create: directive }
}

type Args = Record<string, unknown>
type Echo = (task: Task, args: Args, at: string, official: string) => Partial<Task>

/** Who acts next once the work goes up: the last who passed it on, else the assigner. */
function upwards(task: Task, from = task.chain.length - 1): Pick<Task, 'waiting' | 'waitingSeat'> {
  const link = task.chain[from - 1]
  return link ? { waiting: 'link', waitingSeat: link } : { waiting: 'assigner', waitingSeat: task.assigner }
}

/** Whoever works on it has opened and accepted it. */
function taken(task: Task, at: string, official: string): Partial<Task> {
  const opened = { openedAt: task.openedAt ?? at, openedBy: task.openedBy ?? official }
  return task.state === 'assigned' ? { ...opened, state: 'accepted', acceptedAt: at } : opened
}

const ECHO: Record<string, Echo> = {
  'task.open': (task, _args, at, official) => (task.openedAt ? {} : { openedAt: at, openedBy: official }),
  'task.accept': (task, _args, at, official) => taken(task, at, official),
  'task.decline': (task, args, at, official) => ({
    state: 'declined',
    waiting: 'assigner',
    waitingSeat: task.assigner,
    waitingSince: at,
    decline: { reason: args['reason'] as string, by: official, suggested: (args['suggested'] as Seat | null) ?? null },
  }),
  'task.report': (task, args, at, official) => ({
    ...taken(task, at, official),
    state: task.suspension ? 'suspended' : 'in-progress',
    percent: args['percent'] as number,
    lastReport: {
      at,
      by: official,
      percent: args['percent'] as number,
      text: args['text'] as string,
      files: (args['files'] as string[] | undefined) ?? [],
    },
  }),
  'task.submit': (task, _args, at, official) => ({
    ...taken(task, at, official),
    state: 'submitted',
    submittedAt: at,
    percent: 100,
    waitingSince: at,
    ...upwards(task),
  }),
  'task.endorse': (task, _args, at) => ({
    waitingSince: at,
    ...upwards(
      task,
      task.chain.findIndex((seat) => same(seat, task.waitingSeat)),
    ),
  }),
  'task.return': (task, args, at, official) => ({
    state: 'returned',
    waiting: 'lead',
    waitingSeat: doer(task),
    waitingSince: at,
    returned: { reason: args['reason'] as string, by: official },
  }),
  'task.complete': (task, _args, at) => ({
    state: 'completed',
    completedAt: at,
    waiting: 'none',
    waitingSeat: null,
    inTime: (task.submittedAt ?? at) <= task.deadline,
  }),
  'task.requestExtension': (_task, args, at, official) => ({
    extension: { deadline: args['deadline'] as string, reason: args['reason'] as string, by: official, askedAt: at },
  }),
  'task.grantExtension': (task, args) => ({
    deadline: (args['deadline'] as string | undefined) ?? task.extension?.deadline ?? task.deadline,
    extension: null,
  }),
  'task.refuseExtension': () => ({ extension: null }),
  'task.chase': (_task, _args, at) => ({ chasedAt: at }),
  'task.changeDeadline': (_task, args) => ({ deadline: args['deadline'] as string }),
  'task.subAssign': (task, args, at, official) => ({
    ...taken(task, at, official),
    chain: [...(task.chain.length > 0 ? task.chain : [task.lead]), args['to'] as Seat],
    waiting: 'lead',
    waitingSeat: args['to'] as Seat,
    waitingSince: at,
  }),
  'task.reassign': (_task, args, at) => ({
    state: 'assigned',
    lead: args['lead'] as Seat,
    chain: [args['lead'] as Seat],
    decline: null,
    waiting: 'lead',
    waitingSince: at,
    waitingSeat: args['lead'] as Seat,
    openedAt: null,
    openedBy: null,
    acceptedAt: null,
  }),
  'task.check': (task, args, at, official) => {
    const [doneAt, doneBy] = args['done'] === false ? [null, null] : [at, official]
    return { checklist: task.checklist.map((item) => (item.id === args['item'] ? { ...item, doneAt, doneBy } : item)) }
  },
  'task.setChecklist': (task, args) => {
    const known = new Map(task.checklist.map((item) => [item.id, item]))
    const words = args['items'] as { id: string; text: string }[]
    return { checklist: words.map(({ id, text }): TaskItem => ({ doneAt: null, doneBy: null, ...known.get(id), id, text })) }
  },
  'task.label': (_task, args) => ({ labels: args['labels'] as string[] }),
  'task.setWeight': (_task, args) => ({ weight: args['weight'] as number }),
  'task.suspend': (task, args, at, official) => ({
    state: 'suspended',
    waiting: 'none',
    waitingSeat: null,
    waitingSince: at,
    suspension: {
      reason: args['reason'] as string,
      by: official,
      at: task.suspension?.at ?? at,
      until: (args['until'] as string | undefined) ?? null,
      before: task.suspension?.before ?? task.state,
      withParent: false,
    },
  }),
  'task.resume': (task, args, at) => ({
    state: task.suspension?.before ?? 'in-progress',
    waiting: 'lead',
    waitingSeat: doer(task),
    waitingSince: at,
    deadline: (args['deadline'] as string | undefined) ?? resumedUntil(task, at),
    suspension: null,
  }),
  'task.cancel': () => ({ state: 'cancelled', waiting: 'none', waitingSeat: null }),
  'task.reopen': (task, _args, at) => ({
    state: 'in-progress',
    completedAt: null,
    submittedAt: null,
    inTime: null,
    waiting: 'lead',
    waitingSeat: doer(task),
    waitingSince: at,
  }),
  'directive.answer': (task, args, at, official) => ({ ...taken(task, at, official), answers: answersOf(args), answeredAt: at }),
}

/** The time that it was suspended is added to its own, up to a working day; days off are the server's to know. */
function resumedUntil({ deadline, suspension }: Task, at: string): string {
  if (!suspension) return deadline
  const due = Date.parse(deadline)
  return iso(new Workdays().notBefore(due + Date.parse(at) - Date.parse(suspension.at), due))
}

function same(a: Seat, b: Seat | null): boolean {
  return b !== null && a.unit === b.unit && a.post === b.post
}

function answersOf(args: Args): Answers {
  const given = args['answers'] as { question: string; value: string | number | null }[]
  return Object.fromEntries(given.flatMap(({ question, value }) => (value === null ? [] : [[question, value]])))
}

/** What `name` changes of an existing task; nothing for commands that its row does not show. */
export function changed(name: string, id: string, task: Task, args: Args, official: string, at: string): Change[] {
  const fields = ECHO[name]?.(task, args, at, official) ?? {}
  return Object.keys(fields).length > 0 ? [patch(id, { ...fields, updatedAt: at })] : []
}

/** The same on the board, for those who see it. */
export function lineChanged(id: string, line: Line, task: Partial<Task>): Change {
  const next: Record<string, unknown> = {}
  for (const key of [
    'state',
    'openedAt',
    'acceptedAt',
    'percent',
    'submittedAt',
    'completedAt',
    'deadline',
    'answers',
    'answeredAt',
  ] as const) {
    if (key in task && task[key] !== line[key]) next[key] = task[key]
  }
  return { collection: 'line', id, patch: next }
}
