/** What a task is made of beside its words: a checklist, labels, a weight, and the files that show what was done. */
import type { Task, TaskItem, TimelineEntry } from './rows'
import { fold } from './search'

/** As the server has them. */
export const MOST = { items: 100, item: 500, labels: 10, label: 40 } as const

/** How many items of a checklist are done. */
export function doneOf(items: readonly TaskItem[]): number {
  return items.filter(({ doneAt }) => doneAt !== null).length
}

/** The lines of what was typed or pasted, as items of a checklist: without dashes, bullets and boxes before them. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-–*•+]\s+|\[[ xX]?\]\s*)+/, '').trim().slice(0, MOST.item))
    .filter(Boolean)
}

/** The list with what stood at `from` now at `to`; a place that there is not changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  if (to < 0 || to >= next.length) return next
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

/** A label as it is kept: small letters, composed marks, one blank between words. */
export function spelled(label: string): string {
  return label.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ').slice(0, MOST.label)
}

/** Labels that are in use, those used most first. */
export function labelsInUse(work: Iterable<{ fields: Pick<Task, 'labels'> }>): string[] {
  const uses = new Map<string, number>()
  for (const { fields } of work) for (const label of fields.labels) uses.set(label, (uses.get(label) ?? 0) + 1)
  return [...uses].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'vi')).map(([label]) => label)
}

/** What is offered for a label being typed: those in use that have its words, and the new one unless it is among them. */
export function labelsFor(query: string, known: readonly string[], taken: readonly string[], most: number): string[] {
  const typed = spelled(query)
  const free = known.filter((label) => !taken.includes(label))
  if (!typed) return free.slice(0, most)
  const found = free.filter((label) => fold(label).includes(fold(typed))).slice(0, most)
  return known.includes(typed) || taken.includes(typed) ? found : [...found, typed]
}

/** Files that came together: with the task itself, or with what somebody told of it. */
export interface Shown {
  key: string
  kind: 'task.assigned' | 'task.reported' | 'task.submitted'
  at: string
  official: string | null
  percent: number | null
  files: readonly string[]
}

/** All files of a task, the newest first. */
export function filesOf(task: Pick<Task, 'files' | 'createdAt' | 'creator'>, timeline: readonly TimelineEntry[]): Shown[] {
  const told = timeline.flatMap(({ version, kind, at, official, data }): Shown[] => {
    const files = (data['files'] as string[] | undefined) ?? []
    if (files.length === 0 || (kind !== 'task.reported' && kind !== 'task.submitted')) return []
    const percent = kind === 'task.reported' ? Number(data['percent']) : null
    return [{ key: `${version}`, kind, at, official, percent, files }]
  })
  const { files, createdAt: at, creator: official } = task
  const given: Shown[] = files.length > 0 ? [{ key: 'given', kind: 'task.assigned', at, official, percent: null, files }] : []
  return [...told.reverse(), ...given]
}
