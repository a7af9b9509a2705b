/** When a task reminds next, and whom, if nothing changes until then. */
import type { Kind, Mark, Role } from '../model/foreseen'
import { ask, globalId, lower } from './client'

const NEXT = `query TaskReminders($task: ID!) { taskReminders(task: $task, first: 3) { at kind days to } }`

interface Answer {
  taskReminders: { at: string; kind: string; days: number; to: string[] }[]
}

/** The next moments, earliest first; null when the server cannot be asked. */
export async function nextReminders(task: string, signal: AbortSignal): Promise<Mark[] | null> {
  const found = (await ask<Answer>(NEXT, { task: globalId('Task', task) }, signal))?.taskReminders
  if (!found) return null
  return found.map(({ at, kind, days, to }) => ({
    at: Date.parse(at),
    kind: lower<Kind>(kind),
    days,
    to: to.map((role) => lower<Role>(role)),
  }))
}
