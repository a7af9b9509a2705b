/**
 * What this device knows of each conversation: its newest messages are rows; older ones come from what was kept of earlier
 * reading, and from the server, which is asked even then: what was edited or taken back since is not told otherwise.
 */
import { inThread, type Row, type Where as Stretch } from '@congvu/sync'
import { useEffect, useMemo, useReducer } from 'preact/hooks'
import { historyPage, messageOf, type Place } from './graphql/messages'
import { sync, useRow, useRows } from './live'
import type { Message } from './model/rows'
import { inOrder, newer, newest, type Spoken } from './model/said'
import { atDay } from './model/time'

/** Messages of a page from the server, and from disk. */
const PAGE = 50
const CHUNK = 100
/** So many conversations stay in memory. */
const OPEN = 12

interface Heard {
  messages: Map<number, Spoken>
  /** Of each thread that was opened, its answers by id. */
  threads: Map<string, Map<string, Spoken>>
  version: number
}

const known = new Map<string, Heard>()
const listeners = new Set<() => void>()

function heard(place: string): Heard {
  const found = known.get(place) ?? { messages: new Map(), threads: new Map(), version: 0 }
  known.delete(place)
  known.set(place, found)
  for (const oldest of known.keys()) {
    if (known.size <= OPEN) break
    known.delete(oldest)
  }
  return found
}

/** Takes messages in; those that tell more than what was known. */
function take(place: string, messages: readonly Spoken[]): Spoken[] {
  const { messages: numbered, threads } = heard(place)
  return messages.filter((message) => {
    if (message.thread) {
      const answers = threads.get(message.thread) ?? new Map<string, Spoken>()
      threads.set(message.thread, answers)
      if (!newer(answers.get(message.id), message)) return false
      answers.set(message.id, message)
      return true
    }
    if (message.number === 0 || !newer(numbered.get(message.number), message)) return false
    numbered.set(message.number, message)
    return true
  })
}

function told(place: string): void {
  heard(place).version += 1
  listeners.forEach((listener) => listener())
}

/** Messages that the server has told, or that a command has changed: known, and kept. */
export function remember(place: string, messages: readonly Spoken[]): void {
  const fresh = take(place, messages)
  if (fresh.length === 0) return
  keep(place, fresh)
  told(place)
}

function keep(place: string, messages: readonly Spoken[]): void {
  const { history } = sync()
  const top = messages.filter(({ thread }) => thread === null)
  void history.put(
    place,
    top.map((message) => [message.number, message]),
  )
  const threads = new Map<string, [number, Spoken][]>()
  for (const message of messages) {
    if (message.thread) threads.set(message.thread, [...(threads.get(message.thread) ?? []), [message.order, message]])
  }
  for (const [root, answers] of threads) void history.put(inThread(place, root), answers)
}

const spoken = new WeakMap<Row<Message>, Spoken>()

function ofRow(row: Row<Message>): Spoken {
  let made = spoken.get(row)
  if (!made) spoken.set(row, (made = { ...row.fields, id: row.id, ...(row.pending ? { pending: true } : {}) }))
  return made
}

/** The messages of a place that are rows: of a channel the newest, of a task the newest; and what I have just said or changed. */
export function useRowsOf(place: string): Spoken[] {
  const messages = useRows('message')
  const talk = useRow('talk', place)?.fields
  return useMemo(() => {
    const mine: Spoken[] = []
    for (const row of messages.values()) if (row.fields.channel === place) mine.push(ofRow(row))
    return [...(talk?.messages ?? []), ...mine]
  }, [messages, talk, place])
}

export interface Known {
  /** By their numbers. */
  messages: ReadonlyMap<number, Spoken>
  /** Those that wait here, and changes that wait, by id. */
  waiting: readonly Spoken[]
  newest: number
  /** Grows with every change. */
  version: number
}

/** What is known of a place, its rows included; it stays known when it is a row no longer. */
export function useKnown(place: string): Known {
  const here = useRowsOf(place)
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    const heed = () => redraw(0)
    listeners.add(heed)
    return () => void listeners.delete(heed)
  }, [])
  const settled = useMemo(() => {
    const fresh = take(
      place,
      here.filter(({ pending }) => !pending),
    )
    if (fresh.length > 0) heard(place).version += 1
    return fresh
  }, [here, place])
  useEffect(() => keep(place, settled), [settled])
  const { messages, version } = heard(place)
  return useMemo(
    () => ({ messages, waiting: here.filter(({ pending }) => pending), newest: newest(messages), version }),
    [here, version, place],
  )
}

