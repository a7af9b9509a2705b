/** Doing it to many: each is a command of its own in the outbox, so that nothing is lost with the page. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { actOfMany } from '../../act'
import { number } from '../../i18n'
import { words } from '../../i18n/lists'
import { rows, sync } from '../../live'
import type { BulkName } from '../../model/bulk'
import { toast } from '../../ui/toast'

/** Given in one go before the page may draw. */
const STEP = 20

export interface Failed {
  task: string
  reason: string
  /** The refused command in the outbox; none where it was not given. */
  command: string | null
}

export interface RunState {
  all: number
  done: number
  failed: readonly Failed[]
}

export interface Run {
  /** Null: not begun. */
  state: RunState | null
  give: (tasks: readonly string[], args: Record<string, unknown>) => void
  /** Those that failed once more, with what was asked before. */
  retry: () => void
}

export function ended({ all, done, failed }: RunState): boolean {
  return done + failed.length === all
}

export function useRun(name: BulkName, post: string): Run {
  const [state, show] = useState<RunState | null>(null)
  const now = useRef<RunState>({ all: 0, done: 0, failed: [] })
  const asked = useRef<Record<string, unknown>>({})
  const here = useRef(true)
  useEffect(() => () => void (here.current = false), [])
  const set = (next: RunState) => {
    now.current = next
    if (here.current) show(next)
    else if (ended(next)) toast(said(name, next))
  }
  const one = async (task: string): Promise<void> => {
    const row = rows('task').get(task)
    if (!row) return set(failing(now.current, { task, reason: words().missing, command: null }))
    const sent = actOfMany(name, task, row.fields, post, asked.current)
    const outcome = await sent.done
    if (outcome.status === 'refused') set(failing(now.current, { task, reason: outcome.problem.detail, command: sent.id }))
    else set({ ...now.current, done: now.current.done + 1 })
  }
  const give = async (tasks: readonly string[]): Promise<void> => {
    for (const [place, task] of tasks.entries()) {
      void one(task)
      if (place % STEP === STEP - 1) await new Promise((resolve) => setTimeout(resolve))
    }
  }
  return {
    state,
    give: (tasks, args) => {
      asked.current = args
      set({ all: tasks.length, done: 0, failed: [] })
      void give(tasks)
    },
    retry: () => {
      const { failed } = now.current
      for (const { command } of failed) if (command) sync().discard(command)
      set({ ...now.current, failed: [] })
      void give(failed.map(({ task }) => task))
    },
  }
}

function failing(state: RunState, failed: Failed): RunState {
  return { ...state, failed: [...state.failed, failed] }
}

function said(name: BulkName, { done, failed }: RunState): string {
  const w = words()
  const well = w.done[name](number(done))
  return failed.length > 0 ? `${well}, ${w.failed(number(failed.length))}` : well
}
