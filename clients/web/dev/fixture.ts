/** A city to draw the screens with, before any server: the same every time, dates relative to now. */
import { createdId } from '../../sync/src/uuid.ts'
import { readers } from '../src/model/announcement'
import { fresh } from '../src/model/fresh'
import { Organisation } from '../src/model/organisation'
import type {
  Announcement,
  Collections,
  Directive,
  Figure,
  Line,
  Official,
  Phone,
  Post,
  Question,
  Seat,
  Task,
  TaskState,
  Timeline,
  TimelineEntry,
  Unit,
} from '../src/model/rows'
import { atDay, DAY, HOUR, iso, MINUTE } from '../src/model/time'
import { seedTalk } from './talk'
import { seedTime } from './time'
import wards from './wards.json'

export type City = { [K in keyof Collections]: Map<string, Collections[K]> }
type Draft<T> = {
  -readonly [K in keyof T]: T[K] extends Readonly<Record<string, number>> | { readonly assigner: number }
    ? { -readonly [L in keyof T[K]]: T[K][L] }
    : T[K]
}
export interface SignIn {
  login: string
  official: string
  name: string
  post: string
  unit: string
}

/** mulberry32: small, seeded, good enough to look random. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const FAMILY = 'Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split(' ')
const MIDDLE = ['Văn', 'Thị', 'Minh', 'Thanh', 'Quốc', 'Ngọc', 'Thị Kim', 'Đức', 'Hoàng', 'Thị Thu', 'Hữu', 'Thùy']
const GIVEN =
  'An Bình Châu Dũng Đạt Giang Hà Hạnh Hiếu Hòa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Ngân Nhung Phúc Phương Quân Sơn Tâm Thảo Thủy Trang Trí Tuấn Vinh Xuân Yến'.split(
    ' ',
  )
const DEPARTMENTS = [
  'Sở Nông nghiệp và Môi trường',
  'Sở Xây dựng',
  'Sở Tài chính',
  'Sở Y tế',
  'Sở Giáo dục và Đào tạo',
  'Sở Công Thương',
  'Sở Nội vụ',
  'Sở Tư pháp',
  'Sở Khoa học và Công nghệ',
  'Sở Văn hóa và Thể thao',
  'Sở Du lịch',
  'Thanh tra Thành phố',
  'Văn phòng Ủy ban nhân dân Thành phố',
]
const TITLES = [
  'Rà soát các điểm ngập sâu và phương án bơm cưỡng bức',
  'Báo cáo tiến độ giải ngân vốn đầu tư công quý IV',
  'Kiểm tra an toàn thực phẩm tại chợ đầu mối',
  'Trả lời kiến nghị cử tri về vệ sinh môi trường',
  'Lập danh sách hộ cận nghèo được hỗ trợ bảo hiểm y tế',
  'Thẩm định hồ sơ cấp phép xây dựng tồn đọng',
  'Tổng hợp nhu cầu biên chế năm 2027',
  'Tham mưu kế hoạch tổ chức Tết Nguyên đán',
  'Khảo sát hiện trạng kênh rạch bị lấn chiếm',
  'Xử lý phản ánh về tiếng ồn ban đêm tại khu dân cư',
  'Báo cáo kết quả tiêm chủng mở rộng',
  'Cập nhật dữ liệu hộ tịch lên cơ sở dữ liệu quốc gia',
  'Phối hợp diễn tập phòng cháy, chữa cháy khu chung cư',
  'Rà soát mặt bằng nhà, đất công chưa sử dụng',
  'Kiểm tra việc niêm yết thủ tục hành chính',
  'Lập phương án di dời hộ dân ven sông có nguy cơ sạt lở',
]
export const FLOOD_FORM: Question[] = [
  { key: 'ho', label: 'Số hộ bị ngập', kind: 'number', options: [], required: true, unit: 'hộ' },
  {
    key: 'sau',
    label: 'Mức ngập sâu nhất',
    kind: 'choice',
    options: ['Dưới 20 cm', '20–50 cm', 'Trên 50 cm'],
    required: true,
    unit: null,
  },
  { key: 'canho', label: 'Cần hỗ trợ gì', kind: 'text', options: [], required: false, unit: null },
]

export class Builder {
  readonly city: City = {
    unit: new Map(),
    post: new Map(),
    official: new Map(),
    phone: new Map(),
    task: new Map(),
    timeline: new Map(),
    directive: new Map(),
    line: new Map(),
    figure: new Map(),
    delegation: new Map(),
    channel: new Map(),
    member: new Map(),
    message: new Map(),
    talk: new Map(),
    notice: new Map(),
    preferences: new Map(),
    snooze: new Map(),
    draft: new Map(),
    file: new Map(),
    announcement: new Map(),
    receipt: new Map(),
    tally: new Map(),
    absence: new Map(),
    handOver: new Map(),
    calendar: new Map(),
    reminding: new Map(),
    reminder: new Map(),
    recurrence: new Map(),
    evaluationRule: new Map(),
    contest: new Map(),
    template: new Map(),
  }
  readonly signIns: SignIn[] = []
  private serial = 0
  readonly next = random(2025)

  constructor(readonly now: number) {}

  id(): string {
    this.serial += 1
    return `0192f000-0000-7000-8000-${this.serial.toString(16).padStart(12, '0')}`
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T
  }

  unit(name: string, kind: string, parent: string | null, code: string, former: string[] = []): string {
    const id = this.id()
    const shortName = name.replace(/^(Ủy ban nhân dân Thành phố|Phường|Xã|Đặc khu) /, '')
    const unit: Unit = {
      stale: false,
      name,
      shortName,
      code,
      kind,
      parent,
      state: 'active',
      endedAt: null,
      successors: [],
      predecessors: [],
      formerNames: former.map((old) => ({ name: old, shortName: old, code: '', kind: 'ward', until: '2025-06-30T17:00:00Z' })),
      address: parent ? `Số ${Math.ceil(this.next() * 300)} đường Nguyễn Huệ, ${name}` : '86 Lê Thánh Tôn, Phường Sài Gòn',
      phone: `028 38${Math.floor(100000 + this.next() * 899999)}`,
    }
    this.city.unit.set(id, unit)
    return id
  }

  post(unit: string, title: string, options: Partial<Post> = {}, holder?: string): string {
    const id = this.id()
    const official = holder ?? this.official(id)
    const held = holder ? this.city.official.get(holder) : undefined
    if (holder && held) this.city.official.set(holder, { ...held, posts: [...held.posts, id] })
    this.city.post.set(id, {
      stale: false,
      unit,
      title,
      leading: false,
      order: 1,
      intake: false,
      holder: official,
      heldSince: new Date(this.now).toISOString(),
      powers: [],
      active: true,
      ...options,
    })
    return id
  }

  official(post: string): string {
    const id = this.id()
    const name = `${this.pick(FAMILY)} ${this.pick(MIDDLE)} ${this.pick(GIVEN)}`
    const official: Official = {
      stale: false,
      name,
      email: `can.bo.${this.serial}@congvu.example`,
      officePhone: `028 39${Math.floor(100000 + this.next() * 899999)}`,
      posts: [post],
      active: true,
      language: 'vi',
    }
    this.city.official.set(id, official)
    const phone: Phone = { stale: false, official: id, number: `09${Math.floor(10000000 + this.next() * 89999999)}` }
    this.city.phone.set(id, phone)
    return id
  }

  signIn(login: string, post: string): void {
    const seat = this.city.post.get(post) as Post
    const official = seat.holder as string
    const name = (this.city.official.get(official) as Official).name
    this.signIns.push({ login, official, name, post: seat.title, unit: (this.city.unit.get(seat.unit) as Unit).name })
  }

  task(fields: Partial<Task> & { title: string; assigner: Seat; lead: Seat; deadline: string }): string {
    const id = this.id()
    const created = fields.createdAt ?? iso(Date.parse(fields.deadline) - 6 * DAY)
    const task = fresh({ creator: this.holder(fields.assigner), version: 1, ...fields, createdAt: created })
    this.city.task.set(id, task)
    this.city.timeline.set(id, this.timeline(task))
    return id
  }

  holder(seat: Seat): string | null {
    if (seat.post) return this.city.post.get(seat.post)?.holder ?? null
    for (const post of this.city.post.values()) if (post.unit === seat.unit && post.leading) return post.holder
    return null
  }

  post1(seat: Seat): string | null {
    if (seat.post) return seat.post
    for (const [id, post] of this.city.post) if (post.unit === seat.unit && post.leading) return id
    return null
  }

  private timeline(task: Task): Timeline {
    const entries: TimelineEntry[] = []
    const add = (kind: string, at: string | null, seat: Seat, text: string | null = null, data = {}) => {
      if (!at) return
      entries.push({
        version: entries.length + 1,
        at,
        kind,
        official: this.holder(seat),
        post: this.post1(seat),
        behalfOf: null,
        basis: null,
        policy: null,
        text,
        data,
      })
    }
    add('task.assigned', task.createdAt, task.assigner)
    add('task.opened', task.openedAt, task.lead)
    add('task.accepted', task.acceptedAt, task.lead)
    if (task.lastReport)
      add('task.reported', task.lastReport.at, task.lead, task.lastReport.text, { percent: task.lastReport.percent })
    if (task.extension)
      add('task.extension-requested', task.extension.askedAt, task.lead, task.extension.reason, {
        deadline: task.extension.deadline,
      })
    if (task.decline) add('task.declined', task.updatedAt, task.lead, task.decline.reason)
    add('task.submitted', task.submittedAt, task.lead, 'Đã hoàn thành theo yêu cầu, kèm bảng số liệu.')
    if (task.returned) add('task.returned', task.updatedAt, task.assigner, task.returned.reason)
    add('task.completed', task.completedAt, task.assigner, 'Đồng ý.')
    return { stale: false, entries }
  }
}

/** Where a task stands `ago` after it was given, in the fields that its state implies. */
function progress(state: TaskState, assigner: Seat, by: string, created: number): Partial<Task> {
  const at = (hours: number) => iso(created + hours * HOUR)
  const opened = { openedAt: at(1), openedBy: by }
  const accepted = { ...opened, acceptedAt: at(2) }
  const lastReport = { at: at(20), by, percent: 50, text: 'Đã làm việc với các phòng chuyên môn, đang tổng hợp số liệu.', files: [] }
  const toAssigner = { waiting: 'assigner' as const, waitingSeat: assigner }
  switch (state) {
    case 'assigned':
      return { state }
    case 'accepted':
      return { state, ...accepted }
    case 'in-progress':
      return { state, ...accepted, lastReport, percent: 50 }
    case 'submitted':
      return { state, ...accepted, lastReport, percent: 100, submittedAt: at(40), waitingSince: at(40), ...toAssigner }
    case 'suspended':
      return {
        state,
        ...accepted,
        waiting: 'none',
        waitingSeat: null,
        suspension: { reason: 'Chờ bố trí kinh phí.', by, at: at(24), until: null, before: 'accepted', withParent: false },
      }
    case 'returned':
      return { state, ...accepted, percent: 80, returned: { reason: 'Thiếu số liệu của 3 khu phố.', by } }
    case 'declined':
      return {
        state,
        ...opened,
        ...toAssigner,
        decline: { reason: 'Việc này thuộc thẩm quyền của Sở Xây dựng.', by, suggested: null },
      }
    case 'completed':
      return {
        state,
        ...accepted,
        percent: 100,
        submittedAt: at(40),
        completedAt: at(48),
        waiting: 'none',
        waitingSeat: null,
        inTime: true,
      }
    case 'cancelled':
      return { state, waiting: 'none', waitingSeat: null }
  }
}

