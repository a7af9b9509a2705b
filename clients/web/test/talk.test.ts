import { describe, expect, it } from 'vitest'
import { meOf } from '../src/model/calling'
import type { Channel, Message, Talk } from '../src/model/rows'
import { conversations, lastSaid, shown, wants, type Conversation, type Device } from '../src/model/talk'
import { org } from './examples'
import { said } from './saying'

const channel = (over: Partial<Channel>): Channel =>
  ({
    kind: 'group',
    name: 'Tổ trực',
    members: ['phat', 'hoa'],
    archived: false,
    count: 0,
    last: null,
    createdAt: '2026-01-01',
    ...over,
  }) as Channel

const rowsOf = <T>(list: Record<string, T>) => new Map(Object.entries(list).map(([id, fields]) => [id, { id, fields }]))

interface Given {
  mine?: string[]
  reads?: [string, number][]
  messages?: (Message & { id: string })[]
  talks?: Record<string, Talk>
  levels?: Device['levels']
}

/** The conversations of Hồ Nhật Phát, chairman of Phường Sài Gòn. */
function found(channels: Record<string, Channel>, given: Given = {}): Conversation[] {
  return conversations({
    channels: rowsOf(channels),
    talks: rowsOf(given.talks ?? {}),
    messages: new Map((given.messages ?? []).map((each) => [each.id, { id: each.id, fields: each }])),
    tasks: rowsOf({ task: { title: 'Đo mực nước' } }),
    directives: new Map(),
    members: rowsOf(Object.fromEntries((given.mine ?? Object.keys(channels)).map((id) => [`m-${id}`, { channel: id, active: true }]))),
    levels: given.levels ?? [],
    reads: new Map(given.reads),
    org,
    me: meOf('phat', ['ward'], org),
  })
}

describe('conversations', () => {
  it('are those that I am in; of two, called by the other', () => {
    const list = found({ a: channel({}), b: channel({ kind: 'direct', name: '' }), c: channel({ kind: 'open' }) }, { mine: ['a', 'b'] })
    expect(list.map(({ name, other }) => [name, other])).toEqual([
      ['Tổ trực', null],
      ['Trần Kim Hoa', 'hoa'],
    ])
  })

  it('are also those of my units without being a member, and of tasks once something is said there', () => {
    const talk = { count: 1, messages: [said(5, { kind: 'task', channel: 'task', number: 1 })] }
    const list = found({ saigon: channel({ kind: 'unit', name: 'Phường Sài Gòn' }) }, { mine: [], talks: { task: talk, silent: { count: 0, messages: [] } } })
    expect(list.map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ['task', 'task', 'Đo mực nước'],
      ['saigon', 'unit', 'Phường Sài Gòn'],
    ])
  })

  it('count what is unread by numbers, and what calls me among it: by name, by post, by unit, or everybody', () => {
    const messages = [
      said(4, { mentions: [{ kind: 'official', id: 'phat' }] }),
      said(5, { mentions: [{ kind: 'post', id: 'ward' }] }),
      said(6, { mentions: [{ kind: 'unit', id: 'saigon' }] }),
      said(7, { mentions: [{ kind: 'everyone', id: null }] }),
      said(8, { mentions: [{ kind: 'official', id: 'hoa' }] }),
      said(9, { mentions: [{ kind: 'everyone', id: null }], author: 'phat' }),
    ]
    const [one] = found({ c: channel({ count: 9 }) }, { reads: [['c', 4]], messages })
    expect(one).toMatchObject({ unread: 5, mentions: 3 })
  })

  it('stand with what was said last first; a place where nothing was said stands when it began', () => {
    const last = (at: string) => ({ id: 'm', author: 'hoa', at, text: '', files: 0 })
    const list = found({
      a: channel({ last: last('2026-03-01') }),
      b: channel({ last: last('2026-03-03') }),
      c: channel({ createdAt: '2026-03-02' }),
    })
    expect(list.map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  })

  it('want me where something is new, unless they are muted; then only when they call, or not at all', () => {
    const levels = (['all', 'mentions', 'none'] as const).map((level) => ({ channel: level, level }))
    const messages = [said(1, { channel: 'mentions', mentions: [{ kind: 'everyone', id: null }] })]
    const places = { usual: channel({ count: 1 }), all: channel({ count: 1 }), mentions: channel({ count: 1 }), none: channel({ count: 1 }) }
    const list = found({ ...places, quiet: channel({ count: 0 }) }, { levels, messages })
    expect(list.filter(wants).map(({ id }) => id)).toEqual(['usual', 'all', 'mentions'])
  })

  it('are filtered by kind and by words, in which marks count only when typed', () => {
    const list = found({
      a: channel({ name: 'Tổ trực triều cường', count: 2 }),
      b: channel({ kind: 'open', name: 'Chống ngập' }),
      saigon: channel({ kind: 'unit', name: 'Phường Sài Gòn' }),
    })
    const names = (show: Parameters<typeof shown>[1], words = '') => shown(list, show, words).map(({ name }) => name)
    expect(names('unread')).toEqual(['Tổ trực triều cường'])
    expect(names('direct')).toEqual(['Tổ trực triều cường'])
    expect(names('channels')).toEqual(['Chống ngập', 'Phường Sài Gòn'])
    expect(names('all', 'trieu to')).toEqual(['Tổ trực triều cường'])
    expect(names('all', 'chông')).toEqual([])
  })

  it('show what I have just said there before the row knows it', () => {
    const [one] = found({ c: channel({}) })
    const mine = said(0, { author: 'phat', text: 'Em gửi ạ', pending: true })
    expect(lastSaid(one as Conversation, [said(0, { channel: 'other' }), mine])).toMatchObject({ text: 'Em gửi ạ' })
    expect(lastSaid(one as Conversation, [])).toBeNull()
  })
})
