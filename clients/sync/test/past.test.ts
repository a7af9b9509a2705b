import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inThread, openSync, type Sync } from '../src/index.ts'
import { Browser, Gateway, Lab, type Tab, until } from './stand-in.ts'

interface Message {
  id: string
  number: number
  text: string
}

describe('what the rows leave behind', () => {
  let gateway: Gateway
  let lab: Lab
  let browser: Browser
  const opened: Sync[] = []

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    gateway = new Gateway()
    gateway.messages = 3
    lab = new Lab(gateway)
    browser = new Browser()
    for (const channel of ['c-1', 'c-2']) gateway.write('channel', channel, [`channel:${channel}`], {})
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const sync of opened.splice(0)) await sync.close()
  })

  async function open(tab: Tab = browser.tab()): Promise<Sync> {
    const token = async (): Promise<string> => 'good'
    const parts = { network: tab.network(lab), locks: tab, channel: tab.channel, sight: tab }
    const sync = await openSync({ url: 'ws://gateway/sync', official: 'o-1', token, ...parts })
    opened.push(sync)
    await until(() => sync.status().connection === 'live')
    return sync
  }
  /** Messages of a channel as they are posted, from one number to another. */
  function say(channel: string, from: number, to = from, more: object = {}): void {
    for (let number = from; number <= to; number++) {
      const said = { channel, order: gateway.head + 1, number, thread: null, text: `tin ${number}`, version: 1, ...more }
      gateway.write('message', `${channel}-m-${number}`, [`channel:${channel}`], said)
    }
  }
  const rows = (sync: Sync): string[] => [...sync.rows('message').keys()].sort()
  const kept = async (sync: Sync, channel = 'c-1'): Promise<string[]> =>
    (await sync.history.page<Message>(channel, { after: 0, limit: 50 })).values.map(({ text }) => text)
  const eventually = async (sync: Sync, texts: string[], channel = 'c-1'): Promise<void> => {
    for (let turn = 0; turn < 200 && (await kept(sync, channel)).join() !== texts.join(); turn++);
    expect(await kept(sync, channel)).toEqual(texts)
  }

  it('is kept: messages that fell out of their window, each channel by itself', async () => {
    const sync = await open()
    say('c-1', 1, 5)
    say('c-2', 1, 3)
    await until(() => rows(sync).length === 6)
    expect(rows(sync)).toEqual(['c-1-m-3', 'c-1-m-4', 'c-1-m-5', 'c-2-m-1', 'c-2-m-2', 'c-2-m-3'])
    await eventually(sync, ['tin 1', 'tin 2'])
    expect(await kept(sync, 'c-2')).toEqual([])
    const page = await sync.history.page<Message>('c-1', { before: 4, limit: 3 })
    expect(page.values.map(({ id }) => id)).toEqual(['c-1-m-1', 'c-1-m-2'])
    expect(page.missing).toEqual([[3, 3]])
  })

  it('stays readable after a reload without a network, with the gap that a long absence left', async () => {
    const before = await open()
    say('c-1', 1, 4)
    await eventually(before, ['tin 1'])
    await before.close()
    say('c-1', 5, 12)
    const after = await open()
    await eventually(after, ['tin 1', 'tin 2', 'tin 3', 'tin 4'])
    await after.close()
    lab.cut()
    const token = async (): Promise<string> => 'good'
    const tab = browser.tab()
    const away = await openSync({ url: '', official: 'o-1', token, network: tab.network(lab), locks: tab, channel: tab.channel, sight: tab })
    opened.push(away)
    const page = await away.history.page<Message>('c-1', { before: 10, limit: 9 })
    expect(page.values.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect(page.missing).toEqual([[5, 9]])
    expect(rows(away)).toEqual(['c-1-m-10', 'c-1-m-11', 'c-1-m-12'])
  })

  it('keeps answers under their thread', async () => {
    const sync = await open()
    say('c-1', 1)
    gateway.write('message', 'a-1', ['channel:c-1'], { channel: 'c-1', order: 4, number: 0, thread: 'c-1-m-1', text: 'trả lời' })
    say('c-1', 2, 4)
    await eventually(sync, ['tin 1'])
    const answers = async (): Promise<Message[]> => sync.history.range<Message>(inThread('c-1', 'c-1-m-1'), 0, 100)
    for (let turn = 0; turn < 100 && (await answers()).length === 0; turn++);
    expect(await answers()).toMatchObject([{ id: 'a-1', text: 'trả lời' }])
  })

  it('takes over an edit that arrives of a message that is kept', async () => {
    const sync = await open()
    say('c-1', 1, 3)
    await until(() => rows(sync).length === 3)
    await sync.history.put('c-1', [
      [2, { text: 'tin 2', version: 1 }],
      [3, { text: 'mới hơn', version: 7 }],
    ])
    say('c-1', 2, 3, { text: 'đã sửa', version: 2 })
    await eventually(sync, ['đã sửa', 'mới hơn'])
  })

  it('goes when its channel is heard no longer, whether that is told live or afterwards', async () => {
    const sync = await open()
    say('c-1', 1, 5)
    say('c-2', 1, 5)
    await eventually(sync, ['tin 1', 'tin 2'], 'c-2')
    await sync.history.put(inThread('c-1', 'c-1-m-1'), [[9, { text: 'trả lời' }]])
    gateway.revoke('channel:c-1')
    await eventually(sync, [])
    expect(await sync.history.range(inThread('c-1', 'c-1-m-1'), 0, 100)).toEqual([])
    expect(await kept(sync, 'c-2')).toEqual(['tin 1', 'tin 2'])
    await sync.close()
    gateway.revoke('channel:c-2')
    const again = await open()
    await eventually(again, [], 'c-2')
    await again.history.put('c-2', [[1, { text: 'quá muộn' }]])
    await again.close()
    await eventually(await open(), [], 'c-2')
  })

  it('goes when everything begins anew', async () => {
    const sync = await open()
    say('c-1', 1, 5)
    await eventually(sync, ['tin 1', 'tin 2'])
    gateway.begin()
    await eventually(sync, [])
  })

  it('is the same for all tabs, and goes on under a new leader', async () => {
    const tab = browser.tab()
    const first = await open(tab)
    const second = await open()
    say('c-1', 1, 4)
    await eventually(second, ['tin 1'])
    browser.kill(tab)
    await until(() => second.status().leader && second.status().connection === 'live')
    say('c-1', 5)
    await eventually(second, ['tin 1', 'tin 2'])
    opened.splice(opened.indexOf(first), 1)
  })

  it('is removed by wiping, in all tabs', async () => {
    const first = await open()
    const second = await open()
    say('c-1', 1, 5)
    await eventually(second, ['tin 1', 'tin 2'])
    await second.wipe()
    await until(() => first.rows('message').size === 0)
    expect(await indexedDB.databases()).toEqual([])
    expect(await kept(first)).toEqual([])
  })

  it('is nowhere where there is no disk, and all else works', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('private window', 'SecurityError')
    })
    const sync = await open()
    say('c-1', 1, 5)
    await until(() => rows(sync).join() === 'c-1-m-3,c-1-m-4,c-1-m-5')
    expect(sync.status().storage).toBe('memory')
    expect(await kept(sync)).toEqual([])
  })
})
