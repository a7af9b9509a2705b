import { describe, expect, test } from 'vitest'
import { doneOf, filesOf, labelsFor, labelsInUse, linesOf, moved, spelled } from '../src/model/content'
import { contentOf, EMPTY } from '../src/model/draft'
import type { Outline, Template, TimelineEntry } from '../src/model/rows'
import { BLANK, chosen, dueBy, filled, keeper, keptUnits, type Kept } from '../src/model/template'
import { Workdays } from '../src/model/workdays'
import { org, seat, task } from './examples'

const at = (local: string) => Date.parse(`${local}:00+07:00`)
/** Friday. */
const NOW = at('2026-11-20T09:00')

describe('a checklist', () => {
  test('is typed or pasted line by line, without what lists begin their lines with', () => {
    expect(linesOf('- Chụp ảnh\n\n[ ] Lập biên bản\n  • Gửi báo cáo ')).toEqual(['Chụp ảnh', 'Lập biên bản', 'Gửi báo cáo'])
  })

  test('is moved within its bounds', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
  })

  test('counts what is done', () => {
    expect(doneOf([{ id: 'a', text: 'a', doneAt: '2026-11-20T01:00:00Z', doneBy: 'phat' }, { id: 'b', text: 'b', doneAt: null, doneBy: null }])).toBe(1)
  })
})

describe('labels', () => {
  const known = labelsInUse([{ fields: { labels: ['ngập', 'khẩn cấp'] } }, { fields: { labels: ['ngập'] } }])

  test('are offered by how often they are used', () => {
    expect(known).toEqual(['ngập', 'khẩn cấp'])
  })

  test('are found without marks; a new one is offered last, unless there it is already', () => {
    expect(labelsFor('khan', known, [], 8)).toEqual(['khẩn cấp', 'khan'])
    expect(labelsFor('ngập', known, [], 8)).toEqual(['ngập'])
    expect(labelsFor('ngập', known, ['ngập'], 8)).toEqual([])
  })

  test('are spelled as the server spells them', () => {
    expect(spelled('  Chống   NGẬP ')).toBe('chống ngập')
  })
})

test('files are those of the assignment and of what was told, the newest first', () => {
  const entry = (version: number, kind: string, data: object): TimelineEntry => ({
    version,
    at: `2026-11-20T0${version}:00:00Z`,
    kind,
    official: 'phat',
    post: null,
    behalfOf: null,
    basis: null,
    policy: null,
    text: null,
    data: data as Record<string, unknown>,
  })
  const timeline = [
    entry(1, 'task.assigned', { files: ['plan'] }),
    entry(2, 'task.reported', { percent: 50, files: ['photo'] }),
    entry(3, 'task.reported', { percent: 75 }),
    entry(4, 'task.submitted', { files: ['minutes'] }),
  ]
  const shown = filesOf(task({ files: ['plan'] }), timeline)
  expect(shown.map(({ kind, files, percent }) => [kind, files, percent])).toEqual([
    ['task.submitted', ['minutes'], null],
    ['task.reported', ['photo'], 50],
    ['task.assigned', ['plan'], null],
  ])
})

describe('a template', () => {
  const workdays = new Workdays([{ day: '2026-11-23', working: false, name: 'nghỉ', source: 'decided' }])

  test('proposes the end of its last day’s hours; a day off, and hours that are over, move to the next working one', () => {
    expect(dueBy({ days: 2, of: 'working' }, NOW, workdays)).toBe(at('2026-11-25T17:00'))
    expect(dueBy({ days: 1, of: 'calendar' }, NOW, workdays)).toBe(at('2026-11-24T17:00'))
    expect(dueBy({ days: 0, of: 'working' }, at('2026-11-20T18:00'), workdays)).toBe(at('2026-11-24T17:00'))
  })

  const outline: Outline = { ...BLANK, title: 'Kiểm tra', checklist: ['a'], labels: ['pccc'], weight: 2, term: { days: 0, of: 'working' } }
  const row = (id: string, more: Partial<Template> = {}): Kept => ({
    id,
    fields: { unit: 'saigon', name: 'Kiểm tra PCCC', outline, retired: false, createdAt: '', updatedAt: '', version: 3, ...more },
  })

  test('fills a draft, and leaves open what it does not say', () => {
    const draft = filled({ ...EMPTY, to: [seat('finance')], title: 'cũ' }, row('t'), NOW, workdays)
    expect(draft).toMatchObject({ title: 'Kiểm tra', to: [seat('finance')], deadline: at('2026-11-20T17:00') })
    expect(contentOf(draft)).toEqual({ checklist: ['a'], labels: ['pccc'], weight: 2, template: { id: 't', version: 3 } })
    expect(contentOf(EMPTY)).toEqual({})
  })

  test('gives a task: many recipients do not stay', () => {
    const many = { ...EMPTY, to: [seat('finance'), seat('saigon')] }
    expect(filled(many, row('t'), NOW, workdays).to).toEqual([])
  })

  test('is found by name, task and label, without marks; what was put away is apart', () => {
    const all = [row('a'), row('b', { name: 'Báo cáo' }), row('c', { retired: true })]
    expect(chosen(all, 'pccc kiem', false).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(chosen(all, 'bao cao', false).map(({ id }) => id)).toEqual(['b'])
    expect(chosen(all, '', true).map(({ id }) => id)).toEqual(['c'])
  })

  test('is kept by the desk of its unit, and by nobody else in it', () => {
    expect(keeper('saigon', ['ward'], org)).toBe('ward')
    expect(keeper('saigon', ['specialist'], org)).toBeUndefined()
    expect(keptUnits(['ward', 'specialist'], org)).toEqual(['saigon'])
  })
})
