/** The sync SDK's interface over the generated city, in memory: a pretended server answers, so that screens can be drawn. */
import { Outbox, type Change, type OutboxEntry, type Outcome } from '../../sync/src/outbox.ts'
export { SignedOut } from '../../sync/src/token.ts'
import { Replica } from '../../sync/src/replica.ts'
import { createdId, Uuid7 } from '../../sync/src/uuid.ts'
import { View } from '../../sync/src/view.ts'
import { gaps, inThread, type Where } from '../../sync/src/history.ts'
import type { WireRow } from '../../sync/src/wire.ts'
import { assigned } from '../src/model/echo'
import { Organisation } from '../src/model/organisation'
import type { Channel, Directive, Line, Message, Post, Seat, Talk, Task } from '../src/model/rows'
import { iso } from '../src/model/time'
import { build, type City } from './fixture'
import { FILES } from './talk'

export { createdId, inThread }
export const forgetOthers = async () => undefined

const params = new URLSearchParams(location.search)
const ids = new Uuid7()
const LATENCY = Number(params.get('latency') ?? 250)

/** The rows that this official would hold. */
function* seen(city: City, official: string): Generator<WireRow> {
  for (const collection of ['unit', 'post', 'official', 'phone'] as const) {
    for (const [id, fields] of city[collection]) yield [collection, id, 1, ['all'], fields]
  }
  const org = new Organisation(named(city.unit), named(city.post), named(city.official))
  const posts = [...city.post].filter(([, post]) => post.holder === official).map(([id]) => id)
  const sits = (seat: Seat | null) => posts.some((post) => org.sits(post, seat))
  for (const [id, task] of city.task) {
    if (![task.assigner, task.lead, ...task.chain, ...task.coordinating].some(sits)) continue
    yield ['task', id, 1, ['post'], task]
    yield ['timeline', id, 1, ['post'], city.timeline.get(id) ?? { entries: [] }]
  }
  for (const [id, directive] of city.directive) {
    const addressed = directive.units.some((unit) => sits({ unit, post: null }))
    if (sits(directive.issuer) || addressed) yield ['directive', id, 1, ['post'], directive]
    for (const [key, line] of city.line) {
      if (sits(directive.issuer) || sits({ unit: line.unit, post: null })) yield ['line', key, 1, ['post'], line]
    }
  }
  const units = new Set(posts.flatMap((post) => [...org.withPredecessors(city.post.get(post)?.unit ?? '')]))
  for (const [id, announcement] of city.announcement) {
    const watched = posts.some((post) => org.watches(post, announcement.issuer))
    if (watched || announcement.units.some((unit) => units.has(unit))) yield ['announcement', id, 1, ['unit'], announcement]
    if (!watched) continue
    for (const [key, tally] of city.tally) if (tally.announcement === id) yield ['tally', key, 1, ['desk'], tally]
  }
  for (const [id, receipt] of city.receipt) if (receipt.official === official) yield ['receipt', id, 1, ['user'], receipt]
  const joined = new Set([...city.member.values()].flatMap((member) => (member.official === official ? [member.channel] : [])))
  const hears = (id: string, kind: string) => (kind === 'unit' ? units.has(id) : joined.has(id))
  for (const [id, channel] of city.channel) {
    if (hears(id, channel.kind) || channel.kind === 'open') yield ['channel', id, 1, ['channel'], channel]
  }
  for (const [id, file] of Object.entries(FILES)) yield ['file', id, 1, ['user'], file]
  for (const [id, member] of city.member) if (member.official === official) yield ['member', id, 1, ['user'], member]
  for (const [id, message] of city.message) if (hears(message.channel, message.kind)) yield ['message', id, 1, ['channel'], message]
  for (const [id, talk] of city.talk) {
    const task = city.task.get(id)
    if (task && [task.assigner, task.lead, ...task.chain].some(sits)) yield ['talk', id, 1, ['post'], talk]
  }
  for (const [id, calendar] of city.calendar) yield ['calendar', id, 1, ['all'], calendar]
  for (const [id, absence] of city.absence) yield ['absence', id, 1, ['all'], absence]
  for (const [id, rule] of city.reminding) yield ['reminding', id, 1, ['all'], rule]
  for (const [id, reminder] of city.reminder) if (reminder.official === official) yield ['reminder', id, 1, ['user'], reminder]
  for (const [id, figure] of city.figure) {
    if (posts.includes(id) || sits({ unit: id, post: null })) yield ['figure', id, 1, ['desk'], figure]
  }
}

