/** What would become of one command to many tasks: the server decides it, and does nothing. */
import type { ActingAs } from '@congvu/sync'
import { batches, type Weighed } from '../model/bulk'
import { ask, globalId, SEAT, seatFrom, uuidIn, type SeatAnswer } from './client'

/** As many tasks as the server weighs at a time. */
const MOST = 200

const PREVIEW = `query BulkPreview($action: String!, $tasks: [ID!]!, $as: ActingAs!, $args: JSON) {
  bulkPreview(action: $action, tasks: $tasks, actingAs: $as, args: $args) { task allowed changes detail told { seat ${SEAT} } }
}`

interface Answer {
  bulkPreview: (Omit<Weighed, 'told'> & { told: { seat: SeatAnswer }[] })[]
}

function seated({ post, behalfOf, basis }: ActingAs): object {
  return {
    post: globalId('Post', post ?? ''),
    ...(behalfOf ? { behalfOf: globalId('Post', behalfOf) } : {}),
    ...(basis ? { basis } : {}),
  }
}

/** In the order of `tasks`; null: the server cannot be asked. `onSome`: how many are weighed so far. */
export async function weigh(
  action: string,
  tasks: readonly string[],
  as: ActingAs,
  args: object,
  signal: AbortSignal,
  onSome: (done: number) => void,
): Promise<Weighed[] | null> {
  const all: Weighed[] = []
  for (const some of batches(tasks, MOST)) {
    const variables = { action, tasks: some.map((id) => globalId('Task', id)), as: seated(as), args }
    const found = (await ask<Answer>(PREVIEW, variables, signal))?.bulkPreview
    if (!found) return null
    all.push(...found.map(({ task, told, ...each }) => ({ ...each, task: uuidIn(task), told: told.map(({ seat }) => seatFrom(seat)) })))
    onSome(all.length)
  }
  return all
}
