import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSync, type Sync } from '../src/index.ts'
import { Browser, Gateway, Lab, type Tab, until } from './stand-in.ts'

describe('what people learn of each other', () => {
  let gateway: Gateway
  let lab: Lab
  let browser: Browser
  const opened: Sync[] = []

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    gateway = new Gateway()
    lab = new Lab(gateway)
    browser = new Browser()
  })
  afterEach(async () => {
    for (const sync of opened.splice(0)) await sync.close()
  })

  async function open(tab: Tab = browser.tab()): Promise<Sync> {
    const token = async (): Promise<string> => 'good'
    const parts = { network: tab.network(lab), locks: tab, channel: tab.channel, sight: tab }
    const sync = await openSync({ url: 'ws://gateway/sync', official: 'o-1', token, ...parts })
    opened.push(sync)
    return sync
  }
  const live = async (sync: Sync): Promise<void> => until(() => sync.status().connection === 'live')
  const told = (t: string) => gateway.told.filter((frame) => frame.t === t)

  it('sends what was read, gathered, and never a smaller number', async () => {
    const sync = await open()
    await live(sync)
    for (const number of [3, 7, 5]) sync.markRead('c-1', number)
    sync.markRead('c-2', 1)
    lab.advance(1000)
    await until(() => told('read').length > 0)
    expect(told('read')).toEqual([{ t: 'read', reads: [['c-1', 7], ['c-2', 1]] }])
    expect(sync.reads().get('c-1')).toBe(7)
  })

  it('keeps what was read without a network, and sends it in the next session', async () => {
    const sync = await open()
    await live(sync)
    lab.cut()
    sync.markRead('c-1', 4)
    lab.advance(1000)
    await sync.close()
    const again = await open()
    expect(again.reads().get('c-1')).toBe(4)
    lab.mend()
    await live(again)
    await until(() => told('read').length > 0)
    expect(told('read')).toEqual([{ t: 'read', reads: [['c-1', 4]] }])
  })

  it('hears what was read on other devices', async () => {
    const sync = await open()
    await live(sync)
    let heard = 0
    sync.onCompany(() => heard++)
    gateway.tell({ t: 'reads', reads: [['c-1', 9]], stamp: 's-1' })
    await until(() => sync.reads().get('c-1') === 9)
    sync.markRead('c-1', 8)
    expect(sync.reads().get('c-1')).toBe(9)
    expect(heard).toBe(1)
  })

  it('shows in every tab what is read in one, and sends it once', async () => {
    const first = await open()
    await live(first)
    const second = await open()
    await live(second)
    second.markRead('c-1', 2)
    await until(() => first.reads().get('c-1') === 2)
    lab.advance(1000)
    await until(() => told('read').length > 0)
    gateway.tell({ t: 'reads', reads: [['c-1', 5]] })
    await until(() => second.reads().get('c-1') === 5)
    expect(told('read')).toHaveLength(1)
  })

  it('watches the people of all tabs, and no longer those who left the screen', async () => {
    const first = await open()
    await live(first)
    const leave = first.watch(['o-2'])
    const second = await open()
    await live(second)
    second.watch(['o-3'])
    const last = () => told('watch').at(-1) as { people: string[] } | undefined
    await until(() => last()?.people.length === 2)
    leave()
    await until(() => last()?.people.join() === 'o-3')
    gateway.tell({ t: 'presence', people: [['o-3', 'online', null]] })
    await until(() => second.presence('o-3').state === 'online')
    expect(first.presence('o-3').state).toBe('online')
    expect(first.presence('o-9').state).toBe('offline')
  })

  it('says what is in sight, again in each session', async () => {
    const sync = await open()
    await live(sync)
    const leave = sync.show('c-1')
    const last = () => told('sight').at(-1)
    await until(() => JSON.stringify(last()) === JSON.stringify({ t: 'sight', looking: true, subjects: ['c-1'] }))
    const before = told('sight').length
    lab.cut()
    lab.mend()
    lab.advance(60_000)
    await until(() => told('sight').length > before)
    leave()
    await until(() => JSON.stringify(last()) === JSON.stringify({ t: 'sight', looking: true, subjects: [] }))
  })

  it('tells of typing at most once in three seconds, and forgets who typed after six', async () => {
    const sync = await open()
    await live(sync)
    for (let time = 0; time < 4; time++) {
      sync.typing('channel:c-1')
      lab.advance(1000)
    }
    await until(() => told('ephemeral').length === 2)
    gateway.tell({ t: 'ephemeral', scope: 'channel:c-1', from: 'o-2', kind: 'typing', data: {} })
    await until(() => sync.typers('channel:c-1').join() === 'o-2')
    lab.advance(6001)
    expect(sync.typers('channel:c-1')).toEqual([])
  })
})
