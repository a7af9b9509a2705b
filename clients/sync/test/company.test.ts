import 'fake-indexeddb/auto'
import fc from 'fast-check'
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
  /** Seconds go by, with time for answers to arrive. */
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      lab.advance(1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
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

  it('sends again what may not have arrived, and no longer once it has', async () => {
    const sync = await open()
    await live(sync)
    sync.markRead('c-1', 4)
    lab.advance(1000)
    await until(() => told('read').length === 1)
    lab.cut()
    lab.mend()
    await pass(60)
    await until(() => told('read').length === 2)
    await pass(80)
    lab.cut()
    lab.mend()
    await pass(60)
    await live(sync)
    expect(told('read')).toEqual(Array(2).fill({ t: 'read', reads: [['c-1', 4]] }))
  })

  it('loses nothing that was read when the leader goes before it has sent it', async () => {
    const tab = browser.tab()
    await live(await open(tab))
    const second = await open()
    await live(second)
    second.markRead('c-1', 6)
    browser.kill(tab)
    await until(() => second.status().leader)
    await pass(3)
    await until(() => told('read').length > 0)
    expect(told('read')).toEqual([{ t: 'read', reads: [['c-1', 6]] }])
    opened.shift()
  })

  it('sends what was read when the page goes out of sight, without waiting', async () => {
    const tab = browser.tab()
    const sync = await open(tab)
    await live(sync)
    sync.markRead('c-1', 3)
    tab.show(false)
    await until(() => told('read').length === 1)
  })

  it('has the same numbers in all tabs and on the server, the greatest, whatever happened', async () => {
    const place = fc.constantFrom('c-1', 'c-2', 'c-3')
    const number = fc.integer({ min: 1, max: 20 })
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ mark: place, number, tab: fc.nat(1) }) },
      { weight: 2, arbitrary: fc.record({ elsewhere: place, number }) },
      { weight: 1, arbitrary: fc.record({ network: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ reload: fc.nat(1), killed: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ seconds: fc.integer({ min: 1, max: 40 }) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        globalThis.indexedDB = new IDBFactory()
        gateway = new Gateway()
        lab = new Lab(gateway)
        browser = new Browser()
        const tabs = [browser.tab(), browser.tab()]
        const syncs = [await open(tabs[0]), await open(tabs[1])]
        const all = new Map<string, number>()
        const read = (id: string, number: number): void => void all.set(id, Math.max(number, all.get(id) ?? 0))
        const server = new Map<string, number>()
        for (const step of steps) {
          if ('mark' in step) {
            syncs[step.tab]!.markRead(step.mark, step.number)
            read(step.mark, step.number)
          } else if ('elsewhere' in step) {
            server.set(step.elsewhere, Math.max(step.number, server.get(step.elsewhere) ?? 0))
            read(step.elsewhere, step.number)
            gateway.tell({ t: 'reads', reads: [[step.elsewhere, step.number]], stamp: 's' })
          } else if ('network' in step) {
            if (step.network) lab.mend()
            else lab.cut()
          } else if ('reload' in step) {
            // What was read in the last second before a crash of the only tab may be read again.
            await pass(2)
            const old = syncs[step.reload]!
            if (step.killed) browser.kill(tabs[step.reload]!)
            else await old.close()
            opened.splice(opened.indexOf(old), 1)
            syncs[step.reload] = await open((tabs[step.reload] = browser.tab()))
          } else await pass(step.seconds)
        }
        lab.mend()
        await pass(70)
        for (const sync of syncs) await live(sync)
        gateway.tell({ t: 'reads', reads: [...server], stamp: 's' })
        await pass(2)
        for (const frame of told('read')) if (frame.t === 'read') for (const [id, n] of frame.reads) server.set(id, Math.max(n, server.get(id) ?? 0))
        for (const sync of syncs) expect(new Map([...sync.reads()].sort())).toEqual(new Map([...all].sort()))
        expect(new Map([...server].sort())).toEqual(new Map([...all].sort()))
        for (const sync of opened.splice(0)) await sync.close()
      }),
      { numRuns: 40 },
    )
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

  it('tells a tab that comes later, or asks again, who is there', async () => {
    const first = await open()
    await live(first)
    first.watch(['o-2', 'o-3'])
    await until(() => told('watch').length > 0)
    gateway.tell({ t: 'presence', people: [['o-2', 'online', null], ['o-3', 'idle', null]] })
    await until(() => first.presence('o-3').state === 'idle')
    const frames = told('watch').length
    const second = await open()
    await live(second)
    const leave = second.watch(['o-3'])
    await until(() => second.presence('o-3').state === 'idle')
    leave()
    expect(second.presence('o-3').state).toBe('offline')
    second.watch(['o-3'])
    await until(() => second.presence('o-3').state === 'idle')
    expect(told('watch')).toHaveLength(frames)
  })

  it('knows of nobody that they are there while there is no connection', async () => {
    const first = await open()
    await live(first)
    const second = await open()
    await live(second)
    second.watch(['o-2'])
    await until(() => told('watch').some((frame) => frame.t === 'watch' && frame.people.length > 0))
    gateway.tell({ t: 'presence', people: [['o-2', 'online', null]] })
    await until(() => second.presence('o-2').state === 'online' && first.presence('o-2').state === 'online')
    let heard = 0
    second.onCompany(() => heard++, 'presence')
    second.onCompany(() => expect.fail('nothing was read'), 'reads')
    lab.cut()
    await until(() => second.presence('o-2').state === 'offline')
    expect(first.presence('o-2')).toEqual({ state: 'offline', at: null })
    expect(heard).toBe(1)
  })

  it('counts as in sight what is shown in tabs that are, and a device as looking while any of them is', async () => {
    const [front, back] = [browser.tab(), browser.tab()]
    const first = await open(front)
    await live(first)
    first.show('c-1')
    const second = await open(back)
    await live(second)
    second.show('c-2')
    const last = () => told('sight').at(-1)
    const seen = (looking: boolean, subjects: string[]) =>
      until(() => JSON.stringify(last()) === JSON.stringify({ t: 'sight', looking, subjects }))
    await seen(true, ['c-1', 'c-2'])
    back.show(false)
    await seen(true, ['c-1'])
    front.show(false)
    await seen(false, [])
    back.show(true)
    await seen(true, ['c-2'])
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
