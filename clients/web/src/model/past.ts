/** A task as it stood at a moment, folded back from its timeline: works without a network. */
import type { Task, TaskState, TimelineEntry } from './rows'

const STATE: Record<string, TaskState> = {
  'task.assigned': 'assigned',
  'task.accepted': 'accepted',
  'task.declined': 'declined',
  'task.reported': 'in-progress',
  'task.submitted': 'submitted',
  'task.returned': 'returned',
  'task.completed': 'completed',
  'task.cancelled': 'cancelled',
  'task.reopened': 'in-progress',
  'task.reassigned': 'assigned',
  'task.resumed': 'in-progress',
}

/** What the timeline tells of `task` at `at`; what happened later is taken back. */
export function stateAt(task: Task, timeline: readonly TimelineEntry[], at: number): Task {
  const before = timeline.filter((entry) => Date.parse(entry.at) <= at)
  const last = (kinds: readonly string[]) => before.findLast(({ kind }) => kinds.includes(kind))
  const state = last(Object.keys(STATE))
  const report = last(['task.reported'])
  const opened = last(['task.opened'])
  const submitted = last(['task.submitted'])
  const deadline = last(['task.deadline-changed', 'task.extension-granted', 'task.deadline-adjusted', 'task.resumed'])
  const held = last(['task.suspended', 'task.resumed', 'task.cancelled'])?.kind === 'task.suspended'
  const completed = state?.kind === 'task.completed'
  return {
    ...task,
    state: held ? 'suspended' : (STATE[state?.kind ?? ''] ?? 'assigned'),
    suspension: held ? task.suspension : null,
    checklist: task.checklist.map((item) => (item.doneAt && Date.parse(item.doneAt) > at ? { ...item, doneAt: null, doneBy: null } : item)),
    openedAt: opened?.at ?? null,
    acceptedAt: last(['task.accepted'])?.at ?? null,
    submittedAt: submitted?.at ?? null,
    completedAt: completed ? state.at : null,
    inTime: completed ? task.inTime : null,
    percent: completed || state?.kind === 'task.submitted' ? 100 : Number(report?.data['percent'] ?? 0),
    lastReport: report
      ? {
          at: report.at,
          by: report.official ?? '',
          percent: Number(report.data['percent'] ?? 0),
          text: report.text ?? '',
          files: (report.data['files'] as string[] | undefined) ?? [],
        }
      : null,
    deadline: (deadline?.data['deadline'] as string | undefined) ?? task.originalDeadline,
    answers: last(['task.answered']) ? task.answers : {},
    extension: null,
    decline: state?.kind === 'task.declined' ? task.decline : null,
    waitingSeat: null,
    returned: state?.kind === 'task.returned' ? { reason: state.text ?? '', by: state.official ?? '' } : null,
  }
}
