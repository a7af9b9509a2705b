/** Rules as one chooses them and as the RFC writes them; which recurring work is listed, and who decides about it. */
import { describe, expect, it } from 'vitest'
import { Organisation } from '../src/model/organisation'
import { decider, draftOf, emptyDraft, isDirective, lacks, listed, scheduleOf, unknownPlaceholder, wantedOf, whoseIs } from '../src/model/recurring'
import { LAST, rhythmFault, rhythmOf, ruleOf, USUAL_RHYTHM, type Rhythm } from '../src/model/rhythm'
import { sentence } from '../src/screens/recurring/said'
import type { Official, Post, Recurrence, Unit } from '../src/model/rows'

const START = '2026-06-10'
const RULES = [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;BYDAY=MO,FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
  'FREQ=MONTHLY;BYMONTHDAY=10,25,-1',
  'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5',
  'FREQ=MONTHLY;BYDAY=1MO',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15',
  'FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=14',
  'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=14',
  'FREQ=YEARLY;BYMONTH=2;BYDAY=2WE',
]

describe('rhythm', () => {
  it.each(RULES)('%s is what its choice says', (rule) => {
    const rhythm = rhythmOf(rule, START)
    expect(rhythm && ruleOf(rhythm)).toBe(rule)
  })

  it('what a rule leaves open is that of its first day, a Wednesday', () => {
    expect(rhythmOf('FREQ=WEEKLY', START)).toMatchObject({ every: 'week', weekdays: ['WE'] })
    expect(rhythmOf('FREQ=MONTHLY', START)).toMatchObject({ every: 'month', days: [10] })
    expect(rhythmOf('FREQ=YEARLY', START)).toMatchObject({ every: 'year', month: 6, days: [10] })
  })

  it.each([
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1',
    'FREQ=MONTHLY;BYMONTHDAY=-2',
    'FREQ=MONTHLY;BYMONTH=1,2;BYMONTHDAY=1',
    'FREQ=MONTHLY;BYMONTH=2,6,9,12;BYMONTHDAY=1',
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=1',
    'FREQ=DAILY;BYDAY=MO',
    'FREQ=MONTHLY;BYDAY=5MO',
  ])('%s cannot be chosen', (rule) => {
    expect(rhythmOf(rule, START)).toBeNull()
  })

  it('days come in order, the last at the end; none is a fault', () => {
    const month: Rhythm = { ...USUAL_RHYTHM, days: [LAST, 25, 10, 25] }
    expect(ruleOf(month)).toBe('FREQ=MONTHLY;BYMONTHDAY=10,25,-1')
    expect(rhythmFault(month)).toBeNull()
    expect(rhythmFault({ ...month, days: [] })).toBe('days')
    expect(rhythmFault({ ...month, days: [32] })).toBe('days')
    expect(rhythmFault({ ...month, interval: 0 })).toBe('interval')
    expect(rhythmFault({ ...month, every: 'week', weekdays: [] })).toBe('weekdays')
    expect(rhythmFault({ ...month, every: 'day', days: [] })).toBeNull()
  })
})

const unit = (id: string, parent: string | null): [string, { id: string; fields: Unit }] => [
  id,
  { id, fields: { name: `Phường ${id}`, parent, state: 'active', predecessors: [] } as unknown as Unit },
]
const post = (id: string, where: string, holder: string | null, more: Partial<Post> = {}): [string, { id: string; fields: Post }] => [
  id,
  { id, fields: { title: id, unit: where, holder, active: true, leading: true, intake: false, order: 1, powers: [], ...more } as unknown as Post },
]
const org = new Organisation(
  new Map([unit('city', null), unit('a', 'city'), unit('b', 'city')]),
  new Map([
    post('mayor', 'city', 'binh', { powers: [{ name: 'issue-directive', unit: 'city' }] as never }),
    post('head', 'a', 'an'),
    post('clerk', 'a', 'chi', { leading: false }),
    post('gone', 'a', null, { leading: false }),
  ]),
  new Map<string, { id: string; fields: Official }>(),
)

function recurrence(fields: Partial<Recurrence>): Recurrence {
  const { wanted: _, ...draft } = { wanted: null, ...emptyDraft(START) }
  const wanted = wantedOf({ ...draft, title: 'Báo cáo {kỳ}', to: [{ unit: 'a', post: 'clerk' }] })
  return { seat: { unit: 'city', post: 'mayor' }, wanted, schedule: draft.schedule, state: 'active', title: wanted.title, nextDay: '2026-06-25', ...fields } as Recurrence
}