/** What 168 units did within the first 90 minutes of the flood directive. */
function floodLine(b: Builder, issued: number, deadline: string): Partial<Line> & { state: TaskState } {
  const luck = b.next()
  const opened = issued + b.next() ** 2 * 40 * MINUTE + 20_000
  const accepted = opened + b.next() * 6 * MINUTE
  const answered = accepted + b.next() * 50 * MINUTE
  if (luck < 0.07) return { state: 'assigned' }
  const openedAt = iso(opened)
  if (luck < 0.15) return { state: 'assigned', openedAt }
  if (luck < 0.17) return { state: 'declined', openedAt, declineReason: 'Địa bàn không có triều cường, đề nghị miễn.' }
  const acceptedAt = iso(accepted)
  if (luck < 0.27 || answered > b.now) return { state: 'accepted', openedAt, acceptedAt }
  if (luck < 0.42) return { state: 'in-progress', openedAt, acceptedAt, percent: 50 }
  const households = Math.floor(b.next() ** 3 * 240)
  const answers = {
    ho: households,
    sau: b.pick<string>(FLOOD_FORM[1]?.options ?? []),
    canho: b.next() < 0.15 ? 'Cần 2 máy bơm và bao cát' : '',
  }
  const answeredAt = iso(answered)
  const submitted = { openedAt, acceptedAt, answers, answeredAt, percent: 100, submittedAt: answeredAt }
  return luck < 0.8
    ? { state: 'submitted', ...submitted }
    : { state: 'completed', ...submitted, completedAt: iso(Math.min(b.now, answered + 5 * MINUTE)), deadline }
}

