import { expect, it } from 'vitest'
import { type Locks, Tabs } from '../src/tabs.ts'

it('may try again to lead after the browser refused', async () => {
  let refuses = true
  const locks: Locks = {
    request: async (name, _options, held) => {
      if (refuses && name.endsWith(':leader')) throw new DOMException('not active', 'InvalidStateError')
      void held()
    },
  }
  const channel = { postMessage: () => {}, onmessage: null, close: () => {} }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const tabs = new Tabs('me', 'device', locks, channel, () => {})
  let elected = 0
  tabs.lead(() => elected++, () => {})
  await turn()
  tabs.take()
  await turn()
  expect(elected).toBe(0)
  refuses = false
  tabs.take()
  await turn()
  expect(elected).toBe(1)
  tabs.close()
})
