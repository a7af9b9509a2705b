/** Messages that the tests speak of: numbered as they are ordered, a minute apart, by Trần Kim Hoa. */
import type { Spoken } from '../src/model/said'

export const said = (order: number, over: Partial<Spoken> = {}): Spoken => ({
  id: `m${order}`,
  channel: 'c',
  kind: 'group',
  author: 'hoa',
  post: 'chairman',
  text: 'Nước rút',
  mentions: [],
  thread: null,
  replies: 0,
  attachments: [],
  cards: [],
  origin: null,
  at: new Date(Date.UTC(2026, 10, 20, 1, order % 1000)).toISOString(),
  order,
  number: order,
  editedAt: null,
  retractedBy: null,
  expired: false,
  pinned: false,
  reactions: [],
  version: 1,
  ...over,
})