function seedFlood(b: Builder, issuer: Seat, units: string[]): void {
  const issued = b.now - 85 * MINUTE
  const deadline = iso(b.now + 150 * MINUTE)
  const id = b.id()
  const title = 'Báo cáo số hộ bị ngập do triều cường sáng nay'
  const directive: Directive = {
    stale: false,
    title,
    text: 'Đỉnh triều lúc 07 giờ 05 vượt báo động III. Chủ tịch Ủy ban nhân dân phường, xã, đặc khu kiểm tra địa bàn, báo cáo số hộ bị ngập, mức ngập và nhu cầu hỗ trợ.',
    form: FLOOD_FORM,
    deadline,
    originalDeadline: deadline,
    urgency: 'flash',
    issuer,
    state: 'issued',
    issuedAt: iso(issued),
    units,
    creator: b.holder(issuer),
    updatedAt: iso(issued),
    version: 1,
    source: null,
  }
  b.city.directive.set(id, directive)
  for (const unit of units) {
    const did = floodLine(b, issued, deadline)
    const lead = { unit, post: null }
    const done = did.state === 'submitted' || did.state === 'completed'
    const task = b.task({
      title,
      assigner: issuer,
      lead,
      deadline,
      directive: id,
      form: FLOOD_FORM,
      urgency: 'flash',
      createdAt: iso(issued),
      description: directive.text,
      state: did.state,
      openedAt: did.openedAt ?? null,
      acceptedAt: did.acceptedAt ?? null,
      answers: did.answers ?? {},
      percent: did.percent ?? 0,
      submittedAt: did.submittedAt ?? null,
      completedAt: did.completedAt ?? null,
      decline: did.declineReason ? { reason: did.declineReason, by: b.holder(lead) ?? '', suggested: null } : null,
      ...(done || did.state === 'declined' ? { waiting: 'assigner', waitingSeat: issuer } : {}),
    })
    b.city.line.set(task, {
      stale: false,
      directive: id,
      unit,
      issuer,
      inTime: null,
      openedAt: null,
      openedBy: b.holder(lead),
      acceptedAt: null,
      percent: 0,
      submittedAt: null,
      completedAt: null,
      deadline,
      answers: {},
      answeredAt: null,
      declineReason: null,
      chasedAt: null,
      ...did,
    })
  }
}