/** The answers to a message, as far as they are known, with that message. */
export function useThread(place: string, root: string): { root: Spoken | undefined; answers: Spoken[]; ready: boolean } {
  const here = useRowsOf(place)
  const { messages, version } = useKnown(place)
  const [ready, done] = useReducer(() => true, false)
  useEffect(() => {
    const stop = new AbortController()
    void sync()
      .history.range<Spoken>(inThread(place, root), 0, Number.MAX_SAFE_INTEGER)
      .then((kept) => take(place, kept).length > 0 && told(place))
    void Promise.all([historyPage(place, { thread: root, first: 100 }, stop.signal), messageOf(root, stop.signal)]).then(([page, said]) => {
      if (stop.signal.aborted) return
      remember(place, [...(page?.messages ?? []), ...(said ? [said] : [])])
      done(0)
    })
    return () => stop.abort()
  }, [place, root])
  return useMemo(() => {
    const answers = [...(heard(place).threads.get(root)?.values() ?? []), ...here.filter(({ thread }) => thread === root)]
    const first = here.find(({ id }) => id === root) ?? [...messages.values()].find(({ id }) => id === root)
    return { root: first, answers: inOrder(answers), ready }
  }, [here, version, root, ready])
}

/** The messages before one, from disk at once if they are there, then from the server. False: neither has them. */
export async function before(place: string, first: Spoken | undefined): Promise<boolean> {
  if (!first) return fromServer(place, {})
  const kept = await fromDisk(place, { before: first.number, limit: CHUNK }, first.number - 1)
  return both(kept, fromServer(place, { before: first.order }, kept))
}

/** The messages after one. */
export async function after(place: string, last: Spoken): Promise<boolean> {
  const kept = await fromDisk(place, { after: last.number, limit: CHUNK }, last.number + 1)
  return both(kept, fromServer(place, { after: last.order }, kept))
}

/** What was kept is shown at once; what the server says of it comes after. */
function both(kept: boolean, asked: Promise<boolean>): boolean | Promise<boolean> {
  return kept || asked
}

async function fromServer(place: string, where: Pick<Place, 'before' | 'after'>, kept = false): Promise<boolean> {
  const page = await historyPage(place, { ...where, first: kept ? CHUNK : PAGE })
  if (page) remember(place, page.messages)
  return page !== null
}

/** Whether the message that is wanted most of a stretch is known now. */
async function fromDisk(place: string, where: Stretch, wanted: number): Promise<boolean> {
  const { values } = await sync().history.page<Spoken>(place, where)
  if (take(place, values).length > 0) told(place)
  return heard(place).messages.has(wanted)
}

/** Makes a place in the history known; the number of its message: null when it is not here and the server cannot be asked. */
export async function around(place: string, where: Where): Promise<number | null> {
  const there = numberAt(place, where)
  if (there !== null && where.day === undefined) return there
  const page = await historyPage(place, { ...placeOf(where), first: PAGE })
  if (page) remember(place, page.messages)
  else await aroundOnDisk(place, where)
  return numberAt(place, where)
}

async function aroundOnDisk(place: string, { number, order, day }: Where): Promise<void> {
  const begins = atDay(day ?? 0, 0, 0)
  const reached = (kept: Spoken) => (order !== undefined ? kept.order >= order : Date.parse(kept.at) >= begins)
  const found = number ?? (await sync().history.find(place, reached))?.[0]
  if (found) await fromDisk(place, { around: found, limit: CHUNK }, found)
}

/** A place in the history: a message by its place in the log or its number, or the first of a day. */
export interface Where {
  order?: number
  number?: number
  day?: number
}

function placeOf({ order, number, day }: Where): Pick<Place, 'around' | 'number' | 'date'> {
  if (order !== undefined) return { around: order }
  return number !== undefined ? { number } : { date: new Date(atDay(day ?? 0, 0, 0)).toISOString() }
}

function numberAt(place: string, { order, number, day }: Where): number | null {
  const { messages } = heard(place)
  if (number !== undefined) return messages.has(number) ? number : null
  const begins = day === undefined ? null : atDay(day, 0, 0)
  let found: Spoken | null = null
  for (const message of messages.values()) {
    if (order !== undefined && message.order === order) return message.number
    if (begins !== null && Date.parse(message.at) >= begins && message.number < (found?.number ?? Infinity)) found = message
  }
  return found?.number ?? null
}
