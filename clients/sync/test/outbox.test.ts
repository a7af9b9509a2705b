import { beforeEach, describe, expect, it } from 'vitest'
import { Outbox, type OutboxEntry } from '../src/outbox.ts'

const at = '2026-11-21T07:05:01.000Z'
const problem = { type: 'about:blank', title: 'Không', status: 409, detail: 'Đã xong', code: 'task.not-open' }
const entry = (id: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id,
  at,
  name: 'task.accept',
  as: { post: 'p-1' },
  args: { task: 't-1' },
  state: 'kept',
  heldUntil: 0,
  optimistic: [{ collection: 'task', id: 't-1', patch: { state: 'accepted' } }],
  ...more,
})

describe('the outbox', () => {
  let outbox: Outbox
  const states = () => outbox.list().map(({ id, state }) => `${id}:${state}`)

  beforeEach(() => {
    outbox = new Outbox()
  })

  it('sends in the order of ids, whatever the order of arrival', () => {
    outbox.put(entry('b'))
    outbox.put(entry('a'))
    expect(outbox.next()?.id).toBe('a')
    outbox.sent('a')
    expect(outbox.next()?.id).toBe('b')
  })

  it('keeps what follows an entry that may be undone behind it', () => {
    outbox.put(entry('a', { state: 'held', heldUntil: 5000 }))
    outbox.put(entry('b'))
    expect(outbox.next()).toBeNull()
    expect(outbox.undoable('a', 4999)).toBe(true)
    expect(outbox.undoable('a', 5000)).toBe(false)
    expect(outbox.release(5000)).toEqual([])
    expect(outbox.due).toBe(5300)
    expect(outbox.release(5300)).toHaveLength(1)
    expect(outbox.next()?.id).toBe('a')
    expect(outbox.due).toBeNull()
  })

  it('does not send, nor release, what is not yet stored', () => {
    outbox.put(entry('a', { state: 'held' }))
    expect(outbox.release(1e15)).toEqual([])
    expect(outbox.next()).toBeNull()
  })

  it('sends again, in order, what a lost connection left unanswered', () => {
    for (const id of ['a', 'b', 'c']) outbox.put(entry(id))
    for (const id of ['a', 'b']) outbox.sent(id)
    outbox.accepted('a', 7)
    outbox.disconnected()
    expect(states()).toEqual(['a:accepted', 'b:kept', 'c:kept'])
    expect(outbox.next()?.id).toBe('b')
  })

  it.each([
    ['the result first', ['accepted', 'settle']],
    ['the rows first', ['settle', 'accepted', 'settle']],
  ])('forgets an entry once rows at its position are here: %s', (_, steps) => {
    outbox.put(entry('a', { state: 'sent' }))
    for (const step of steps) {
      expect(outbox.get('a')).toBeDefined()
      if (step === 'accepted') outbox.accepted('a', 131)
      else outbox.settle(131)
    }
    expect(outbox.get('a')).toBeUndefined()
  })

  it('keeps an accepted entry while the rows are behind', () => {
    outbox.put(entry('a', { state: 'sent' }))
    outbox.accepted('a', 131)
    expect(outbox.settle(130)).toEqual([])
    expect(outbox.get('a')?.optimistic).toHaveLength(1)
  })

  it('gives refused work back without its optimistic change, and goes on', () => {
    outbox.put(entry('a', { state: 'sent' }))
    outbox.put(entry('b'))
    outbox.refused('a', problem)
    expect(outbox.get('a')).toMatchObject({ state: 'refused', problem, args: { task: 't-1' }, optimistic: [] })
    expect(outbox.next()?.id).toBe('b')
    expect(outbox.waiting).toBe(1)
  })

  it('is the same list until it changes', () => {
    outbox.put(entry('a'))
    const list = outbox.list()
    expect(outbox.list()).toBe(list)
    outbox.sent('a')
    expect(outbox.list()).not.toBe(list)
  })
})