const STATES: TaskState[] = [
  'assigned',
  'accepted',
  'in-progress',
  'in-progress',
  'submitted',
  'returned',
  'completed',
  'completed',
  'declined',
]

function seedTasks(b: Builder, givers: Seat[], takers: Seat[], count: number): void {
  for (let i = 0; i < count; i += 1) {
    const state = b.pick(STATES)
    const [assigner, lead] = [b.pick(givers), b.pick(takers)]
    const finished = state === 'completed'
    const deadline = atDay(b.now, Math.floor(b.next() * 24) - (finished ? 26 : 5))
    const created = deadline - (4 + b.next() * 8) * DAY
    const extension =
      state === 'in-progress' && b.next() < 0.25 && deadline > b.now
        ? {
            deadline: iso(deadline + 5 * DAY),
            reason: 'Chờ số liệu của Sở Tài chính.',
            by: b.holder(lead) ?? '',
            askedAt: iso(b.now - 5 * HOUR),
          }
        : null
    b.task({
      title: b.pick(TITLES),
      assigner,
      lead,
      deadline: iso(deadline),
      createdAt: iso(created),
      extension,
      urgency: b.next() < 0.12 ? 'urgent' : 'normal',
      description: 'Thực hiện theo đúng thẩm quyền, báo cáo kết quả bằng văn bản kèm phụ lục số liệu.',
      source: b.next() < 0.5 ? { kind: 'document', reference: `${Math.ceil(b.next() * 900)}/UBND-TH` } : null,
      coordinating: b.next() < 0.3 ? [b.pick(takers)] : [],
      ...progress(state, assigner, b.holder(lead) ?? '', created),
    })
  }
}

