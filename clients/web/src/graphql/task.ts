/** A task as it was at a moment. */
import type { Task, TaskItem } from '../model/rows'
import { iso } from '../model/time'
import { ask, lower, SEAT, seatFrom, type SeatAnswer } from './client'

const TASK = `query TaskAsOf($id: ID!, $asOf: DateTime) {
  task(id: $id, asOf: $asOf) {
    title description state urgency deadline originalDeadline percent openedAt acceptedAt submittedAt completedAt answers inTime
    waiting waitingSince
    lead ${SEAT} chain ${SEAT} coordinating ${SEAT} waitingSeat ${SEAT}
    lastReport { at percent text }
    extension { deadline reason askedAt }
    decline { reason }
    returned { reason }
    labels weight checklist { id text doneAt }
    suspension { reason at until }
  }
}`

type Same = Pick<
  Task,
  | 'title'
  | 'description'
  | 'deadline'
  | 'originalDeadline'
  | 'percent'
  | 'openedAt'
  | 'acceptedAt'
  | 'submittedAt'
  | 'completedAt'
  | 'answers'
  | 'inTime'
  | 'labels'
  | 'weight'
  | 'waitingSince'
>

interface TaskAnswer extends Same {
  state: string
  urgency: string
  waiting: string
  lead: SeatAnswer
  chain: SeatAnswer[]
  coordinating: SeatAnswer[]
  waitingSeat: SeatAnswer | null
  lastReport: Omit<NonNullable<Task['lastReport']>, 'by'> | null
  extension: Omit<NonNullable<Task['extension']>, 'by'> | null
  decline: { reason: string } | null
  returned: { reason: string } | null
  checklist: Omit<TaskItem, 'doneBy'>[]
  suspension: { reason: string; at: string; until: string | null } | null
}

/** What is true of a task by `at`, to be laid over the present one; null when the server cannot be asked. */
export async function taskAsOf(id: string, at: number, signal: AbortSignal): Promise<Partial<Task> | null> {
  const task = (await ask<{ task: TaskAnswer | null }>(TASK, { id, asOf: iso(at) }, signal))?.task
  if (!task) return null
  return {
    ...task,
    state: lower(task.state),
    urgency: lower(task.urgency),
    waiting: lower(task.waiting),
    lead: seatFrom(task.lead),
    chain: task.chain.map(seatFrom),
    coordinating: task.coordinating.map(seatFrom),
    waitingSeat: task.waitingSeat && seatFrom(task.waitingSeat),
    lastReport: task.lastReport && { ...task.lastReport, by: '' },
    extension: task.extension && { ...task.extension, by: '' },
    decline: task.decline && { ...task.decline, by: '', suggested: null },
    checklist: task.checklist.map((item) => ({ ...item, doneBy: null })),
    suspension: task.suspension && { ...task.suspension, by: '', before: 'in-progress', withParent: false },
    returned: task.returned && { ...task.returned, by: '' },
  }
}
