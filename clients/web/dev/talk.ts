/** What the generated city says: in the ward, in channels, in twos, at a task; old and new, edited, taken back, answered, pinned. */
import type { Card } from '@congvu/sync'
import type { Channel, Message, Talk } from '../src/model/rows'
import { DAY, HOUR, iso, MINUTE } from '../src/model/time'
import type { Builder } from './fixture'

interface Words {
  who: number
  text: string
  /** Minutes after the one before. */
  after?: number
  reactions?: readonly (readonly [string, readonly number[]])[]
  calls?: number
  /** The line that it answers in a thread. */
  answers?: number
  edited?: boolean
  retracted?: boolean
  pinned?: boolean
  files?: readonly string[]
  cards?: readonly Card[]
  /** Passed on from the conversation with this name. */
  from?: string
}

/** Files of the generated city: the pretended server draws them. */
export const FILES = {
  photo: { name: 'hem-48-ngap.jpg', size: 1_482_000, mediaType: 'image/jpeg', width: 1600, height: 1200, durationMs: null, thumbnail: true },
  sheet: { name: 'Tổng hợp 24 trạm bơm.xlsx', size: 86_400, mediaType: 'application/vnd.ms-excel', width: null, height: null, durationMs: null, thumbnail: false },
  voice: { name: 'Ghi âm.weba', size: 42_000, mediaType: 'audio/webm', width: null, height: null, durationMs: 14_000, thumbnail: false },
} as const

const WARD: readonly Words[] = [
  { who: 0, text: 'Chào anh chị em. Đây là kênh của phường, việc gấp nhắn ở đây, việc chính thức vẫn giao bằng nhiệm vụ.', after: 0, reactions: [['👍', [1, 2, 3]]] },
  { who: 1, text: 'Danh sách trực tuần này em gửi ở tệp đính kèm ạ.', after: 35, files: ['sheet'] },
  { who: 2, text: 'Đã nhận. Em trực tối thứ Tư và sáng thứ Bảy.', after: 12 },
  { who: 3, text: 'Cho em đổi ca thứ Sáu với anh Hùng được không ạ?', after: 640 },
  { who: 2, text: 'Được em.', after: 3 },
  {
    who: 0,
    text: 'Sáng mai triều đạt **1,62 m** lúc 05:40. Các đồng chí trực từ *4 giờ 30* tại ba điểm:\n1. Cầu Calmette\n2. Hẻm 48 Tôn Thất Đạm\n3. Bến Bạch Đằng',
    after: 300,
    reactions: [
      ['👍', [1, 2, 3]],
      ['🫡', [2]],
    ],
    pinned: true,
  },
  { who: 3, text: 'Tổ dân phố 5 báo nắp cống hẻm 48 bị hư, em đã rào tạm.', after: 11, files: ['photo'] },
  { who: 0, text: 'Tốt. Báo Công ty Thoát nước, chụp lại hiện trạng gửi lên đây nhé.', after: 3, calls: 3 },
  { who: 3, text: 'Em gọi rồi ạ, đội thoát nước hẹn 9 giờ.', after: 6, reactions: [['👌', [0]]] },
  { who: 3, text: 'Số điện thoại của đội: `028 3829 7411`', after: 1 },
  { who: 1, text: 'Máy bơm lưu động số 2 đã chạy thử, ổn định.', after: 40, edited: true },
  { who: 2, text: 'nhắn nhầm', after: 2, retracted: true },
  { who: 1, text: 'Dạ, 12 hộ neo đơn cần hỗ trợ:\n- Hẻm 48: 5 hộ\n- Hẻm 62: 4 hộ\n- Ven rạch: 3 hộ', after: 23 },
  { who: 0, text: 'Giao tổ y tế gọi điện từng hộ trước 17 giờ.', after: 7, answers: 12 },
  { who: 2, text: 'Đã gọi xong 12/12 hộ, không ai cần di dời đêm nay.', after: 60, answers: 12, reactions: [['❤️', [0, 1]], ['👍', [3]]] },
  { who: 2, text: 'Ba hộ ven rạch xin thêm bao cát, em đã ghi.', after: 4, answers: 12 },
  { who: 2, text: 'Sở chuyển thông tin này, anh chị em lưu ý.', after: 25, from: 'Chống ngập toàn thành phố' },
  { who: 3, text: 'Việc này đã lên hệ thống:', after: 8 },
  { who: 0, text: 'Cảm ơn anh chị em. Mai gặp ở cầu Calmette lúc 4 giờ 30.', after: 15, reactions: [['💪', [1, 2, 3]]] },
  { who: 1, text: '', after: 30, files: ['voice'] },
  { who: 2, text: 'Đường Hàm Nghi bắt đầu có nước, khoảng 10 cm.', after: 4 },
  { who: 2, text: 'Xe máy vẫn đi được.', after: 1 },
  { who: 3, text: 'Em đang ở hẻm 48. Nước lên nhanh hơn hôm qua, xin thêm một máy bơm.', after: 2, calls: 0 },
]

