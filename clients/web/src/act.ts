/** Giving commands: shown at once, undone within five seconds, kept on the device until the server has them. */
import { createdId, type ActingAs, type Change, type OutboxEntry, type Sent } from '@congvu/sync'
import { clock, t } from './i18n'
import { org, rows, signed, sync } from './live'
import type { ActionName } from './model/actions'
import { assigned, changed, issued, lineChanged, type Assign, type Issue } from './model/echo'
import type { Seat, Task } from './model/rows'
import { iso } from './model/time'
import { actingAs } from './standing'
import { toast } from './ui/toast'

/** How long a command may be taken back. */
export const HOLD = 5_000

/** The command behind each action of a task. */
export const COMMAND: Record<ActionName, string> = {
  accept: 'task.accept',
  answer: 'directive.answer',
  report: 'task.report',
  submit: 'task.submit',
  endorse: 'task.endorse',
  complete: 'task.complete',
  return: 'task.return',
  grantExtension: 'task.grantExtension',
  refuseExtension: 'task.refuseExtension',
  subAssign: 'task.subAssign',
  requestExtension: 'task.requestExtension',
  decline: 'task.decline',
  reassign: 'task.reassign',
  changeDeadline: 'task.changeDeadline',
  chase: 'task.chase',
  check: 'task.check',
  setChecklist: 'task.setChecklist',
  label: 'task.label',
  setWeight: 'task.setWeight',
  suspend: 'task.suspend',
  resume: 'task.resume',
  cancel: 'task.cancel',
  reopen: 'task.reopen',
}

type Args = Record<string, unknown>

interface Saying {
  /** What is said of it; null: it is done in silence. */
  said: string | null
  /** Whether it was confirmed already: then it goes at once. */
  sure?: boolean
}

function give(
  name: string,
  args: object,
  as: ActingAs,
  { said, sure }: Saying,
  optimistic: (id: string) => readonly Change[],
): string {
  const holdMs = said === null || sure ? 0 : HOLD
  const sent = sync().send(name, args, { as, holdMs, optimistic })
  if (said !== null) toast(said, holdMs > 0 ? { undo: () => sent.undo(), until: Date.now() + HOLD } : {})
  return sent.id
}

function echo(name: string, id: string, task: Task, args: Args): Change[] {
  const changes: Change[] = changed(name, id, task, args, signed().official, iso(Date.now()))
  const line = rows('line').get(id)
  const patch = changes[0]
  if (line && patch && 'patch' in patch) changes.push(lineChanged(id, line.fields, patch.patch))
  return changes
}

/** One action on one task, in the post that may; `quiet`: nothing is said of it, and it goes at once. */
export function act(action: ActionName, id: string, task: Task, post: string, args: Args = {}, quiet = false): void {
  const name = COMMAND[action]
  const all = { task: id, ...args }
  give(name, all, actingAs(post, action), { said: quiet ? null : t.done[action] }, () => echo(name, id, task, all))
}

/** One of many that were confirmed together: at once and without a word; how it ended is the giver's to say. */
export function actOfMany(action: ActionName, id: string, task: Task, post: string, args: Args): Sent {
  const name = COMMAND[action]
  const all = { task: id, ...args }
  return sync().send(name, all, { as: actingAs(post, action), optimistic: () => echo(name, id, task, all) })
}

/** The answer to a directive's form and its submission in one go; taken back together. */
export function answerAndSubmit(id: string, task: Task, post: string, answers: { question: string; value: unknown }[]): void {
  const args = { task: id, answers }
  const options = { as: actingAs(post, 'answer'), holdMs: HOLD }
  const answer = sync().send('directive.answer', args, { ...options, optimistic: () => echo('directive.answer', id, task, args) })
  const submit = sync().send(
    'task.submit',
    { task: id },
    { ...options, optimistic: () => echo('task.submit', id, task, { task: id }) },
  )
  const undo = () => submit.undo() && answer.undo()
  toast(t.done.answer, { undo, until: Date.now() + HOLD })
}

/** Says once that I have opened it; silent. */
export function open(id: string, task: Task, post: string): void {
  give('task.open', { task: id }, { post }, { said: null }, () => echo('task.open', id, task, {}))
}

/** A new task; its id, which holds already offline. */
export function assign(args: Assign, post: string): string {
  const assigner: Seat = { unit: org().post(post)?.unit ?? '', post }
  const create = (id: string) => [assigned(id, args, assigner, signed().official, iso(Date.now()))]
  return createdId(give('task.assign', args, { post }, { said: t.done.assign }, create), 'task')
}

/** A directive to many units; its id. `sure`: it was confirmed, and goes at once. */
export function issue(args: Issue, post: string, sure: boolean): string {
  const issuer: Seat = { unit: org().post(post)?.unit ?? '', post }
  const create = (id: string) => [issued(createdId(id, 'directive'), args, issuer, signed().official, iso(Date.now()))]
  return createdId(give('directive.issue', args, { post }, { said: t.done.issue(args.units.length), sure }, create), 'directive')
}

/** Chases units of a directive; `tasks`: theirs, which show when it was. */
export function chaseUnits(directive: string, units: readonly string[], tasks: readonly string[], post: string): void {
  const at = iso(sync().now())
  give('directive.chase', { directive, units }, { post }, { said: t.done.chase }, () =>
    tasks.flatMap((id) => (['task', 'line'] as const).map((collection) => ({ collection, id, patch: { chasedAt: at } }))),
  )
}

/** Any other command on a directive: recall, close, add units, another deadline. */
export function direct(name: string, args: Args, post: string, said: string, patch: object | null = null): void {
  const id = args['directive'] as string
  give(name, args, { post }, { said }, () => (patch ? [{ collection: 'directive', id, patch }] : []))
}

/** The id of the task, directive or announcement that a waiting command is about. */
export function subject(entry: OutboxEntry): string | null {
  const args = entry.args as Args
  if (entry.name === 'task.assign') return createdId(entry.id, 'task')
  if (entry.name === 'directive.issue') return createdId(entry.id, 'directive')
  if (entry.name === 'announcement.issue') return createdId(entry.id, 'announcement')
  const id = args['task'] ?? args['directive'] ?? args['announcement']
  return (id as string | undefined) ?? null
}

/** How far my last action on something has come: kept here, sent, or refused; nothing once the rows show it. */
export function trailOf(id: string, outbox: readonly OutboxEntry[]): OutboxEntry['state'] | null {
  for (let at = outbox.length - 1; at >= 0; at -= 1) {
    const entry = outbox[at] as OutboxEntry
    if (entry.name !== 'task.open' && subject(entry) === id) return entry.state
  }
  return null
}

/** The trail in words; for my own assignments also when they were first opened. */
export function trailWords(state: OutboxEntry['state'] | null, task: Task | undefined): string | null {
  if (state === 'accepted' || state === 'sent') return t.trail.sent
  if (state) return t.trail[state]
  if (!task) return null
  return task.openedAt ? t.trail.opened(clock(Date.parse(task.openedAt))) : t.trail.sent
}
