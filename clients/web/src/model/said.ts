/** What was said in one place, as it is read: in order and without gaps, by day and author, and where the unread begins. */
import type { Message } from './rows'
import { civilDay, MINUTE } from './time'

export interface Spoken extends Message {
  id: string
  /** Said or changed here, and not there yet. */
  pending?: boolean
}

/** Messages of one author within this are one after another, and name their author once. */
const TOGETHER = 5 * MINUTE

/** What a message that waits here has instead of its place in the log: after everything, in the order of saying. */
export const WAITING = 2 ** 52

/** Whether the second tells more than the first of the same message. Answers are counted without a new version. */
export function newer(known: Spoken | undefined, other: Spoken): boolean {
  if (!known || other.version !== known.version) return !known || other.version > known.version
  return other.replies > known.replies || other.number > known.number
}

/** The messages around a number that are known without a gap; numbers of a place have none themselves. */
export function joinedAt(known: ReadonlyMap<number, Spoken>, number: number): Spoken[] {
  if (!known.has(number)) return []
  let from = number
  while (known.has(from - 1)) from -= 1
  const run: Spoken[] = []
  for (let message = known.get(from); message; message = known.get(from + run.length)) run.push(message)
  return run
}

/** The highest number among what is known; 0: nothing is. */
export function newest(known: ReadonlyMap<number, Spoken>): number {
  let found = 0
  for (const number of known.keys()) if (number > found) found = number
  return found
}

export interface Line {
  message: Spoken
  /** The first of its day. */
  day: boolean
  /** The first that was not read. */
  unread: boolean
  /** Whether its author is named: not again in a row of theirs. */
  head: boolean
}

const times = new WeakMap<Spoken, number>()

/** When it was said. Thousands are looked at again with every page that comes. */
function timeOf(message: Spoken): number {
  let at = times.get(message)
  if (at === undefined) times.set(message, (at = Date.parse(message.at)))
  return at
}

/** Messages in order with what stands between them. `read`: the number up to which one had read; null: no line. */
export function linesOf(messages: readonly Spoken[], read: number | null, me: string): Line[] {
  let before: Spoken | null = null
  let marked = read === null
  return messages.map((message) => {
    const at = timeOf(message)
    const then = before && timeOf(before)
    const day = then === null || civilDay(then) !== civilDay(at)
    const unread = !marked && message.number > (read ?? 0) && message.author !== me
    if (unread) marked = true
    const together = before !== null && !day && !unread && follows(before, message) && at - (then ?? 0) < TOGETHER
    before = message
    return { message, day, unread, head: !together }
  })
}

/** So many lines are drawn and measured together: one by one, a slow phone would do little else while one scrolls. */
export const BLOCK = 8

export interface Block {
  /** Stays the same whatever comes before or after. */
  key: number
  lines: readonly Line[]
}

/**
 * Lines in blocks by their numbers; what has none yet, or never, counts on from what is before it. `whole`: older ones are still to come;
 * so that no block grows at its beginning, an incomplete first one is left out until then, unless there is no other.
 */
export function blocksOf(lines: readonly Line[], whole: boolean): Block[] {
  const blocks: { key: number; lines: Line[] }[] = []
  let number = -1
  for (const line of lines) {
    number = line.message.number || number + 1
    const key = Math.floor(number / BLOCK)
    const last = blocks.at(-1)
    if (last?.key === key) last.lines.push(line)
    else blocks.push({ key, lines: [line] })
  }
  const begins = lines[0]?.message.number ?? 0
  return whole && blocks.length > 1 && begins % BLOCK !== 0 ? blocks.slice(1) : blocks
}

function follows(before: Spoken, message: Spoken): boolean {
  return before.author === message.author && before.post === message.post && message.origin === null && before.origin === null
}

/** In the order of saying, each once. */
export function inOrder(messages: Iterable<Spoken>): Spoken[] {
  const once = new Map<string, Spoken>()
  for (const message of messages) if (newer(once.get(message.id), message) || message.pending) once.set(message.id, message)
  return [...once.values()].sort((a, b) => a.order - b.order)
}

/** Whether its words are there no more. */
export function isGone({ retractedBy, expired }: Spoken): boolean {
  return retractedBy !== null || expired
}

/** What somebody said, on one line, where there is no room for more: marks of the text are left out. */
export function inBrief(text: string): string {
  return text
    .replace(/```/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:>|[-*+]|\d+[.)])\s+/gm, '')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/(^|[\s(])[*_](\S(?:.*?\S)?)[*_](?=$|[\s).,;:!?])/g, '$1$2')
    .replace(/\s+/g, ' ')
    .trim()
}
