/** What a task is made of, and why it is suspended; the script comes with the first task that is opened. */
import type { JSX } from 'preact'
import type { Action } from '../model/actions'
import type { Organisation } from '../model/organisation'
import type { Task } from '../model/rows'
import { later } from '../ui/later'
import type { ContentProps } from './content/task-content'

export const TaskContent = later<ContentProps>(
  () => import('./content/task-content').then((loaded) => loaded.TaskContent),
  () => null,
)

const Held = later(
  () => import('./content/held').then((loaded) => loaded.Held),
  () => null,
)

interface Props {
  id: string
  task: Task
  actions: readonly Action[]
  org: Organisation
  now: number
}

/** Nothing while work is going on. */
export function Suspended({ task: { suspension }, ...props }: Props): JSX.Element | null {
  return suspension && <Held suspension={suspension} {...props} />
}