/** Those told open it one after the other; of those, so many acknowledge it. The specialist has not come to it yet. */
function announce(b: Builder, given: Partial<Announcement> & { issuer: Seat; units: readonly string[] }, read: number): string {
  const id = b.id()
  const author = b.holder(given.issuer) ?? ''
  const issuedAt = given.issuedAt ?? iso(b.now - 5 * HOUR)
  const announcement: Announcement = {
    stale: false,
    title: '',
    text: '',
    urgency: 'normal',
    acknowledge: true,
    acknowledgeBy: null,
    attachments: [],
    author,
    writtenBy: author,
    state: 'issued',
    reason: null,
    withdrawnBy: null,
    edition: 1,
    countsFrom: 1,
    issuedAt,
    correctedAt: null,
    remindedAt: null,
    updatedAt: issuedAt,
    version: 1,
    ...given,
  }
  b.city.announcement.set(id, announcement)
  const named = <T>(rows: Map<string, T>) => new Map([...rows].map(([key, fields]) => [key, { id: key, fields }]))
  const org = new Organisation(named(b.city.unit), named(b.city.post), named(b.city.official))
  for (const [unit, officials] of readers(announcement, org)) {
    let [opened, acknowledged] = [0, 0]
    const eager = b.next() < read - 0.2
    for (const official of officials) {
      const luck = b.next()
      const specialist = b.signIns.find(({ login }) => login === 'chuyen.vien')?.official === official
      if (specialist ? announcement.edition === 1 : !eager && luck > read) continue
      const edition = specialist ? 1 : announcement.edition
      const fully = announcement.acknowledge && (specialist || eager || luck < read * 0.8)
      const at = iso(Date.parse(issuedAt) + b.next() ** 2 * (b.now - Date.parse(issuedAt)))
      opened += 1
      acknowledged += fully && !specialist ? 1 : 0
      b.city.receipt.set(createdId(id, official), {
        stale: false,
        announcement: id,
        official,
        unit,
        issuer: announcement.issuer,
        opened: edition,
        openedAt: at,
        acknowledged: fully ? edition : 0,
        acknowledgedAt: fully ? at : null,
      })
    }
    const counts: Record<string, number> = acknowledged > 0 ? { [announcement.edition]: acknowledged } : {}
    const tally = { stale: false, announcement: id, unit, issuer: announcement.issuer, opened, acknowledged: counts }
    if (opened > 0) b.city.tally.set(createdId(id, unit), tally)
  }
  return id
}

