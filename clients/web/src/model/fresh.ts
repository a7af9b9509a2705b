/** A task as it is when it has just been given: nothing has happened to it, and its lead is waited for. */
import type { Task } from './rows'

type Given = Pick<Task, 'title' | 'assigner' | 'creator' | 'lead' | 'deadline' | 'createdAt'>

export function fresh(given: Given & Partial<Task>): Task {
  const { lead, deadline, createdAt } = given
  return {
    stale: false,
    description: null,
    source: null,
    urgency: 'normal',
    state: 'assigned',
    chain: [lead],
    coordinating: [],
    following: [],
    chaser: null,
    originalDeadline: deadline,
    parent: null,
    directive: null,
    form: [],
    answers: {},
    answeredAt: null,
    chasedAt: null,
    percent: 0,
    openedAt: null,
    openedBy: null,
    acceptedAt: null,
    submittedAt: null,
    completedAt: null,
    lastReport: null,
    waiting: 'lead',
    waitingSince: createdAt,
    waitingSeat: lead,
    extension: null,
    decline: null,
    returned: null,
    inTime: null,
    nominal: null,
    remindedAt: null,
    labels: [],
    weight: 1,
    checklist: [],
    files: [],
    template: null,
    suspension: null,
    updatedAt: createdAt,
    version: 0,
    ...given,
  }
}
