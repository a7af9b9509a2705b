import { describe, expect, it } from 'vitest'
import { WAITING } from '../src/model/said'
import { changed, forwarded, gone, opened, reacted, said as saidNow } from '../src/model/talk-echo'
import { NOW } from './examples'
import { said } from './saying'

const where = { id: 'c', kind: 'group' as const, post: 'ward' }

describe('what is said here, shown at once', () => {
  it('stands after everything, in the order of saying', () => {
    const orders = [NOW, NOW + 1].map((at) => {
      const change = saidNow('m', where, { text: 'Dạ' }, 'phat', at)
      return 'create' in change ? (change.create as { order: number }).order : 0
    })
    expect(orders[0]).toBeGreaterThan(WAITING)
    expect(orders[1]).toBeGreaterThan(orders[0] as number)
    expect(Number.isSafeInteger(orders[1])).toBe(true)
  })

  it('says what another message says, with where that was said first', () => {
    const first = { message: 'm0', channel: 'x', author: 'trang', at: '2026-11-01T00:00:00Z' }
    expect(forwarded('m', said(1), where, 'phat', NOW)).toMatchObject({ create: { text: 'Nước rút', origin: { message: 'm1', author: 'hoa' } } })
    expect(forwarded('m', said(1, { origin: first }), where, 'phat', NOW)).toMatchObject({ create: { origin: first, author: 'phat' } })
  })

  it('lies over the row, or over what is known when there is none', () => {
    expect(changed(said(1), { text: 'Sửa' }, true)).toEqual([{ collection: 'message', id: 'm1', patch: { text: 'Sửa' } }])
    expect(changed(said(1, { pending: true }), { text: 'Sửa' }, false)).toMatchObject([{ id: 'm1', create: { text: 'Sửa', number: 1, channel: 'c' } }])
  })

  it('leaves nothing of what was taken back but that it was said', () => {
    expect({ ...said(1, { text: 'x', pinned: true }), ...gone('hoa') }).toMatchObject({ text: '', pinned: false, retractedBy: 'hoa', number: 1 })
  })

  it('gives an emoji once, and takes it back', () => {
    const given = reacted({ reactions: [{ emoji: '👍', officials: ['hoa'] }] }, '👍', 'phat')
    expect(given).toEqual([{ emoji: '👍', officials: ['hoa', 'phat'] }])
    expect(reacted({ reactions: given }, '👍', 'hoa')).toEqual([{ emoji: '👍', officials: ['phat'] }])
    expect(reacted({ reactions: [{ emoji: '👍', officials: ['hoa'] }] }, '👍', 'hoa')).toEqual([])
    expect(reacted({ reactions: [] }, '🙏', 'phat')).toEqual([{ emoji: '🙏', officials: ['phat'] }])
  })

  it('opens a channel with me in it, who keeps order there unless it is of two', () => {
    const [channel, member] = opened('c', { kind: 'group', title: 'Tổ trực', topic: null, members: ['hoa', 'phat'] }, 'phat', 'now')
    expect(channel).toMatchObject({ create: { members: ['phat', 'hoa'], memberCount: 2, moderators: ['phat'] } })
    expect(member).toMatchObject({ create: { channel: 'c', official: 'phat', moderator: true } })
    expect(opened('c', { kind: 'direct', title: '', topic: null, members: ['hoa'] }, 'phat', 'now')[0]).toMatchObject({ create: { moderators: [] } })
  })
})