function seedAnnouncements(b: Builder, city: string, chairman: Seat, departments: string[], wards: string[], ward: Seat): void {
  announce(
    b,
    {
      title: 'Trực 24/24 phòng chống triều cường từ ngày 27 đến ngày 30',
      text: 'Đỉnh triều dự báo vượt **báo động III** vào rạng sáng các ngày 27–30.\n\n- Lãnh đạo và bộ phận trực có mặt tại trụ sở từ **22:00**.\n- Báo cáo nhanh về Văn phòng khi có điểm ngập mới.\n- Không cử cán bộ trực đi công tác trong thời gian này.\n\nMọi cán bộ đọc kỹ phương án của đơn vị mình.',
      urgency: 'urgent',
      units: [city, ...departments, ...wards],
      issuer: chairman,
      acknowledgeBy: iso(b.now + 9 * HOUR),
    },
    0.55,
  )
  announce(
    b,
    {
      title: 'Chuyển toàn bộ chữ ký số sang chứng thư mới trước ngày 15 tháng 12',
      text: 'Từ ngày **15 tháng 12**, văn bản ký bằng chứng thư cũ không còn phát hành được. Mỗi cán bộ có chữ ký số liên hệ đầu mối công nghệ thông tin của đơn vị để đổi.',
      units: [...departments, ...wards],
      issuer: chairman,
      issuedAt: iso(b.now - 4 * DAY),
      correctedAt: iso(b.now - 3 * DAY),
      edition: 2,
      countsFrom: 2,
      acknowledgeBy: iso(b.now - 2 * HOUR),
      remindedAt: iso(b.now - DAY),
    },
    0.86,
  )
  announce(
    b,
    {
      title: 'Họp cơ quan sáng thứ Hai dời sang 08 giờ 30',
      text: 'Cuộc họp cơ quan đầu tuần dời sang **08:30**, phòng họp tầng 2.',
      units: [ward.unit],
      issuer: ward,
      issuedAt: iso(b.now - 26 * HOUR),
    },
    0.6,
  )
  announce(
    b,
    {
      title: 'Lịch nghỉ Tết Dương lịch 2027',
      text: 'Nghỉ ngày 1 tháng 1 năm 2027. Các đơn vị bố trí người trực.',
      units: [city, ...departments, ...wards],
      issuer: chairman,
      acknowledge: false,
      issuedAt: iso(b.now - 6 * DAY),
    },
    0.9,
  )
}

function figures(b: Builder): void {
  const figure = (of: Figure['of']): Draft<Figure> => ({
    stale: false,
    unit: '',
    of,
    open: {},
    waiting: { assigner: 0, lead: 0 },
    doneInTime: 0,
    doneLate: 0,
    declined: 0,
    openBySource: {},
    suspended: 0,
  })
  const sums = new Map<string, Draft<Figure>>()
  for (const task of b.city.task.values()) {
    for (const [id, of] of [
      [task.lead.unit, 'unit'],
      [task.lead.post, 'post'],
    ] as const) {
      if (!id) continue
      const sum = sums.get(id) ?? figure(of)
      sums.set(id, sum)
      if (task.state === 'completed') sum.doneInTime += 1
      else if (task.state !== 'cancelled') sum.open[task.deadline] = (sum.open[task.deadline] ?? 0) + 1
      if (task.waiting === 'assigner') sum.waiting.assigner += 1
      if (task.waiting === 'lead') sum.waiting.lead += 1
    }
  }
  for (const [id, sum] of sums) {
    sum.doneInTime += 12
    sum.doneLate += 2
    b.city.figure.set(id, sum)
  }
}

