import { describe, expect, it } from 'vitest'
import { Organisation } from '../src/model/organisation'
import type { Channel, Message } from '../src/model/rows'
import { calling, conversations, linesOf, merged, type Spoken } from '../src/model/talk'

const org = new Organisation(new Map(), new Map(), new Map([['binh', { id: 'binh', fields: { name: 'Trần Bình' } as never }]]))

const channel = (over: Partial<Channel>): Channel =>
  ({ kind: 'group', name: 'Tổ trực', members: ['me', 'binh'], archived: false, count: 0, last: null, ...over }) as Channel
const said = (order: number, over: Partial<Spoken> = {}): Spoken =>
  ({
    id: `m${order}`,
    channel: 'c',
    author: 'binh',
    text: 'Nước rút',
    at: new Date(Date.UTC(2026, 2, 2, 1, order)).toISOString(),
    order,
    number: order,
    thread: null,
    mentions: [],
    version: 1,
    ...over,
  }) as Spoken

function found(channels: Record<string, Channel>, over: { mine?: string[]; reads?: [string, number][]; messages?: Spoken[] } = {}) {
  const rowsOf = <T>(list: [string, T][]) => new Map(list.map(([id, fields]) => [id, { id, fields }]))
  return conversations({
    channels: rowsOf(Object.entries(channels)),
    talks: new Map(),
    messages: rowsOf((over.messages ?? []).map((each): [string, Message] => [each.id, each])),
    tasks: new Map(),
    directives: new Map(),
    members: rowsOf((over.mine ?? Object.keys(channels)).map((id) => [`member-${id}`, { channel: id, active: true }])),
    reads: new Map(over.reads),
    org,
    me: 'me',
  })
}

describe('conversations', () => {
  it('are those that I am in; of two, called by the other', () => {
    const list = found({ a: channel({}), b: channel({ kind: 'direct', name: '' }), c: channel({ kind: 'open' }) }, { mine: ['a', 'b'] })
    expect(list.map(({ name }) => name).sort()).toEqual(['Trần Bình', 'Tổ trực'])
  })

  it('count what is unread by numbers, and calls among it', () => {
    const messages = [
      said(4, { mentions: [{ kind: 'official', id: 'me' }] }),
      said(6, { mentions: [{ kind: 'everyone', id: null }] }),
      said(7, { mentions: [{ kind: 'official', id: 'me' }], author: 'me' }),
    ]
    const [one] = found({ c: channel({ count: 7 }) }, { reads: [['c', 4]], messages })
    expect(one).toMatchObject({ unread: 3, mentions: 1 })
  })

  it('stand with the newest first', () => {
    const last = (at: string) => ({ id: 'm', author: 'binh', at, text: '', files: 0 })
    const list = found({ a: channel({ last: last('2026-03-01') }), b: channel({ last: last('2026-03-02') }) })
    expect(list.map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

describe('the lines of a conversation', () => {
  it('name the day, the author once in a row, and where the unread begins', () => {
    const lines = linesOf([said(1), said(2), said(30), said(31, { author: 'me' })], 2, 'me')
    expect(lines.map((line) => (line.kind === 'message' ? `${line.message.order}${line.head ? '!' : ''}` : line.kind))).toEqual([
      'day',
      '1!',
      '2',
      'unread',
      '30!',
      '31!',
    ])
  })

  it('have each message once, the newer version, and what waits last', () => {
    const waiting = said(0, { id: 'w', pending: true, version: 0 })
    const list = merged([said(3), said(1)], [said(3, { version: 2, text: 'Sửa' }), waiting])
    expect(list.map(({ id, text }) => `${id} ${text}`)).toEqual(['m1 Nước rút', 'm3 Sửa', 'w Nước rút'])
  })
})

describe('calling', () => {
  it('is typed after an @ that begins a word', () => {
    expect(calling('Nhờ @Tran B', 11)).toEqual({ from: 4, query: 'Tran B' })
    expect(calling('a@b.vn', 6)).toBeNull()
    expect(calling('không', 5)).toBeNull()
  })
})