const FLOOD: readonly Words[] = [
  { who: 0, text: 'Kênh trao đổi nhanh trong đợt triều cường. Số liệu chính thức vẫn báo cáo trong chỉ đạo.', after: 0, reactions: [['👍', [1, 2]]], pinned: true },
  { who: 1, text: 'Sở Xây dựng: 14 đội ứng trực đã về vị trí, mỗi đội hai máy bơm.', after: 20 },
  { who: 2, text: 'Đỉnh triều dự báo lúc 05:40 sáng mai, cao hơn báo động III khoảng 2 cm. Nguồn: https://kttv.example/trieu', after: 65 },
  { who: 1, text: 'Đề nghị các phường ven kênh báo sớm nơi cần máy bơm.', after: 9 },
  { who: 0, text: 'Đồng ý. Phường nào cần thì nhắn thẳng ở đây, Sở điều ngay.', after: 4, reactions: [['🙏', [1, 2, 3]]] },
]

const TWO: readonly Words[] = [
  { who: 0, text: 'Anh xem giúp em bản tổng hợp trước 10 giờ được không?', after: 0 },
  { who: 1, text: 'Được, anh xem luôn.', after: 6 },
  { who: 1, text: 'Số hộ ở hẻm 62 là 4 hay 5? Trong bảng ghi 5.', after: 18 },
  { who: 0, text: 'Dạ 4, em nhầm. Em sửa ngay.', after: 2 },
  { who: 1, text: '👍', after: 1 },
]

const TASK: readonly Words[] = [
  { who: 0, text: 'Số liệu cần tách riêng hộ neo đơn nhé.', after: 0 },
  { who: 1, text: 'Dạ, em tách thành một cột, cuối giờ sáng xong.', after: 8, reactions: [['👌', [0]]] },
  { who: 0, text: 'Tốt. Có vướng gì thì nhắn ngay.', after: 2 },
  { who: 1, text: 'Còn thiếu số của khu phố 7, em đang gọi.', after: 21 },
]

interface Told {
  messages: Map<string, Message>
  last: Channel['last']
  count: number
  pinned: string[]
}

/** Whoever has been named so far by what they are called. */
interface Origin {
  channel: string
  message: string
  author: string
  at: string
}

class Speaker {
  readonly origins = new Map<string, Origin>()
  private order = 100

  constructor(private readonly b: Builder) {}

  /** The lines of a conversation, the last one `ago` before now. */
  tell(channel: string, kind: Message['kind'], name: string, people: readonly string[], lines: readonly Words[], ago: number): Told {
    const told: Told = { messages: new Map(), last: null, count: 0, pinned: [] }
    const length = lines.reduce((sum, { after = 4 }) => sum + after * MINUTE, 0)
    const ids: string[] = []
    let at = this.b.now - ago - length
    for (const line of lines) {
      at += (line.after ?? 4) * MINUTE
      const id = this.b.id()
      ids.push(id)
      told.messages.set(id, this.message(channel, kind, people, line, iso(at), line.answers === undefined ? null : (ids[line.answers] ?? null)))
      const root = line.answers === undefined ? null : (ids[line.answers] ?? null)
      const rooted = root ? told.messages.get(root) : undefined
      if (root && rooted) told.messages.set(root, { ...rooted, replies: rooted.replies + 1 })
    }
    this.number(told, name)
    return told
  }

  private message(channel: string, kind: Message['kind'], people: readonly string[], line: Words, at: string, thread: string | null): Message {
    const author = people[line.who % people.length] as string
    const origin = line.from ? (this.origins.get(line.from) ?? null) : null
    this.order += 7
    return {
      channel,
      kind,
      author,
      post: this.b.city.official.get(author)?.posts[0] ?? null,
      text: line.retracted ? '' : line.text,
      mentions: line.calls === undefined ? [] : [{ kind: 'official', id: people[line.calls] as string }],
      thread,
      replies: 0,
      attachments: [...(line.files ?? [])],
      cards: [...(line.cards ?? [])],
      origin,
      at,
      order: this.order,
      number: 0,
      editedAt: line.edited ? at : null,
      retractedBy: line.retracted ? author : null,
      expired: false,
      pinned: line.pinned ?? false,
      reactions: (line.reactions ?? []).map(([emoji, who]) => ({ emoji, officials: who.map((each) => people[each % people.length] as string) })),
      version: line.edited || line.retracted ? 2 : 1,
    }
  }