function named<T>(rows: Map<string, T>): Map<string, { id: string; fields: T }> {
  return new Map([...rows].map(([id, fields]) => [id, { id, fields }]))
}

export async function openSync(given: { official: string }) {
  const { city, signIns } = build(Date.now())
  renumber(city, Number(params.get('said') ?? 0))
  // The fixture's sessions name a login; its official is looked up here.
  const official = signIns.find(({ login }) => login === given.official)?.official ?? signIns[0]?.official ?? ''
  const options = { official }
  given.official = official
  const replica = new Replica()
  const outbox = new Outbox()
  const view = new View(replica, outbox)
  const statusListeners = new Set<() => void>()
  let position = 1
  let online = params.get('offline') === null
  let syncedAt = Date.now() - (online ? 0 : 42 * 60_000)
  const apply = (rows: WireRow[]) => {
    position += 1
    replica.apply({ to: position, reset: [], added: [], dropped: [], cursor: String(position), rows })
    const settled = outbox.settle(position)
    view.refresh(new Set([...rows.map(([collection]) => collection), ...(settled.length ? ['task'] : [])]))
    if (online) syncedAt = Date.now()
    statusListeners.forEach((listener) => listener())
  }
  apply([...seen(city, options.official)])
  if (params.get('rows')) apply(many(city, Number(params.get('rows'))))

  const waiters = new Map<string, (outcome: Outcome) => void>()
  const later = (ms: number, act: () => void) => setTimeout(act, ms)
  const touch = (changed: string[] = []) => {
    view.refresh(changed)
    statusListeners.forEach((listener) => listener())
  }

  function pump(): void {
    outbox.release(Date.now())
    const next = online ? outbox.next() : null
    if (next) {
      outbox.sent(next.id)
      later(LATENCY, () => answer(next))
    }
    touch()
    if (outbox.due !== null) later(Math.max(50, outbox.due - Date.now()), pump)
  }

  function answer(entry: OutboxEntry): void {
    if (entry.args && 'title' in entry.args && String(entry.args.title).includes('!')) {
      outbox.refused(entry.id, {
        type: 'about:blank',
        title: 'Không được phép',
        status: 403,
        code: 'access.denied',
        detail: 'Chức vụ này không có quyền giao việc cho đơn vị đã chọn.',
      })
      return pump()
    }
    outbox.accepted(entry.id, position + 1)
    waiters.get(entry.id)?.({ status: 'accepted', position: position + 1 })
    apply(entry.optimistic.flatMap((change) => stored(change)).concat(story(entry)))
    if (entry.name === 'directive.issue') follow(createdId(entry.id, 'directive'))
    pump()
  }

  /** The event of a command in its task's timeline. */
  function story(entry: OutboxEntry): WireRow[] {
    const id = (entry.args as { task?: string }).task ?? (entry.name === 'task.assign' ? createdId(entry.id, 'task') : null)
    if (!id) return []
    const entries = (replica.collection('timeline').get(id)?.fields as { entries: object[] } | undefined)?.entries ?? []
    const { reason, text, remark, percent } = entry.args as Record<string, unknown>
    const kinds: Record<string, string> = {
      'task.assign': 'assigned',
      'task.accept': 'accepted',
      'task.report': 'reported',
      'task.submit': 'submitted',
      'task.open': 'opened',
      'task.complete': 'completed',
      'task.return': 'returned',
      'task.decline': 'declined',
      'task.chase': 'chased',
      'task.requestExtension': 'extension-requested',
      'task.grantExtension': 'extension-granted',
      'directive.answer': 'answered',
    }
    const made = {
      version: entries.length + 1,
      at: iso(Date.now()),
      kind: `task.${kinds[entry.name] ?? 'changed'}`,
      official: options.official,
      post: entry.as.post,
      behalfOf: null,
      basis: null,
      policy: null,
      text: reason ?? text ?? remark ?? null,
      data: percent === undefined ? {} : { percent },
    }
    return [['timeline', id, position + 1, ['post'], { entries: [...entries, made] }]]
  }

  function stored(change: Change): WireRow[] {
    const held = replica.collection(change.collection).get(change.id)
    if (change.collection === 'message' && 'create' in change) return said(change.id, change.create as Message)
    if ('create' in change) return [[change.collection, change.id, position + 1, ['post'], change.create]]
    if (!('patch' in change) || !held) return []
    return [[change.collection, change.id, position + 1, ['post'], { ...(held.fields as object), ...change.patch }]]
  }

  /** A message in its place: numbered, and the last one of its channel; at a task in the row of its talk. */
  function said(id: string, message: Message): WireRow[] {
    const { channel, thread } = message
    const fields = { ...message, order: position + 10_000, version: message.version || 1 }
    const talk = replica.collection('talk').get(channel)?.fields as Talk | undefined
    if (message.kind === 'task' || message.kind === 'directive') {
      const count = (talk?.count ?? 0) + (thread ? 0 : 1)
      const others = talk?.messages.filter((each) => each.id !== id) ?? []
      const numbered = { ...fields, id, number: message.number || (thread ? 0 : count) }
      return [['talk', channel, position + 1, ['post'], { count: message.number ? talk?.count : count, messages: [...others, numbered] }]]
    }
    const place = replica.collection('channel').get(channel)?.fields as Channel
    const root = thread ? (replica.collection('message').get(thread)?.fields as Message | undefined) : undefined
    const answered: WireRow[] = root ? [['message', thread as string, position + 1, ['channel'], { ...root, replies: root.replies + 1 }]] : []
    if (thread) return [...answered, ['message', id, position + 1, ['channel'], fields]]
    const count = place.count + 1
    const last = { id, author: message.author, at: message.at, text: message.text, files: message.attachments.length }
    return [
      ['message', id, position + 1, ['channel'], { ...fields, number: count }],
      ['channel', channel, position + 1, ['channel'], { ...place, count, last }],
    ]
  }

  /** What the rule makes of a directive: a task and a line for each unit; then the units begin to act. */
  function follow(id: string): void {
    const directive = replica.collection('directive').get(id)?.fields as Directive
    const rows = directive.units.flatMap((unit): WireRow[] => {
      const task = createdId(id, unit)
      const lead = { unit, post: null }
      const args = {
        title: directive.title,
        urgency: directive.urgency,
        deadline: directive.deadline,
        lead,
        coordinating: [],
        following: [],
        chaser: null,
      }
      const made = assigned(task, args, directive.issuer, options.official, iso(Date.now())) as { create: Task }
      const line: Line = {
        stale: false,
        directive: id,
        unit,
        issuer: directive.issuer,
        inTime: null,
        state: 'assigned',
        openedAt: null,
        openedBy: null,
        acceptedAt: null,
        percent: 0,
        submittedAt: null,
        completedAt: null,
        deadline: directive.deadline,
        answers: {},
        answeredAt: null,
        declineReason: null,
        chasedAt: null,
      }
      const full = { ...made.create, directive: id, form: directive.form, description: directive.text }
      return [
        ['task', task, position + 1, ['post'], full],
        ['line', task, position + 1, ['post'], line],
      ]
    })
    apply(rows)
  }

  /** Units keep acting on running directives while one watches. */
  function live(): void {
    const lines = [...replica.collection('line').values()] as { id: string; fields: Line }[]
    const open = lines.filter(
      ({ fields }) =>
        ['assigned', 'accepted'].includes(fields.state) &&
        (!fields.openedAt || fields.state === 'assigned' || !fields.submittedAt),
    )
    const chosen = open[Math.floor(Math.random() * open.length)]
    if (chosen && online) {
      const now = iso(Date.now())
      const { fields } = chosen
      const next: Partial<Line> = !fields.openedAt
        ? { openedAt: now }
        : fields.state === 'assigned'
          ? { state: 'accepted', acceptedAt: now }
          : {
              state: 'submitted',
              submittedAt: now,
              answeredAt: now,
              answers: { ho: Math.floor(Math.random() * 60), sau: '20–50 cm' },
              percent: 100,
            }
      apply([['line', chosen.id, position + 1, ['post'], { ...fields, ...next }]])
    }
    later(1200, live)
  }
  if (params.get('live') !== null) live()

  let reads: ReadonlyMap<string, number> = new Map(
    [...city.channel].map(([id, { kind, count }]) => [id, Math.max(0, count - (kind === 'unit' ? 4 : kind === 'direct' ? 0 : 1))]),
  )
  for (const [id, { count }] of city.talk) reads = new Map([...reads, [id, count]])
  const heeding = new Set<() => void>()
  return {
    device: '00000000-0000-4000-8000-000000000001',
    history: new Past(city),
    rows: (collection: string) => view.rows(collection),
    row: (collection: string, id: string) => view.row(collection, id),
    subscribe: (collection: string, listener: () => void) => view.subscribe(collection, listener),
    version: (collection: string) => view.version(collection),
    send(
      name: string,
      args: object,
      given: { as?: { post: string | null }; holdMs?: number; optimistic?: (id: string) => readonly Change[] } = {},
    ) {
      const id = ids.next(Date.now())
      const heldUntil = given.holdMs ? Date.now() + given.holdMs : 0
      outbox.put({
        id,
        name,
        args,
        as: given.as ?? { post: null },
        at: iso(Date.now()),
        state: given.holdMs ? 'held' : 'kept',
        heldUntil,
        optimistic: given.optimistic?.(id) ?? [],
      } as OutboxEntry)
      const done = new Promise<Outcome>((resolve) => waiters.set(id, resolve))
      touch()
      pump()
      const undo = () => outbox.undoable(id, Date.now()) && (outbox.remove(id), touch(), true)
      return { id, undo, done }
    },
    outbox: () => outbox.list(),
    discard: (id: string) => {
      outbox.remove(id)
      touch()
    },
    open: () => () => undefined,
    reads: () => reads,
    markRead: (id: string, number: number) => {
      if (number <= (reads.get(id) ?? 0)) return
      reads = new Map([...reads, [id, number]])
      heeding.forEach((listener) => listener())
    },
    watch: () => () => undefined,
    presence: (official: string) => ({ state: there(official), at: null }),
    typing: () => undefined,
    typers: () => (params.get('typing') === null ? [] : [...city.official.keys()].slice(3, 4)),
    show: () => () => undefined,
    onCompany: (listener: () => void) => {
      heeding.add(listener)
      return () => heeding.delete(listener)
    },
    setOffline: (offline: boolean) => {
      online = !offline
      touch()
      pump()
    },
    status: () => ({
      connection: online ? 'live' : 'offline',
      leader: true,
      head: position,
      syncedAt,
      waiting: outbox.waiting,
      storage: 'durable',
    }),
    now: () => Date.now(),
    reconnect: () => undefined,
    onStatus: (listener: () => void) => {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    close: () => undefined,
    wipe: async () => undefined,
  }
}

/** As if so many messages had been said in the wards before. */
function renumber(city: City, said: number): void {
  for (const [id, message] of city.message) {
    if (message.kind === 'unit' && message.number > 0) city.message.set(id, { ...message, number: message.number + said })
  }
  for (const [id, channel] of city.channel) {
    if (channel.kind === 'unit' && channel.count > 0) city.channel.set(id, { ...channel, count: channel.count + said })
  }
}

/** Some are there, some are away, most are not. */
function there(official: string): 'online' | 'idle' | 'offline' {
  return (['online', 'idle', 'offline'] as const)[parseInt(official.slice(-2), 16) % 3] ?? 'offline'
}

/** `?said=20000`: so many messages were read in the ward before those that are rows, as if they lay on disk. */
class Past {
  constructor(private readonly city: City) {}

  async put(): Promise<void> {}

  async page(place: string, where: Where): Promise<{ values: object[]; missing: readonly (readonly [number, number])[] }> {
    const middle = 'before' in where ? where.before - where.limit : 'after' in where ? where.after + 1 : where.around - Math.floor(where.limit / 2)
    const [from, to] = [Math.max(1, middle), middle + where.limit - 1]
    const values = await this.range(place, from, to)
    return { values, missing: values.length > 0 ? [] : gaps([], from, to) }
  }

  async find(): Promise<null> {
    return null
  }

  async range(place: string, from: number, to: number): Promise<object[]> {
    const said = [...this.city.message].filter(([, { channel, thread }]) => channel === place && thread === null)
    if (said.length === 0) return []
    const first = said.reduce((least, [, { number }]) => Math.min(least, number), Infinity)
    const found: object[] = []
    for (let number = Math.max(1, from); number <= Math.min(to, first - 1); number += 1) {
      const [, like] = said[(number * 7) % said.length] as [string, Message]
      const at = iso(Date.parse((said[0] as [string, Message])[1].at) - (first - number) * 11 * 60_000)
      const words = `${like.text || 'Đã xem.'} (${number})`
      found.push({ ...like, id: `past-${place}-${number}`, number, order: number / first, at, text: words, replies: 0, attachments: [], cards: [], pinned: false })
    }
    return found
  }
}

/** Enough tasks to try long lists. */
function many(city: City, count: number): WireRow[] {
  const sample = [...city.task.values()]
  const post = [...city.post.entries()].find(([, p]: [string, Post]) => p.holder) as [string, Post]
  return Array.from({ length: count }, (_, i) => {
    const like = sample[i % sample.length] as Task
    return [
      'task',
      ids.next(Date.now() + i),
      1,
      ['post'],
      { ...like, title: `${like.title} (${i})`, assigner: { unit: post[1].unit, post: post[0] } },
    ]
  })
}
