import { expect, it } from 'vitest'
import type { Network } from '../src/connection.ts'
import { Outbox, type OutboxEntry } from '../src/outbox.ts'
import { Sender } from '../src/sender.ts'

const network: Network = {
  open: () => {
    throw new Error('nothing is opened here')
  },
  watch: () => () => {},
  now: () => 10_000,
  random: () => 0,
  after: () => () => {},
}

const held = (id: string): OutboxEntry => ({
  id,
  at: '2026-11-21T07:05:01.000Z',
  name: 'task.accept',
  as: { post: 'p-1' },
  args: { task: 't-1' },
  state: 'held',
  heldUntil: 1,
  optimistic: [],
})

it('goes on after a listener that throws', () => {
  const outbox = new Outbox()
  const listeners = [
    () => {
      throw new Error('a screen is broken')
    },
  ]
  const sender = new Sender(network, outbox, () => {}, () => listeners.pop()?.())
  outbox.put(held('a'))
  expect(() => sender.run(null)).toThrow('a screen is broken')
  outbox.put(held('b'))
  sender.run(null)
  expect(outbox.get('b')?.state).toBe('kept')
})
