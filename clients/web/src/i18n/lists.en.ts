/** What doing something with many pieces of work at once says, in English. */
import { plural } from '.'
import type { ListsCatalog } from './lists'

const tasks = (n: string) => `${n} ${plural(Number(n.replaceAll(',', '')), 'task', 'tasks')}`

export const en: ListsCatalog = {
  picked: (n) => `${tasks(n)} selected`,
  all: (n) => `Select all ${n}`,
  none: 'Select none',
  leave: 'Stop selecting',
  choosing: 'Select several tasks',
  bar: 'Do with those selected',
  keys: 'Space selects, Shift and Space a range, arrows move, Ctrl A selects all, Esc leaves.',
  pick: 'Nothing selected',
  action: { chase: 'Remind', reassign: 'Reassign', changeDeadline: 'Deadline' },
  title: {
    chase: (n) => `Remind of ${tasks(n)}`,
    reassign: (n) => `Reassign ${tasks(n)}`,
    changeDeadline: (n) => `Change the deadline of ${tasks(n)}`,
  },
  weigh: 'Preview',
  weighing: (done, all) => `Looked at ${done} of ${all}…`,
  unweighed: 'A connection is needed to see which can be done and who is told. Nothing has been sent.',
  again: 'Look again',
  back: 'Change',
  goes: {
    chase: (n) => `Reminders of ${tasks(n)} will go out`,
    reassign: (n) => `${tasks(n)} will be reassigned`,
    changeDeadline: (n) => `${tasks(n)} will get the deadline`,
  },
  idle: (n) => `${tasks(n)} already so: nothing changes`,
  refused: (n) => `${tasks(n)} cannot be done`,
  reason: 'No reason known',
  told: (n) => `${n} ${plural(Number(n), 'place is', 'places are')} told`,
  toldTasks: tasks,
  toldHere: (whom) => `tells ${whom}`,
  toldMore: (n) => `and ${n} more`,
  rest: (n) => `Show the other ${n}`,
  nothing: 'None of them can be done. Change it, or select others.',
  running: (done, all) => `${done} of ${all} done`,
  waiting: (n) => `${tasks(n)} kept on this device, sent when there is a network. You may close this.`,
  done: {
    chase: (n) => `Reminded of ${tasks(n)}`,
    reassign: (n) => `${tasks(n)} reassigned`,
    changeDeadline: (n) => `Deadline of ${tasks(n)} changed`,
  },
  failed: (n) => `${tasks(n)} not done`,
  retry: (n) => `Try ${tasks(n)} again`,
  missing: 'This task is no longer on the device.',
  finish: 'Done',
  keepFailed: 'Close, keep those selected',
}
