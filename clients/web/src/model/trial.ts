/** What a rule would have led to in a past period: read line by line, and chosen from. */
import type { Level, Light } from '../graphql/evaluation'
import type { Kind, Role } from './foreseen'

/** So many units are done. */
export interface Progress {
  done: number
  of: number
}

export interface Change {
  official: string
  unit: string
  levelBefore: Level
  levelAfter: Level
  lightBefore: Light
  lightAfter: Light
  percentBefore: number
  percentAfter: number
  reason: 'quantity' | 'quality' | 'progress' | 'limits'
  tasks: readonly string[]
}

interface Moved<T extends string> {
  before: T
  after: T
  people: number
}

export interface Trial {
  period: string
  judged: number
  untouched: number
  changed: number
  levels: readonly Moved<Level>[]
  lights: readonly Moved<Light>[]
  reasons: Partial<Record<Change['reason'], number>>
  changes: readonly Change[]
}

export interface Sent {
  reminders: number
  kinds: Partial<Record<Kind | 'suspension', number>>
  roles: Partial<Record<Role, number>>
}

export interface ReminderTrial {
  period: string
  tasks: number
  before: Sent
  after: Sent
  units: readonly { unit: string; before: number; after: number }[]
}

/** The JSON objects of a body, each on a line of its own, as they come. */
export async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    rest += decoder.decode(value, { stream: !done })
    const whole = rest.split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) if (line) yield JSON.parse(line)
    if (done) return
  }
}

export const TURNS = ['all', 'red', 'green', 'lower', 'higher'] as const
/** To red or green; to a lower or a higher level. */
export type Turn = (typeof TURNS)[number]

const LEVELS: readonly Level[] = ['none', 'failed', 'completed', 'good', 'excellent']

export function turns(change: Change): Turn[] {
  const step = LEVELS.indexOf(change.levelAfter) - LEVELS.indexOf(change.levelBefore)
  const light = change.lightAfter !== change.lightBefore ? change.lightAfter : null
  return [
    'all',
    ...(light === 'red' ? (['red'] as const) : []),
    ...(light === 'green' ? (['green'] as const) : []),
    ...(step < 0 ? (['lower'] as const) : []),
    ...(step > 0 ? (['higher'] as const) : []),
  ]
}

/** Those of a unit (null: of all) that turn so. */
export function chosen(changes: readonly Change[], turn: Turn, unit: string | null): Change[] {
  return changes.filter((change) => (unit === null || change.unit === unit) && turns(change).includes(turn))
}

/** The units of the changes with how many each has, the most first. */
export function byUnit(changes: readonly Change[]): { unit: string; people: number }[] {
  const counts = new Map<string, number>()
  for (const { unit } of changes) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  return [...counts].map(([unit, people]) => ({ unit, people })).sort((a, b) => b.people - a.people)
}

/** How many were and would be, by what; what neither has is left out, the largest difference first. */
export function compared<K extends string>(before: Partial<Record<K, number>>, after: Partial<Record<K, number>>): { key: K; before: number; after: number }[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as K[]
  return keys
    .map((key) => ({ key, before: before[key] ?? 0, after: after[key] ?? 0 }))
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.after - a.after)
}