describe('recurring work', () => {
  it('is mine, asked of me, or of my unit', () => {
    expect(whoseIs(recurrence({}), ['mayor'], org)).toBe('mine')
    expect(whoseIs(recurrence({}), ['clerk'], org)).toBe('asked')
    expect(whoseIs(recurrence({}), ['head'], org)).toBe('unit')
  })

  it('is listed by what comes next, and found without marks', () => {
    const all = [
      { id: '1', fields: recurrence({ title: 'Họp tuần', nextDay: '2026-07-01' }) },
      { id: '2', fields: recurrence({ nextDay: '2026-06-25' }) },
      { id: '3', fields: recurrence({ nextDay: null, state: 'ended' }) },
    ]
    const choice = { whose: 'all', going: 'active', words: '', posts: ['mayor'], org } as const
    expect(listed(all, choice).map(({ id }) => id)).toEqual(['2', '1'])
    expect(listed(all, { ...choice, words: 'hop' }).map(({ id }) => id)).toEqual(['1'])
    expect(listed(all, { ...choice, words: 'phuong a bao' }).map(({ id }) => id)).toEqual(['2'])
    expect(listed(all, { ...choice, going: 'ended' }).map(({ id }) => id)).toEqual(['3'])
    expect(listed(all, { ...choice, whose: 'asked' })).toEqual([])
  })

  it('is decided on by its seat, and by the desk while nobody holds that', () => {
    expect(decider(recurrence({}), ['mayor'], org)).toBe('mayor')
    expect(decider(recurrence({}), ['head'], org)).toBeNull()
    expect(decider(recurrence({ seat: { unit: 'a', post: 'gone' } }), ['head'], org)).toBe('head')
    expect(decider(recurrence({ seat: { unit: 'a', post: 'clerk' } }), ['head'], org)).toBeNull()
  })

  it('goes back and forth between what is written and what is kept', () => {
    const fields = recurrence({})
    const draft = draftOf(fields)
    expect(wantedOf(draft)).toEqual(fields.wanted)
    expect(scheduleOf(draft)).toEqual(fields.schedule)
    const strange = { ...fields, schedule: { ...fields.schedule, rule: 'FREQ=DAILY;BYDAY=MO' } }
    expect(scheduleOf(draftOf(strange)).rule).toBe('FREQ=DAILY;BYDAY=MO')
  })

  it('says from which day months count only where that is not their first', () => {
    const draft = emptyDraft(START)
    const begun = (begins: number, period: Recurrence['schedule']['period'] = 'month') => ({ ...draft, schedule: { ...draft.schedule, period, begins } })
    expect(scheduleOf(begun(15))).toEqual({ ...scheduleOf(draft), begins: 15 })
    expect(scheduleOf(begun(1))).toEqual(scheduleOf(draft))
    expect(scheduleOf(begun(15, 'week'))).toEqual({ ...scheduleOf(draft), period: 'week' })
    expect(sentence(scheduleOf(begun(15)))).toContain('về tháng này (số liệu từ ngày 15 của tháng liền trước kỳ)')
    expect(sentence(scheduleOf(begun(1)))).not.toContain('số liệu')
    for (const wrong of [0, 29, 1.5, NaN]) expect(lacks(begun(wrong), 'mayor', org)).toContain('begins')
    expect(lacks(begun(NaN, 'day'), 'mayor', org)).not.toContain('begins')
  })

  it('lacks what is missing or wrong, and nothing else', () => {
    const whole = { ...emptyDraft(START), title: 'Báo cáo {kỳ}', to: [{ unit: 'a', post: 'clerk' }] }
    expect(lacks(whole, 'mayor', org)).toEqual([])
    expect(lacks({ ...emptyDraft(START) }, 'mayor', org)).toEqual(['title', 'to'])
    expect(lacks({ ...whole, title: '{tháng}' }, 'mayor', org)).toEqual(['placeholder'])
    const many = { ...whole, to: [{ unit: 'a', post: null }, { unit: 'b', post: null }] }
    expect(isDirective(many)).toBe(true)
    expect(wantedOf(many)).toMatchObject({ lead: null, units: ['a', 'b'], description: 'Báo cáo {kỳ}' })
    expect(lacks(many, 'mayor', org)).toEqual([])
    expect(lacks(many, 'head', org)).toEqual(['notAllowed'])
    expect(lacks({ ...many, to: [...whole.to, { unit: 'b', post: null }] }, 'mayor', org)).toEqual(['people'])
    const { schedule } = whole
    expect(lacks({ ...whole, schedule: { ...schedule, until: '2026-06-09' } }, 'mayor', org)).toEqual(['until'])
    expect(lacks({ ...whole, schedule: { ...schedule, due: { days: 0, working: true, at: '08:00' } } }, 'mayor', org)).toEqual(['due'])
    expect(lacks({ ...whole, schedule: { ...schedule, due: { days: NaN, working: true, at: '08:00' } } }, 'mayor', org)).toEqual(['offset'])
    expect(lacks({ ...whole, schedule: { ...schedule, at: '' } }, 'mayor', org)).toContain('clock')
  })

  it('knows which placeholders stand for something, however their marks are typed', () => {
    expect(unknownPlaceholder('Báo cáo {kỳ} {từ ngày}–{đến ngày}, chốt {ngày chốt}, {hạn}'.normalize('NFD'))).toBeNull()
    expect(unknownPlaceholder('Báo cáo {tháng}')).toBe('tháng')
  })
})
