import { describe, expect, test } from 'vitest'
import { answered, count, dotOf, lineAt, slow, total } from '../src/model/board'
import { csv } from '../src/model/csv'
import { line, NOW } from './examples'

const given = line({
  state: 'submitted',
  openedAt: '2026-11-20T00:10:00Z',
  acceptedAt: '2026-11-20T00:12:00Z',
  answeredAt: '2026-11-20T00:40:00Z',
  submittedAt: '2026-11-20T00:40:00Z',
  percent: 100,
  answers: { ho: 12 },
})

describe('a dot', () => {
  test.each([
    ['not opened', line(), 'sent'],
    ['opened', line({ openedAt: '2026-11-20T00:10:00Z' }), 'opened'],
    ['accepted', line({ state: 'accepted' }), 'accepted'],
    ['working', line({ state: 'in-progress' }), 'working'],
    ['returned is working again', line({ state: 'returned' }), 'working'],
    ['submitted', given, 'submitted'],
    ['done', line({ state: 'completed' }), 'done'],
    ['declined', line({ state: 'declined' }), 'declined'],
    ['past its deadline', line({ state: 'accepted', deadline: '2026-11-20T00:30:00Z' }), 'late'],
    ['submitted is never late', { ...given, deadline: '2026-11-20T00:30:00Z' }, 'submitted'],
  ] as const)('%s', (_what, each, dot) => {
    expect(dotOf(each, NOW)).toBe(dot)
  })
})

describe('the board in the past', () => {
  const dotAt = (time: string) => dotOf(lineAt(given, Date.parse(time)), Date.parse(time))
  test('each dot goes back the way it came', () => {
    expect(dotAt('2026-11-20T00:05:00Z')).toBe('sent')
    expect(dotAt('2026-11-20T00:11:00Z')).toBe('opened')
    expect(dotAt('2026-11-20T00:20:00Z')).toBe('accepted')
    expect(dotAt('2026-11-20T00:50:00Z')).toBe('submitted')
  })

  test('answers not yet given are not shown', () => {
    expect(lineAt(given, Date.parse('2026-11-20T00:20:00Z')).answers).toEqual({})
  })

  test('now, a line is as it is', () => {
    expect(lineAt(given, NOW)).toEqual(given)
  })
})

test('the slow are those who gave nothing yet; who declined is not', () => {
  expect(slow([line(), given, line({ unit: 'b', state: 'declined' }), line({ unit: 'c', state: 'accepted' })])).toEqual([
    'saigon',
    'c',
  ])
})

test('dots are counted by state', () => {
  expect(count(['late', 'late', 'done'])).toMatchObject({ late: 2, done: 1, sent: 0 })
})

describe('answers added up', () => {
  const question = (kind: 'number' | 'choice' | 'text', options: string[] = []) => ({
    key: 'ho',
    label: '',
    kind,
    options,
    required: true,
    unit: null,
  })
  test('numbers are summed', () => {
    expect(total(question('number'), [given, line({ answers: { ho: 30 } }), line()])).toEqual({
      kind: 'number',
      sum: 42,
      answered: 2,
    })
  })

  test('choices are counted, those nobody chose too', () => {
    const lines = [line({ answers: { ho: 'A' } }), line({ answers: { ho: 'A' } })]
    expect(total(question('choice', ['A', 'B']), lines)).toEqual({ kind: 'choice', counts: { A: 2, B: 0 }, answered: 2 })
  })
})

describe('the file of answers', () => {
  test('quotes what needs it, and marks itself as UTF-8', () => {
    expect(
      csv([
        ['Phường "A", mới', 12],
        ['hai\ndòng', null],
      ]),
    ).toBe('\ufeff"Phường ""A"", mới",12\r\n"hai\ndòng",\r\n')
  })

  test('an answer never runs as a formula', () => {
    expect(csv([['=1+1', '@x', '-2', -2]])).toBe("\ufeff'=1+1,'@x,'-2,-2\r\n")
  })
})

test('answered is who answered the form or submitted; declined is not', () => {
  expect(answered([line(), given, line({ answeredAt: '2026-11-20T00:40:00Z' }), line({ state: 'declined' })])).toBe(2)
})
