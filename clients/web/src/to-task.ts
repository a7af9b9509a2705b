/** A message that is to become a task: an order in a talk counts only once it is one. */
import { rows } from './live'
import type { Spoken } from './model/said'

let begun: Pick<Spoken, 'id' | 'text'> | null = null

/** Remembers its words on the way to giving work: an old message is no row. */
export function toTask(message: Spoken): string {
  begun = message
  return `/giao?tu-tin=${message.id}`
}

/** What the message says; null: not known on this device. */
export function saidIn(message: string | null): string | null {
  if (!message) return null
  if (begun?.id === message) return begun.text
  const talks = [...rows('talk').values()].flatMap(({ fields }) => fields.messages)
  return rows('message').get(message)?.fields.text ?? talks.find(({ id }) => id === message)?.text ?? null
}
