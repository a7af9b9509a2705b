/** What the sheets of actions have in common. */
import type { JSX } from 'preact'
import type { ActionName } from '../../model/actions'
import type { Organisation } from '../../model/organisation'
import type { Task } from '../../model/rows'

/** What each sheet is given: the task, the clock, and the way to give its command. */
export interface BodyProps {
  id: string
  task: Task
  org: Organisation
  now: number
  posts: readonly string[]
  /** Gives the command and closes. */
  give: (name: ActionName, args: Record<string, unknown>) => void
  acting: JSX.Element
  post: string
  words: string
  onClose: () => void
}

/** Which task the sheet is about. */
export function Subject({ task }: { task: Task }): JSX.Element {
  return <p class="subject">{task.title}</p>
}