  private number(told: Told, name: string): void {
    for (const [id, message] of told.messages) {
      if (message.pinned) told.pinned.push(id)
      if (message.thread !== null) continue
      told.count += 1
      told.messages.set(id, { ...message, number: told.count })
      told.last = { id, author: message.author, at: message.at, text: message.text.slice(0, 120), files: message.attachments.length }
      this.origins.set(name, { channel: message.channel, message: id, author: message.author, at: message.at })
    }
  }
}

const CHANNEL: Channel = {
  kind: 'group',
  name: '',
  topic: null,
  unit: null,
  members: [],
  memberCount: 0,
  moderators: [],
  posting: 'all',
  retentionDays: null,
  archived: false,
  count: 0,
  last: null,
  pinned: [],
  createdAt: '2026-01-05T01:00:00Z',
}

/** Units have their channels; the people of one ward, of the flood watch and two of them talk, and two at a task. */
export function seedTalk(b: Builder, ward: string, offices: readonly string[]): void {
  const speaker = new Speaker(b)
  const holders = (unit: string) => [...b.city.post.values()].flatMap((post) => (post.unit === unit && post.holder ? [post.holder] : []))
  const put = (id: string, channel: Partial<Channel>, told: Told | null) => {
    const said = told ? { count: told.count, last: told.last, pinned: told.pinned } : {}
    b.city.channel.set(id, { ...CHANNEL, ...channel, ...said })
    for (const [message, fields] of told?.messages ?? []) b.city.message.set(message, fields)
  }
  const open = (kind: Channel['kind'], name: string, people: readonly string[], lines: readonly Words[], ago: number, topic: string | null = null) => {
    const id = b.id()
    const told = lines.length > 0 ? speaker.tell(id, kind, name, people, lines, ago) : null
    const shown = { kind, name, topic, members: people.slice(0, 50), memberCount: people.length, moderators: kind === 'direct' ? [] : people.slice(0, 1) }
    put(id, { ...shown, createdAt: iso(b.now - 40 * DAY) }, told)
    for (const [place, official] of people.entries()) {
      b.city.member.set(b.id(), { channel: id, official, moderator: place === 0 && kind !== 'direct', active: true })
    }
  }
  for (const [id, unit] of b.city.unit) put(id, { kind: 'unit', name: unit.name, unit: id }, null)
  const people = holders(ward)
  const [head, deputy, clerk, specialist] = people as [string, string, string, string]
  const chiefs = offices.map((unit) => holders(unit)[0] as string)
  open('open', 'Chống ngập toàn thành phố', [chiefs[0] as string, chiefs[1] as string, chiefs[3] as string, head, specialist, ...chiefs.slice(4)], FLOOD, 3 * HOUR, 'Trao đổi nhanh trong các đợt triều cường')
  put(ward, { kind: 'unit', name: b.city.unit.get(ward)?.name ?? '', unit: ward }, speaker.tell(ward, 'unit', 'ward', [head, deputy, clerk, specialist], withCard(b, WARD), 3 * MINUTE))
  open('direct', '', [specialist, head], TWO, 50 * MINUTE)
  open('direct', '', [deputy, specialist], [{ who: 0, text: 'Chiều nay 14 giờ họp tổ, em chuẩn bị bản đồ các điểm ngập nhé.' }], 26 * HOUR)
  open('group', 'Tổ trực triều cường', [head, specialist, clerk, chiefs[0] as string], TWO, 30 * HOUR)
  open('private', 'Lãnh đạo phường', [head, deputy], [{ who: 1, text: 'Em gửi anh dự thảo lịch tuần.' }], 2 * DAY)
  open('open', 'Hỏi đáp nghiệp vụ hộ tịch', chiefs, [{ who: 0, text: 'Các phường hỏi gì cứ nhắn ở đây.' }], 4 * DAY, 'Giải đáp nhanh cho cán bộ tư pháp, hộ tịch')
  atTask(b, speaker, head, specialist)
}

/** The card of a task of the ward in the line that speaks of one. */
function withCard(b: Builder, lines: readonly Words[]): readonly Words[] {
  const task = [...b.city.task].find(([, { state, assigner }]) => state === 'in-progress' && b.city.unit.get(assigner.unit)?.name === 'Phường Sài Gòn')
  const card: readonly Card[] = task ? [{ kind: 'task', id: task[0] }] : []
  return lines.map((line) => (line.text.endsWith(':') && line.who === 3 ? { ...line, cards: card } : line))
}

function atTask(b: Builder, speaker: Speaker, head: string, specialist: string): void {
  const posts = new Set(b.city.official.get(specialist)?.posts)
  for (const [id, task] of b.city.task) {
    if (!task.lead.post || !posts.has(task.lead.post) || task.state !== 'in-progress') continue
    const told = speaker.tell(id, 'task', task.title, [head, specialist], TASK, 2 * HOUR)
    const messages = [...told.messages].map(([message, fields]) => ({ ...fields, id: message }))
    b.city.talk.set(id, { count: told.count, messages } satisfies Talk)
  }
}
