/** When a task reminds; its script comes with the first task that is opened. */
import type { Task, TimelineEntry } from '../model/rows'
import { later } from '../ui/later'

interface Props {
  id: string
  task: Task
  timeline: readonly TimelineEntry[]
}

export const TaskReminders = later<Props>(
  () => import('./time/task-reminders').then((loaded) => loaded.TaskReminders),
  () => null,
)
