import { beforeEach, describe, expect, it } from 'vitest'
import { Handover } from '../src/handover.ts'
import { type TabMessage, Tabs } from '../src/tabs.ts'
import { Browser, Gateway, Lab, type Tab } from './stand-in.ts'

describe('a leader out of sight', () => {
  let lab: Lab
  let tab: Tab
  let leads: boolean
  let posted: TabMessage[]
  let written: () => void
  let unwritten: (error: Error) => void
  let handover: Handover

  beforeEach(() => {
    lab = new Lab(new Gateway())
    tab = new Browser().tab()
    tab.show(false)
    leads = true
    posted = []
    const flushed = new Promise<void>((resolve, reject) => ([written, unwritten] = [resolve, reject]))
    const channel = { postMessage: (message: unknown) => void posted.push(message as TabMessage), onmessage: null, close: () => {} }
    const tabs = new Tabs('me', 'device', null, channel, () => {})
    handover = new Handover(tab, lab, tabs, () => leads, () => flushed)
  })
  const ask = (...tabs: string[]): void => tabs.forEach((from) => handover.received({ t: 'ask', tab: from }))
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  it('gives way to one of those that ask, once all is written', async () => {
    ask('a', 'b')
    await turn()
    expect(posted).toEqual([])
    written()
    await turn()
    ask('c')
    await turn()
    expect(posted).toEqual([{ t: 'yours', to: 'a' }])
  })

  it('gives way to the next when the first has not taken the lead', async () => {
    written()
    ask('a')
    await turn()
    lab.advance(5_000)
    ask('b')
    await turn()
    expect(posted).toEqual([{ t: 'yours', to: 'a' }, { t: 'yours', to: 'b' }])
  })

  it('gives way again once it leads again', async () => {
    written()
    ask('a')
    await turn()
    handover.received({ t: 'lead', from: 'a' })
    ask('b')
    await turn()
    expect(posted).toEqual([{ t: 'yours', to: 'a' }, { t: 'yours', to: 'b' }])
  })

  it('gives way though something could not be written', async () => {
    ask('a')
    unwritten(new Error('no room'))
    await turn()
    expect(posted).toEqual([{ t: 'yours', to: 'a' }])
  })

  it('has nothing to give when the lead was taken meanwhile', async () => {
    ask('a')
    leads = false
    written()
    await turn()
    expect(posted).toEqual([])
  })

  it('stays when it is in sight again, and says so to all', async () => {
    ask('a', 'b')
    tab.show(true)
    written()
    await turn()
    expect(posted).toEqual([{ t: 'stay', to: 'a' }, { t: 'stay', to: 'b' }])
  })
})
