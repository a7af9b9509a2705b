import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Batch, Replica } from '../src/replica.ts'
import { DiskStorage } from '../src/storage.ts'
import type { WireRow } from '../src/wire.ts'

const SCOPES = ['all', 'post:1', 'unit:1', 'desk:1', 'below:1', 'below:2']
const WINDOW = 3
const MESSAGES = 1

const batch = (more: Partial<Batch>): Batch => ({ to: 1, reset: [], added: [], dropped: [], rows: [], cursor: 'c', ...more })

function contents(replica: Replica): unknown {
  const rows = [...replica.all()].map(({ collection, id, scopes, fields, position }) => [
    `${collection}/${id}`,
    { position, scopes: [...scopes].sort(), fields },
  ])
  return Object.fromEntries(rows)
}

describe('the replica', () => {
  it('keeps a row until it has left its last scope', () => {
    const replica = new Replica()
    replica.apply(batch({ rows: [['task', 't', 1, ['post:1', 'unit:1'], { n: 1 }]] }))
    replica.apply(batch({ rows: [['task', 't', 2, ['post:1'], null]] }))
    expect(replica.collection('task').get('t')?.scopes).toEqual(['unit:1'])
    replica.apply(batch({ dropped: ['unit:1'] }))
    expect(replica.collection('task').size).toBe(0)
  })

  it('can move a row from one scope to another in one page', () => {
    const replica = new Replica()
    replica.apply(batch({ rows: [['task', 't', 1, ['post:1'], { n: 1 }]] }))
    const rows: WireRow[] = [
      ['task', 't', 2, ['post:1'], null],
      ['task', 't', 2, ['unit:1'], { n: 2 }],
    ]
    replica.apply(batch({ rows }))
    expect(replica.collection('task').get('t')).toMatchObject({ scopes: ['unit:1'], fields: { n: 2 } })
  })

  it('purges by the beginning of a name', () => {
    const replica = new Replica()
    replica.apply(batch({ rows: [['task', 't', 5, ['below:1', 'below:2', 'desk:1'], {}]] }))
    replica.apply(batch({ reset: ['below:*'] }))
    expect(replica.collection('task').get('t')?.scopes).toEqual(['desk:1'])
  })

  it('wipes everything on a reset of everything', () => {
    const replica = new Replica()
    replica.apply(batch({ rows: [['task', 't', 5, ['gone:for-ever'], { n: 5 }]] }))
    const delta = replica.apply(batch({ to: 2, reset: ['*'], rows: [['unit', 'u', 1, ['all'], {}]] }))
    expect(Object.keys(contents(replica) as object)).toEqual(['unit/u'])
    expect(delta).toMatchObject({ cleared: true, to: 2 })
  })

  it('keeps of each channel the newest messages, in memory, on disk and in other tabs, and says which fell out', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(happening, { maxLength: 6 }), { maxLength: 10 }), async (pages) => {
        const database = `test-${run++}`
        const disk = (): DiskStorage => new DiskStorage(database, 1, () => 'd-1', () => expect.fail('no disk'))
        const storage = disk()
        const [replica, follower, loaded] = [new Replica(), new Replica(), new Replica()]
        replica.messages = 2
        let here: Said[] = []
        for (const [index, page] of pages.entries()) {
          const { changed, dropped, size } = happened(page, here, index, replica.messages)
          replica.messages = size
          const rows = changed.map((one): WireRow => ['message', name(one), index + 1, [`channel:${one.channel}`], { ...one, index }])
          const delta = replica.apply(batch({ to: index + 1, rows, dropped: dropped.map((channel) => `channel:${channel}`) }))
          follower.patch(delta)
          storage.save(delta, () => replica.snapshot())
          const all = [...here.filter(({ channel }) => !dropped.includes(channel)), ...changed]
          const [kept, faded] = cut(all, size)
          expect([...replica.collection('message').keys()].sort()).toEqual(kept)
          expect(replica.faded.map(({ id }) => id).sort()).toEqual(faded)
          expect(contents(follower)).toEqual(contents(replica))
          here = all.filter((one, at) => kept.includes(name(one)) && all.findIndex(({ order }) => order === one.order) === at)
        }
        await storage.close()
        const { rows } = await disk().load()
        if (rows) loaded.patch(rows)
        expect(contents(loaded)).toEqual(contents(replica))
      }),
      { numRuns: 200 },
    )
  })

  it('equals a naive model after every page, and so does whoever is only told the differences', () => {
    fc.assert(
      fc.property(fc.array(page, { maxLength: 12 }), (pages) => {
        const [replica, follower, late] = [new Replica(), new Replica(), new Replica()]
        replica.window = WINDOW
        replica.messages = MESSAGES
        const model = new Model()
        pages.forEach((made, index) => {
          const next = { ...made, to: index + 1, rows: made.rows.map((row) => positioned(row, index + 1)) }
          follower.patch(replica.apply(next))
          model.apply(next)
          expect(contents(replica)).toEqual(model.contents())
          expect(contents(follower)).toEqual(model.contents())
          expect(follower.position).toBe(index + 1)
        })
        late.patch(replica.snapshot())
        expect(contents(late)).toEqual(model.contents())
      }),
      { numRuns: 500 },
    )
  })
})

/** What happens to messages: one is posted, changed, or its channel is heard no longer; the server keeps so many from now on. */
type Happening = { post: string } | { change: number } | { lose: string } | { keep: number }

