/** Which delegations hold, will or did, and what a post can lend. */
import { describe, expect, test } from 'vitest'
import { delegations, lendable } from '../src/model/delegation'
import type { Delegation } from '../src/model/rows'
import { NOW, org } from './examples'

const DAY = 86_400_000

const row = (id: string, from: number, until: number, more: Partial<Delegation> = {}) => ({
  id,
  fields: {
    giver: 'chairman',
    receiver: 'deputy',
    powers: ['approve'],
    start: new Date(NOW + from * DAY).toISOString(),
    end: new Date(NOW + until * DAY).toISOString(),
    paper: '12/GUQ',
    inForce: from <= 0 && until >= 0,
    revoked: false,
    remindedAt: null,
    ...more,
  },
})

describe('delegations', () => {
  test('that hold or will come first, the next to end before others; then those that ended, the last first', () => {
    const rows = [row('long ago', -9, -8), row('over', -3, -1), row('back', -2, 2, { revoked: true }), row('later', 1, 9), row('now', -1, 3)]
    expect(delegations(rows, NOW).map(({ id, standing }) => [id, standing])).toEqual([
      ['now', 'now'],
      ['later', 'coming'],
      ['back', 'revoked'],
      ['over', 'over'],
      ['long ago', 'over'],
    ])
  })

  test('hold at their last moment still', () => {
    expect(delegations([row('last', -1, 0)], NOW)[0]?.standing).toBe('now')
  })
})

describe('a post can lend', () => {
  test('deciding on what it assigned, whoever it is', () => {
    expect(lendable('specialist', org)).toEqual(['approve'])
  })

  test('assigning where it leads, and what it was given', () => {
    expect(lendable('ward', org)).toEqual(['approve', 'assign'])
    expect(lendable('chairman', org)).toEqual(['approve', 'assign', 'issue-directive'])
  })

  test('nothing, if it is not known here', () => {
    expect(lendable('nowhere', org)).toEqual([])
  })
})
