import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { openSync, type Sent, type Sync } from '../src/index.ts'
import { Browser, Gateway, Lab, type Tab, until } from './stand-in.ts'

const TASKS = 4

/** What may happen, in any order, to a device with up to two tabs. */
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('send' as const), tab: fc.nat(1), task: fc.nat(TASKS - 1), hold: fc.boolean() }),
    fc.record({ do: fc.constant('undo' as const), tab: fc.nat(1) }),
    fc.record({ do: fc.constantFrom('reload' as const, 'crash' as const), tab: fc.nat(1) }),
    fc.record({ do: fc.constantFrom('cut' as const, 'sever' as const, 'mend' as const, 'fail' as const, 'silent' as const, 'well' as const) }),
    fc.record({ do: fc.constant('wait' as const), for: fc.constantFrom(10, 400, 6000, 40_000) }),
    fc.record({ do: fc.constantFrom('hide' as const, 'freeze' as const, 'show' as const), tab: fc.nat(1) }),
    fc.record({ do: fc.constant('rest' as const) }),
  ),
  { maxLength: 25 },
)

type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never

class World {
  gateway = new Gateway()
  lab = new Lab(this.gateway)
  browser = new Browser()
  tabs: { sync: Sync; tab: Tab }[] = []
  sent: (Sent & { undone: boolean; sync: Sync; crashed: boolean })[] = []

  async open(): Promise<void> {
    const tab = this.browser.tab()
    const network = tab.network(this.lab)
    const options = { url: 'ws://gateway/sync', official: 'o-1', token: async () => 'good', network }
    this.tabs.push({ tab, sync: await openSync({ ...options, locks: tab, channel: tab.channel, sight: tab }) })
  }

  async begin(): Promise<void> {
    globalThis.indexedDB = new IDBFactory()
    for (let task = 0; task < TASKS; task++) this.gateway.write('task', `t-${task}`, ['post:1'], { state: 'assigned', task })
    await this.open()
    await this.open()
  }

  async step(step: Step): Promise<void> {
    if ('tab' in step) this.look(step.tab, step.do)
    if (step.do === 'send') this.send(this.tabs[step.tab]!.sync, step.task, step.hold)
    if (step.do === 'undo') this.undo(this.tabs[step.tab]!.sync)
    if (step.do === 'reload' || step.do === 'crash') await this.replace(step.tab, step.do === 'crash')
    if (step.do === 'cut' || step.do === 'sever' || step.do === 'mend') this.lab[step.do]()
    if (step.do === 'fail') this.gateway.mood = 'failing'
    if (step.do === 'silent' || step.do === 'well') this.gateway.mood = step.do
    if (step.do === 'wait') this.lab.advance(step.for)
    if (step.do === 'rest') for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  /** Who touches a tab sees it; one out of sight may be frozen. */
  look(index: number, what: Step['do']): void {
    const { tab } = this.tabs[index]!
    const hidden = what === 'hide' || what === 'freeze'
    if (!hidden) tab.thaw()
    tab.show(!hidden)
    if (what === 'freeze') tab.freeze()
  }

  send(sync: Sync, task: number, hold: boolean): void {
    const optimistic = [{ collection: 'task', id: `t-${task}`, patch: { state: 'accepted' } }]
    const sent = sync.send('task.accept', { task: `t-${task}` }, { optimistic, holdMs: hold ? 5000 : 0 })
    expect(sync.row<{ state: string }>('task', `t-${task}`)?.fields.state).toBe('accepted')
    this.sent.push({ ...sent, undone: false, sync, crashed: false })
  }

  undo(sync: Sync): void {
    const last = this.sent.filter((sent) => sent.sync === sync).at(-1)
    if (last && !last.crashed) last.undone ||= last.undo()
  }

  /** A tab is closed, or dies without a word once what it gave is stored, and another is opened. */
  async replace(index: number, crash: boolean): Promise<void> {
    const [old] = this.tabs.splice(index, 1)
    await until(() => old!.sync.outbox().every((entry) => entry.state !== 'held' || entry.heldUntil > 0))
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    if (crash) this.browser.kill(old!.tab)
    await old!.sync.close()
    for (const sent of this.sent) if (sent.sync === old!.sync) sent.crashed = true
    await this.open()
  }

  /** Peace: a gateway that answers, a new connection to it, and time passes. */
  async settle(): Promise<void> {
    this.gateway.mood = 'well'
    this.lab.cut()
    this.lab.mend()
    for (const index of this.tabs.keys()) this.look(index, 'show')
    const done = (): boolean => this.tabs.every(({ sync }) => sync.outbox().length === 0 && sync.status().connection === 'live')
    // First in steps so small that tabs hear each other's answers in time.
    for (let round = 0; round < 200 && (round < 10 || !done()); round++) {
      this.lab.advance(round < 10 ? 1000 : 5000)
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(this.tabs.map(({ sync }) => [sync.status().connection, sync.outbox()])).toEqual([['live', []], ['live', []]])
  }

  /** All done once; each tab's in its order; what is shown is what is there. */
  check(): void {
    const { executed, received } = this.gateway
    const due = this.sent.filter((sent) => !sent.undone)
    expect([...executed].sort()).toEqual(due.map((sent) => sent.id).sort())
    for (const sync of new Set(due.map((sent) => sent.sync))) {
      const own = due.filter((sent) => sent.sync === sync).map((sent) => sent.id)
      expect(executed.filter((id) => own.includes(id))).toEqual(own)
    }
    const accepted = new Set(received.filter(({ id }) => executed.includes(id)).map(({ args }) => (args as { task: string }).task))
    for (const { sync } of this.tabs) {
      for (const row of sync.rows<{ state: string }>('task').values()) {
        expect(row).toMatchObject({ pending: false, fields: { state: accepted.has(row.id) ? 'accepted' : 'assigned' } })
      }
      expect(sync.rows('task').size).toBe(TASKS)
    }
  }

  async end(): Promise<void> {
    for (const { sync } of this.tabs) await sync.close()
  }
}

describe('whatever happens to network, gateway, tabs and browser', () => {
  it('every command is done once, in its order, unless undone; and all tabs end up with the truth', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const world = new World()
        await world.begin()
        for (const step of all) await world.step(step)
        await world.settle()
        world.check()
        await world.end()
      }),
      { numRuns: 150 },
    )
  })

  const send = (tab: number): Step => ({ do: 'send', tab, task: 0, hold: false })
  const held: Step = { do: 'send', tab: 1, task: 0, hold: true }
  const freeze: Step = { do: 'freeze', tab: 0 }
  const reload: Step = { do: 'reload', tab: 1 }
  const found: Record<string, Step[]> = {
    'a leader that slept keeps no command that another tab settled': [send(0), freeze, { do: 'wait', for: 40_000 }, reload, { do: 'rest' }],
    'a leader that slept takes nothing over from the disk any more': [send(0), freeze, { do: 'wait', for: 6000 }, reload, send(1)],
    'what is undone while the lead passes on stays undone': [held, { do: 'hide', tab: 1 }, { do: 'reload', tab: 0 }, { do: 'undo', tab: 0 }],
  }
  it.each(Object.entries(found))('%s', async (_, all) => {
    const world = new World()
    await world.begin()
    for (const step of all) await world.step(step)
    await world.settle()
    world.check()
    await world.end()
  })
})