const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ post: fc.constantFrom('c-1', 'c-2', 'c-3') }) },
  { weight: 3, arbitrary: fc.record({ change: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ lose: fc.constantFrom('c-1', 'c-2') }) },
  { weight: 1, arbitrary: fc.record({ keep: fc.integer({ min: 1, max: 5 }) }) },
)

interface Said {
  readonly channel: string
  readonly order: number
}

const name = ({ order }: Said): string => `m-${order}`

/** What a page brings: messages posted or changed, channels lost, and how many messages of a channel are kept. */
function happened(page: readonly Happening[], here: readonly Said[], index: number, size: number) {
  const [changed, dropped] = [new Map<number, Said>(), [] as string[]]
  for (const [place, what] of page.entries()) {
    if ('keep' in what) size = what.keep
    if ('lose' in what) dropped.push(what.lose)
    const one = 'post' in what ? { channel: what.post, order: 10 * index + place } : 'change' in what ? here[what.change] : undefined
    if (one) changed.set(one.order, one)
  }
  return { changed: [...changed.values()], dropped, size }
}

/** The rule: the ids of those that are among the newest of their channel, and of the others. */
function cut(all: readonly Said[], size: number): [kept: string[], faded: string[]] {
  const once = [...new Map(all.map((one) => [one.order, one])).values()]
  const newer = (one: Said): number => once.filter(({ channel, order }) => channel === one.channel && order > one.order).length
  const [kept, faded] = [once.filter((one) => newer(one) < size), once.filter((one) => newer(one) >= size)]
  return [kept.map(name).sort(), faded.map(name).sort()]
}

const scopes = fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1, maxLength: 3 })
const few = fc.uniqueArray(fc.constantFrom(...SCOPES), { maxLength: 2 })
const row = fc
  .tuple(fc.constantFrom('task', 'unit', 'message'), fc.constantFrom('a', 'b', 'c', 'd', 'e'), scopes, fc.boolean())
  .map(([collection, id, within, there]): WireRow => [collection, id, 0, within, there ? {} : null])
const page = fc.record({
  reset: fc.oneof({ weight: 6, arbitrary: few }, { weight: 1, arbitrary: fc.constantFrom(['*'], ['below:*']) }),
  added: few,
  dropped: few,
  rows: fc.array(row, { maxLength: 8 }),
  cursor: fc.string(),
  to: fc.constant(0),
})

/** A row's fields at a position are always the same, whoever asks. */
function positioned([collection, id, , within, fields]: WireRow, position: number): WireRow {
  return [collection, id, position, within, fields && { id, position, ...said(id) }]
}

/** Of the rows a to e, which channel one is in if it is a message, and its place there. */
function said(id: string): { channel: string; order: number } {
  const order = id.charCodeAt(0)
  return { channel: order % 2 === 0 ? 'even' : 'odd', order }
}

/** Pairs of scope and row, and the newest fields: nothing clever. */
class Model {
  pairs = new Set<string>()
  newest = new Map<string, { position: number; fields: object }>()

  apply(page: Batch): void {
    for (const name of [...page.reset, ...page.dropped]) {
      const pattern = new RegExp(`^${name.replace('*', '.*')} `)
      for (const pair of [...this.pairs]) if (pattern.test(pair)) this.pairs.delete(pair)
    }
    for (const [collection, id, position, within, fields] of page.rows) {
      const key = `${collection}/${id}`
      for (const scope of within) this.pairs[fields === null ? 'delete' : 'add'](`${scope} ${key}`)
      if (fields !== null) this.newest.set(key, { position, fields })
    }
    for (const scope of ['below:1', 'below:2']) this.prune(scope, page)
    for (const channel of ['even', 'odd']) this.forget(channel, page)
  }

  forget(channel: string, page: Batch): void {
    const within = (id: string): boolean => said(id).channel === channel
    if (!page.rows.some((row) => row[0] === 'message' && row[4] !== null && within(row[1]))) return
    const keys = new Set([...this.pairs].map((pair) => pair.split(' ')[1]!).filter((key) => key.startsWith('message/')))
    const ids = [...keys].map((key) => key.slice('message/'.length)).filter(within)
    for (const id of ids.sort().reverse().slice(MESSAGES)) {
      for (const pair of [...this.pairs]) if (pair.endsWith(` message/${id}`)) this.pairs.delete(pair)
    }
  }

  prune(scope: string, page: Batch): void {
    if (!page.rows.some((row) => row[3].includes(scope))) return
    const keys = [...this.pairs].filter((pair) => pair.startsWith(`${scope} `)).map((pair) => pair.split(' ')[1]!)
    const order = (key: string): string => `${String(100 + this.newest.get(key)!.position)} ${key}`
    keys.sort((a, b) => (order(a) > order(b) ? -1 : 1))
    for (const key of keys.slice(WINDOW)) this.pairs.delete(`${scope} ${key}`)
  }

  contents(): unknown {
    const rows = new Map<string, { position: number; scopes: string[]; fields: object }>()
    for (const pair of [...this.pairs].sort()) {
      const [scope, key] = pair.split(' ') as [string, string]
      const held = rows.get(key) ?? { ...this.newest.get(key)!, scopes: [] }
      held.scopes.push(scope)
      rows.set(key, held)
    }
    return Object.fromEntries(rows)
  }
}
