/** The generated city's calendar, rules of reminders, and what people asked to be reminded of. */
import type { Absence, Calendar, Reminder, ReminderRule, TimelineEntry } from '../src/model/rows'
import { atDay, DAY, HOUR, iso } from '../src/model/time'
import { USUAL } from '../src/model/rule'
import { dateOf } from '../src/model/workdays'
import type { Builder } from './fixture'

/** Holidays of a year as the platform enters them, and what the city decided besides. */
function calendar(now: number): Calendar {
  const year = Number(dateOf(now).slice(0, 4))
  const off = (date: string, name: string) => ({ day: `${year}-${date}`, working: false, name, source: 'default' as const })
  const tet = ['02-16', '02-17', '02-18', '02-19', '02-20'].map((date) => off(date, 'Tết Nguyên đán'))
  const days: Calendar['days'] = [
    off('01-01', 'Tết Dương lịch'),
    ...tet,
    off('04-27', 'Nghỉ bù Giỗ Tổ Hùng Vương'),
    off('04-30', 'Ngày Chiến thắng'),
    off('05-01', 'Ngày Quốc tế Lao động'),
    { day: `${year}-08-22`, working: true, name: 'Làm bù ngày 31/8', source: 'decided' },
    { day: `${year}-08-31`, working: false, name: 'Nghỉ hoán đổi dịp Quốc khánh', source: 'decided' },
    off('09-01', 'Quốc khánh'),
    off('09-02', 'Quốc khánh'),
  ]
  return {
    days: [...days].sort((a, b) => (a.day < b.day ? -1 : 1)),
    years: [year, year + 1],
    hours: [
      { start: '07:30', end: '11:30' },
      { start: '13:00', end: '17:00' },
    ],
    version: 3,
  }
}

const RULE: ReminderRule = { ...USUAL, at: '07:30', before: [{ days: 2, to: ['lead', 'coordinating'] }], extension: 4 }

export function seedTime(b: Builder, department: string): void {
  const { city, now } = b
  city.calendar.set('calendar', calendar(now))
  city.reminding.set('rule', { unit: department, rule: RULE, ending: 3, version: 1 })
  seedAbsences(b)
  for (const { official } of b.signIns) {
    const post = [...city.post].find(([, each]) => each.holder === official)?.[0]
    const task = [...city.task].find(([, each]) => each.waiting === 'lead' && each.lead.post === post)
    const put = (text: string, at: number, status: Reminder['status'], subject: string | null = null) =>
      city.reminder.set(b.id(), { official, subject, text, at: iso(at), status, version: 1 })
    put('Gọi lại Sở Xây dựng về hồ sơ thoát nước đường Nguyễn Hữu Cảnh', now - HOUR, 'fired')
    if (task) put(task[1].title, Math.max(now + HOUR, atDay(now, 0, 15)), 'pending', task[0])
    put('Chuẩn bị tài liệu họp giao ban tuần', atDay(now, 3, 8), 'pending')
    if (task) remindedOf(b, task[0])
  }
}

/** What the platform told of a task, and that its deadline moved. */
function remindedOf(b: Builder, id: string): void {
  const entries = [...(b.city.timeline.get(id)?.entries ?? [])]
  const task = b.city.task.get(id)
  if (!task) return
  const entry = (at: number, kind: string, data: TimelineEntry['data']): TimelineEntry => ({
    version: entries.length + 1,
    at: iso(at),
    kind,
    official: null,
    post: null,
    behalfOf: null,
    basis: null,
    policy: 'timers',
    text: null,
    data,
  })
  const previous = iso(Date.parse(task.deadline) - DAY)
  entries.push(entry(b.now - 26 * HOUR, 'task.deadline-adjusted', { previous, deadline: task.deadline, nominal: previous }))
  entries.push(entry(b.now - 2 * HOUR, 'task.reminded', { kind: 'past', days: 3, to: ['lead', 'chaser', 'leader'] }))
  b.city.timeline.set(id, { entries })
  b.city.task.set(id, { ...task, remindedAt: iso(b.now - 2 * HOUR) })
}

/** A ward's chairman is on a mission, his specialist stands in; a director goes on leave next week. */
function seedAbsences({ city, signIns, now }: Builder): void {
  const held = (login: string) => {
    const official = signIns.find((each) => each.login === login)?.official ?? ''
    return { official, post: [...city.post].find(([, each]) => each.holder === official)?.[0] ?? '' }
  }
  const absence = (of: string, from: number, to: number, kind: Absence['kind'], standIns: Absence['standIns']): Absence => ({
    official: held(of).official,
    standIns,
    start: iso(from),
    end: iso(to),
    kind,
    inForce: from <= now,
    cancelled: false,
    toldAt: iso(now - DAY),
  })
  const standIn = { standIn: held('chuyen.vien').post, post: null }
  city.absence.set('away-now', absence('chu.tich.phuong', atDay(now, -1, 7, 30), atDay(now, 4, 17), 'mission', [standIn]))
  city.absence.set('away-soon', absence('giam.doc', atDay(now, 6, 7, 30), atDay(now, 9, 17), 'leave', []))
}
