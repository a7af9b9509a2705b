import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSync, type Outcome, SignedOut, type Sync, type SyncOptions } from '../src/index.ts'
import { Browser, Gateway, Lab, type Tab, until } from './stand-in.ts'

const problem = { type: 'about:blank', title: 'Không', status: 409, detail: 'Đã xong', code: 'task.not-open' }
const optimistic = [{ collection: 'task', id: 't-1', patch: { state: 'accepted' } }] as const

describe('a device', () => {
  let gateway: Gateway
  let lab: Lab
  let browser: Browser
  const opened: Sync[] = []

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    gateway = new Gateway()
    lab = new Lab(gateway)
    browser = new Browser()
    gateway.write('task', 't-1', ['post:1'], { title: 'Rà soát', state: 'assigned' })
    gateway.write('unit', 'u-1', ['all'], { name: 'Phường Sài Gòn' })
  })
  afterEach(async () => {
    for (const sync of opened.splice(0)) await sync.close()
  })

  async function open(more: Partial<SyncOptions> = {}, tab: Tab = browser.tab()): Promise<Sync> {
    const token = async (): Promise<string> => 'good'
    const options = { url: 'ws://gateway/sync', official: 'o-1', token, network: tab.network(lab), locks: tab, channel: tab.channel, sight: tab }
    const sync = await openSync({ ...options, ...more })
    opened.push(sync)
    return sync
  }
  /** Seconds go by, with time for answers to arrive. */
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      lab.advance(1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const live = async (sync: Sync): Promise<void> => until(() => sync.status().connection === 'live')
  const state = (sync: Sync): unknown => sync.row<{ state: string }>('task', 't-1')?.fields.state
  const accept = (sync: Sync, holdMs = 0) => sync.send('task.accept', { task: 't-1' }, { optimistic, holdMs, as: { post: 'p-1' } })
  const states = (sync: Sync): string[] => sync.outbox().map((entry) => entry.state)

  it('shows what the server sends, and goes on from its cursor after a reload without a network', async () => {
    const first = await open()
    await live(first)
    expect([...first.rows('unit').keys()]).toEqual(['u-1'])
    await first.close()
    lab.cut()
    const again = await open()
    expect(state(again)).toBe('assigned')
    expect(again.status()).toMatchObject({ head: 2 })
    gateway.write('task', 't-2', ['post:1'], { state: 'assigned' })
    lab.mend()
    await until(() => again.rows('task').size === 2)
    await live(again)
  })

  it('shows an action at once and its truth once it has arrived', async () => {
    const sync = await open()
    await live(sync)
    const sent = accept(sync)
    expect(sync.row('task', 't-1')).toMatchObject({ fields: { state: 'accepted', title: 'Rà soát' }, pending: true })
    expect(await sent.done).toEqual({ status: 'accepted', position: 3 })
    await until(() => sync.outbox().length === 0)
    expect(sync.row('task', 't-1')).toMatchObject({ fields: { state: 'accepted' }, position: 3, pending: false })
  })

  it('keeps maps, rows and lists identical until they change', async () => {
    const sync = await open()
    await live(sync)
    const [tasks, units, version] = [sync.rows('task'), sync.rows('unit'), sync.version('task')]
    let calls = 0
    sync.subscribe('task', () => calls++)
    accept(sync)
    expect(sync.rows('task')).not.toBe(tasks)
    expect(sync.version('task')).toBeGreaterThan(version)
    expect(calls).toBe(1)
    expect(sync.rows('unit')).toBe(units)
  })

  it('loses nothing that was done offline, over a reload, and does nothing twice', async () => {
    const sync = await open()
    await live(sync)
    lab.cut()
    await until(() => sync.status().connection === 'offline')
    accept(sync)
    accept(sync)
    await until(() => states(sync).join() === 'kept,kept')
    await sync.close()
    const again = await open()
    expect(state(again)).toBe('accepted')
    expect(again.status().waiting).toBe(2)
    expect(gateway.executed).toEqual([])
    lab.mend()
    await until(() => again.outbox().length === 0)
    expect(gateway.executed).toHaveLength(2)
    expect(gateway.received.map(({ seq }) => seq)).toEqual([1, 2])
    expect(again.row('task', 't-1')).toMatchObject({ fields: { state: 'accepted' }, pending: false })
  })

  it('sends again what was not answered when the connection broke, with the same id', async () => {
    const sync = await open()
    await live(sync)
    gateway.mood = 'silent'
    const sent = accept(sync)
    await until(() => gateway.received.length === 1)
    expect(states(sync)).toEqual(['sent'])
    gateway.mood = 'well'
    lab.cut()
    lab.mend()
    expect((await sent.done).status).toBe('accepted')
    expect(new Set(gateway.received.map(({ id }) => id))).toEqual(new Set([sent.id]))
    expect(gateway.executed).toEqual([sent.id])
  })

  it('pauses after a temporary failure, then sends in order from the number that failed', async () => {
    const sync = await open()
    await live(sync)
    gateway.mood = 'failing'
    const sent = [accept(sync), accept(sync)]
    await until(() => gateway.received.length > 0 && states(sync).join() === 'kept,kept')
    gateway.mood = 'well'
    const failed = gateway.received.length
    lab.advance(1000)
    await until(() => sync.outbox().length === 0)
    expect(gateway.received.slice(failed).map(({ id }) => id)).toEqual(sent.map(({ id }) => id))
    expect(gateway.received.slice(failed).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('gives refused work back, and forgets it when told to', async () => {
    const sync = await open()
    await live(sync)
    gateway.refusing = problem
    const outcome: Outcome = await accept(sync).done
    expect(outcome).toEqual({ status: 'refused', problem })
    expect(sync.outbox()[0]).toMatchObject({ state: 'refused', args: { task: 't-1' }, problem })
    expect(state(sync)).toBe('assigned')
    await sync.close()
    const again = await open()
    expect(states(again)).toEqual(['refused'])
    again.discard(again.outbox()[0]!.id)
    expect(again.outbox()).toEqual([])
  })

  it('holds back what may be undone, and sends it after its time', async () => {
    const sync = await open()
    await live(sync)
    const undone = accept(sync, 5000)
    expect(undone.undo()).toBe(true)
    expect(await undone.done).toEqual({ status: 'undone' })
    expect(state(sync)).toBe('assigned')
    const sent = accept(sync, 5000)
    await until(() => states(sync).join() === 'held')
    lab.advance(5000)
    expect(gateway.received).toEqual([])
    expect(sent.undo()).toBe(false)
    lab.advance(1000)
    expect((await sent.done).status).toBe('accepted')
    expect(gateway.received.map(({ id }) => id)).toEqual([sent.id])
  })

  it('drops a change at once when there was nothing to do', async () => {
    const sync = await open()
    await live(sync)
    await accept(sync).done
    expect(await accept(sync).done).toEqual({ status: 'accepted', position: null })
    await until(() => sync.outbox().length === 0)
  })

  it('removes what may no longer be seen, from the disk too', async () => {
    const sync = await open()
    await live(sync)
    gateway.revoke('post:1')
    await until(() => sync.rows('task').size === 0)
    await sync.close()
    lab.cut()
    const again = await open()
    expect(again.rows('task').size).toBe(0)
    expect(again.rows('unit').size).toBe(1)
  })

  it('asks for a new token once, then says signed out, and comes back when told', async () => {
    gateway.tokens.clear()
    const asked: boolean[] = []
    const token = async (renew: boolean): Promise<string> => (asked.push(renew), 'good')
    const sync = await open({ token })
    await until(() => lab.sockets.length === 1 && lab.sockets[0]!.readyState === 3)
    lab.advance(1000)
    await until(() => sync.status().connection === 'signed-out')
    expect(asked).toEqual([false, true])
    gateway.tokens.add('good')
    sync.reconnect()
    await live(sync)
  })

  it('renews the token a minute before it ends', async () => {
    const exp = lab.time / 1000 + 300
    const jwt = `e30.${btoa(JSON.stringify({ exp })).replaceAll('=', '')}.x`
    gateway.tokens.add(jwt)
    const sync = await open({ token: async (renew) => (renew ? 'good' : jwt) })
    await live(sync)
    await pass(230)
    expect(gateway.offered).toEqual([jwt])
    await pass(15)
    expect(gateway.offered).toEqual([jwt, 'good'])
    expect(sync.status().connection).toBe('live')
  })

  it('is signed out when there is no token at all', async () => {
    const sync = await open({ token: () => Promise.reject(new SignedOut()) })
    await until(() => sync.status().connection === 'signed-out')
  })

  it('tries again, with growing waits, while the gateway is away', async () => {
    gateway.up = false
    const sync = await open()
    await until(() => sync.status().connection === 'offline')
    for (const wait of [250, 500, 1000]) {
      const before = lab.sockets.length
      lab.advance(wait)
      expect(lab.sockets.length).toBe(before + 1)
      await until(() => lab.sockets.at(-1)!.readyState === 3)
    }
    gateway.up = true
    lab.advance(2000)
    await live(sync)
  })

  it('is offline as soon as the browser says so, and goes on trying', async () => {
    const sync = await open()
    await live(sync)
    lab.sever()
    expect(sync.status().connection).toBe('offline')
    lab.up = true
    lab.advance(1000)
    await live(sync)
  })

  it('notices a dead connection when the screen comes back', async () => {
    const sync = await open()
    await live(sync)
    gateway.receive = () => {}
    lab.mend()
    lab.advance(5000)
    await until(() => lab.sockets[0]!.readyState === 3)
    expect(sync.status().connection).not.toBe('live')
  })

  it('removes everything when wiped', async () => {
    const sync = await open()
    await live(sync)
    accept(sync, 5000)
    await sync.wipe()
    expect(sync.rows('task').size + sync.outbox().length).toBe(0)
    expect(await indexedDB.databases()).toEqual([])
  })

  it('keeps two devices apart', async () => {
    const sync = await open({ databaseName: 'phone' })
    await live(sync)
    await sync.close()
    lab.cut()
    const other = await open({ databaseName: 'office' })
    expect(other.rows('unit').size).toBe(0)
  })

  it('works, and says so, where the browser gives no storage', async () => {
    Reflect.deleteProperty(globalThis, 'indexedDB')
    const sync = await open()
    await live(sync)
    expect(sync.status().storage).toBe('memory')
    expect((await accept(sync).done).status).toBe('accepted')
  })

  describe('with two tabs', () => {
    let first: Sync
    let second: Sync
    let firstTab: Tab

    beforeEach(async () => {
      firstTab = browser.tab()
      first = await open({}, firstTab)
      await live(first)
      second = await open()
      await live(second)
    })

    it('has one connection and two equal views', async () => {
      expect(gateway.sockets.size).toBe(1)
      expect([first.status().leader, second.status().leader]).toEqual([true, false])
      gateway.write('task', 't-2', ['post:1'], { state: 'assigned' })
      await until(() => second.rows('task').size === 2)
      expect([...second.rows('task')]).toEqual([...first.rows('task')])
    })

    it('sends what the following tab does, and shows it in both', async () => {
      const sent = accept(second)
      expect(await sent.done).toEqual({ status: 'accepted', position: 3 })
      await until(() => first.outbox().length === 0 && second.outbox().length === 0)
      expect([state(first), state(second)]).toEqual(['accepted', 'accepted'])
    })

    it('undoes in the tab that follows what the leader holds', async () => {
      const sent = accept(second, 5000)
      await until(() => states(first).join() === 'held')
      expect(sent.undo()).toBe(true)
      await until(() => first.outbox().length === 0)
      lab.advance(10_000)
      expect(gateway.received).toEqual([])
    })

    it.each(['closed', 'killed'])('goes on when the leader is %s, with its unsent commands', async (how) => {
      gateway.mood = 'silent'
      const sent = accept(first)
      await until(() => gateway.received.length === 1)
      gateway.mood = 'well'
      if (how === 'closed') await first.close()
      else browser.kill(firstTab)
      await until(() => second.status().leader)
      await until(() => gateway.executed.length === 1 && second.outbox().length === 0)
      expect(gateway.executed).toEqual([sent.id])
      await live(second)
      gateway.write('task', 't-2', ['post:1'], { state: 'assigned' })
      await until(() => second.rows('task').size === 2)
    })

    it('sends what a tab stored and could not tell before it died', async () => {
      const tab = browser.tab()
      const third = await open({}, tab)
      await live(third)
      accept(third)
      browser.kill(tab)
      await until(() => gateway.executed.length === 1)
    })

    it('leads in the tab in sight, once the leader is out of sight', async () => {
      await pass(20)
      expect(first.status().leader).toBe(true)
      firstTab.show(false)
      await until(() => second.status().leader && !first.status().leader)
      await live(second)
      const sent = accept(first)
      expect((await sent.done).status).toBe('accepted')
      await until(() => state(second) === 'accepted' && first.outbox().length === 0)
      expect(gateway.sockets.size).toBe(1)
      firstTab.show(true)
      await pass(20)
      expect([first.status().leader, second.status().leader]).toEqual([false, true])
    })

    it('takes the lead from a frozen tab, which follows when it thaws', async () => {
      firstTab.show(false)
      firstTab.freeze()
      gateway.write('task', 't-2', ['post:1'], { state: 'assigned' })
      await until(() => gateway.sockets.size === 1)
      expect(second.rows('task').size).toBe(1)
      await pass(6)
      await live(second)
      await until(() => second.rows('task').size === 2)
      gateway.write('task', 't-2', ['post:1'], { state: 'accepted' })
      await until(() => second.row<{ state: string }>('task', 't-2')?.fields.state === 'accepted')
      firstTab.thaw()
      await until(() => !first.status().leader)
      gateway.write('task', 't-3', ['post:1'], { state: 'assigned' })
      await until(() => first.rows('task').size === 3 && second.rows('task').size === 3)
      expect([...first.rows('task')]).toEqual([...second.rows('task')])
      expect(gateway.sockets.size).toBe(1)
      await second.close()
      await until(() => first.status().leader)
      await live(first)
      expect(first.row<{ state: string }>('task', 't-2')?.fields.state).toBe('accepted')
    })

    it('wipes both', async () => {
      await first.wipe()
      await until(() => second.rows('unit').size === 0)
    })
  })
})
