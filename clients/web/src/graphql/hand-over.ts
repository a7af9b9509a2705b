/** What moves with a post when it is handed over: counted, and the tasks of each part. */
import { ask, globalId, lower, uuidIn } from './client'

export const PARTS = ['lead', 'link', 'assigner', 'chaser', 'coordinating', 'following', 'waiting'] as const
export type Part = (typeof PARTS)[number]

const PREVIEW = `query HandOver($post: ID!) {
  handOverPreview(post: $post) {
    openTasks recurring templateCount reminders directives delegationsGiven delegationsReceived absences moderatedChannels unsentDrafts
    parts { part count }
  }
}`

const TASKS = `query HandOverTasks($post: ID!, $part: HandOverPart!) {
  handOverPreview(post: $post) { tasks(part: $part, first: 20) { nodes { id title deadline } } }
}`

const KEPT = `query HandOverKept($post: ID!) {
  handOverPreview(post: $post) {
    recurrences(first: 20) { nodes { id title } }
    templates(first: 20) { nodes { id name } }
  }
}`

export interface Preview {
  openTasks: number
  recurring: number
  templateCount: number
  reminders: number
  directives: number
  delegationsGiven: number
  delegationsReceived: number
  absences: number
  moderatedChannels: number
  unsentDrafts: number
  parts: { part: Part; count: number }[]
}

interface PreviewAnswer {
  handOverPreview: (Omit<Preview, 'parts'> & { parts: { part: string; count: number }[] }) | null
}

/** Null: the server cannot be asked, or does not tell me. */
export async function handOverPreview(post: string, signal: AbortSignal): Promise<Preview | null> {
  const found = (await ask<PreviewAnswer>(PREVIEW, { post: globalId('Post', post) }, signal))?.handOverPreview
  return found ? { ...found, parts: found.parts.map(({ part, count }) => ({ part: lower<Part>(part), count })) } : null
}

export interface Moving {
  id: string
  title: string
  deadline: string
}

/** The first due of the tasks in which the post has one part. */
export async function handOverTasks(post: string, part: Part, signal: AbortSignal): Promise<Moving[] | null> {
  const found = await ask<{ handOverPreview: { tasks: { nodes: Moving[] } } | null }>(
    TASKS,
    { post: globalId('Post', post), part: part.toUpperCase() },
    signal,
  )
  return found?.handOverPreview?.tasks.nodes.map((task) => ({ ...task, id: uuidIn(task.id) })) ?? null
}

export interface Kept {
  recurrences: { id: string; title: string }[]
  templates: { id: string; title: string }[]
}

interface KeptAnswer {
  handOverPreview: {
    recurrences: { nodes: { id: string; title: string }[] }
    templates: { nodes: { id: string; name: string }[] }
  } | null
}

/** The first of the recurring work and of the templates that the next holder finds. */
export async function handOverKept(post: string, signal: AbortSignal): Promise<Kept | null> {
  const found = (await ask<KeptAnswer>(KEPT, { post: globalId('Post', post) }, signal))?.handOverPreview
  if (!found) return null
  return {
    recurrences: found.recurrences.nodes.map(({ id, title }) => ({ id: uuidIn(id), title })),
    templates: found.templates.nodes.map(({ id, name }) => ({ id: uuidIn(id), title: name })),
  }
}