/** The whole city: 13 departments, 168 wards, about 560 officials, a running flood directive and several hundred tasks. */
export function build(now: number): { city: City; signIns: SignIn[] } {
  const b = new Builder(now)
  const city = b.unit('Ủy ban nhân dân Thành phố Hồ Chí Minh', 'city', null, 'H29')
  const powers = ['issue-directive', 'assign-across'].map((name) => ({ name, unit: city }))
  const chairman = b.post(city, 'Chủ tịch', { leading: true, powers })
  for (let i = 1; i <= 4; i += 1) b.post(city, 'Phó Chủ tịch', { leading: true, order: i + 1, powers })
  const departments = DEPARTMENTS.map((name, i) => b.unit(name, 'department', city, `H29.${i + 1}`))
  const heads = departments.map((unit, i) => {
    const head = b.post(unit, i === 12 ? 'Chánh Văn phòng' : i === 11 ? 'Chánh Thanh tra' : 'Giám đốc', { leading: true })
    b.post(unit, 'Phó Giám đốc', { leading: true, order: 2 })
    b.post(unit, 'Văn thư', { intake: true })
    for (let k = 0; k < 3; k += 1) b.post(unit, 'Chuyên viên', { order: k + 1 })
    return head
  })
  const wardUnits = wards.map(([code, name, type, former]) =>
    b.unit(
      name as string,
      type === 'Phường' ? 'ward' : type === 'Xã' ? 'commune' : 'special-zone',
      city,
      `H29.${code as string}`,
      former as string[],
    ),
  )
  const wardHeads = wardUnits.map((unit) => {
    const head = b.post(unit, 'Chủ tịch UBND', { leading: true, powers: [{ name: 'issue-directive', unit }] })
    b.post(unit, 'Phó Chủ tịch UBND', { leading: true, order: 2 })
    b.post(unit, 'Văn thư', { intake: true })
    return head
  })
  const saigon = wardUnits.find((unit) => b.city.unit.get(unit)?.name === 'Phường Sài Gòn') as string
  const saigonHead = wardHeads[wardUnits.indexOf(saigon)] as string
  const specialist = b.post(saigon, 'Chuyên viên Kinh tế, Hạ tầng', { order: 1 })
  b.post(saigon, 'Chuyên viên Văn hóa, Xã hội', { order: 2 })
  // The specialist also sits in a city-wide working group: two posts, one merged list.
  b.post(departments[0] as string, 'Tổ viên Tổ chống ngập', { order: 9 }, b.city.post.get(specialist)?.holder ?? '')
  const seat = (post: string): Seat => ({ unit: b.city.post.get(post)?.unit ?? '', post })
  b.signIn('chu.tich', chairman)
  b.signIn('giam.doc', heads[0] as string)
  b.signIn('chu.tich.phuong', saigonHead)
  b.signIn('chuyen.vien', specialist)
  const cityGivers = [seat(chairman)]
  seedFlood(b, seat(chairman), wardUnits)
  seedTasks(b, cityGivers, heads.map(seat), 60)
  seedTasks(
    b,
    cityGivers,
    wardUnits.map((unit) => ({ unit, post: null })),
    40,
  )
  seedTasks(b, [seat(chairman), seat(heads[0] as string)], [{ unit: saigon, post: null }, seat(heads[0] as string)], 24)
  seedTasks(b, [seat(saigonHead)], [seat(specialist)], 14)
  seedTasks(
    b,
    [seat(heads[0] as string)],
    [
      {
        unit: departments[0] as string,
        post: [...b.city.post].find(([, p]) => p.title === 'Tổ viên Tổ chống ngập')?.[0] ?? null,
      },
    ],
    4,
  )
  seedAnnouncements(b, city, seat(chairman), departments, wardUnits, seat(saigonHead))
  figures(b)
  seedTalk(b, saigon, departments)
  b.signIn('quan.tri', b.post(departments[12] as string, 'Quản trị hệ thống', { order: 9, powers: [{ name: 'administer', unit: city }] }))
  seedTime(b, departments[0] as string)
  return { city: b.city, signIns: b.signIns }
}
