import { beforeEach, describe, expect, it } from 'vitest'
import { Session, TooLarge } from '../src/session.ts'
import { WireError } from '../src/wire.ts'

const START = Date.parse('2026-11-21T07:05:00Z')
const WELCOME =
  '{"t":"welcome","v":1,"session":"5b0c1a52-0f0e-4b1a-9f6e-0d6a3a1f0001","head":130,"clock":"2026-11-21T07:06:00Z",' +
  '"limits":{"frame":1024,"commands":2,"window":50},"heartbeat":25}'
const greeting = { token: 'secret', device: 'd-1', schema: 7, cursor: 'c-0', open: ['below:u-1'], language: 'vi', reads: 's-0' }
const order = (id: string) => ({
  id,
  at: '2026-11-21T07:05:01.000Z',
  name: 'task.accept',
  as: { post: 'p-1' },
  args: { task: 't-1' },
})

describe('a session', () => {
  let session: Session
  const receive = (frame: string, now = START + 200) => session.receive(frame, now)

  beforeEach(() => {
    session = new Session()
  })

  function greeted(): void {
    session.hello(greeting, START)
    receive(WELCOME)
  }

  it('says hello with all that the server needs', () => {
    expect(JSON.parse(session.hello(greeting, START))).toEqual({
      t: 'hello',
      v: 1,
      token: 'secret',
      device: 'd-1',
      schema: 7,
      cursor: 'c-0',
      open: ['below:u-1'],
      language: 'vi',
      clock: '2026-11-21T07:05:00.000Z',
      reads: 's-0',
    })
  })

  it('measures the clock half-way between hello and welcome', () => {
    greeted()
    expect(session.offset).toBe(60_000 - 100)
    expect(session.window).toBe(50)
  })

  it('gives a page only at its end, whole', () => {
    greeted()
    expect(receive('{"t":"begin","to":130,"reset":["*"],"added":["all"],"dropped":["desk:u-2"]}')).toEqual([])
    expect(receive('{"t":"rows","rows":[["task","t-1",129,["post:p-1"],{"title":"Triều cường"}]]}')).toEqual([])
    expect(receive('{"t":"rows","rows":[["task","t-2",128,["post:p-1"],null]]}')).toEqual([])
    expect(session.phase).toBe('catching-up')
    expect(receive('{"t":"end","cursor":"c-1"}')).toEqual([
      {
        type: 'batch',
        batch: {
          to: 130,
          reset: ['*'],
          added: ['all'],
          dropped: ['desk:u-2'],
          rows: [
            ['task', 't-1', 129, ['post:p-1'], { title: 'Triều cường' }],
            ['task', 't-2', 128, ['post:p-1'], null],
          ],
          cursor: 'c-1',
        },
      },
    ])
    expect(session.phase).toBe('live')
  })

  it('is not live while scopes are still filling, nor behind the head, nor after lag', () => {
    greeted()
    const page = (to: number, end: string): void => {
      receive(`{"t":"begin","to":${to},"reset":[],"added":[],"dropped":[]}`)
      receive(end)
    }
    page(130, '{"t":"end","cursor":"c-1","more":true}')
    expect(session.phase).toBe('catching-up')
    page(129, '{"t":"end","cursor":"c-2"}')
    expect(session.phase).toBe('catching-up')
    page(131, '{"t":"end","cursor":"c-3"}')
    expect(session.phase).toBe('live')
    receive('{"t":"lag"}')
    expect(session.phase).toBe('catching-up')
  })

  it.each([
    ['rows outside of a page', '{"t":"rows","rows":[]}'],
    ['an end without a begin', '{"t":"end","cursor":"c-1"}'],
    ['a begin without a position', '{"t":"begin","reset":[],"added":[],"dropped":[]}'],
    ['what is not JSON', '{"t":'],
    ['what is no object', '[1]'],
  ])('refuses %s', (_, frame) => {
    greeted()
    expect(() => receive(frame)).toThrow(WireError)
  })

  it('refuses a second begin, and rows before welcome', () => {
    session.hello(greeting, START)
    const begin = '{"t":"begin","to":1,"reset":[],"added":[],"dropped":[]}'
    expect(() => receive(begin)).toThrow(WireError)
    receive(WELCOME)
    receive(begin)
    expect(() => receive(begin)).toThrow(WireError)
  })

  it('ignores kinds and fields it does not know', () => {
    greeted()
    expect(receive('{"t":"weather","sun":true}')).toEqual([])
    expect(receive('{"t":"pong","head":131,"mood":"calm"}')).toEqual([{ type: 'pong' }])
    expect(session.head).toBe(131)
  })

  it('numbers commands from 1 and sends no more than the server takes at once', () => {
    session.hello(greeting, START)
    expect(session.ready(START)).toBe(false)
    receive(WELCOME)
    expect(JSON.parse(session.command(order('c-1')))).toEqual({
      t: 'command',
      id: 'c-1',
      seq: 1,
      at: '2026-11-21T07:05:01.000Z',
      name: 'task.accept',
      as: { post: 'p-1' },
      args: { task: 't-1' },
    })
    expect(session.ready(START)).toBe(true)
    expect(session.command(order('c-2'))).toContain('"seq":2')
    expect(session.ready(START)).toBe(false)
    expect(receive('{"t":"result","id":"c-1","seq":1,"position":131}')).toEqual([
      { type: 'accepted', id: 'c-1', position: 131 },
    ])
    expect(session.ready(START)).toBe(true)
  })

  it('sends no more frames a second than the server takes', () => {
    greeted()
    let sent = 0
    while (session.ready(START)) {
      session.command(order(`c-${sent}`))
      receive(`{"t":"result","id":"c-${sent}","seq":${++sent}}`)
    }
    expect(sent).toBeLessThan(300)
    expect(session.ready(START + 1000)).toBe(true)
  })

  it('tells done, nothing to do, and refused apart', () => {
    greeted()
    session.command(order('c-1'))
    session.command(order('c-2'))
    expect(receive('{"t":"result","id":"c-1","seq":1}')).toEqual([{ type: 'accepted', id: 'c-1', position: null }])
    const problem = { type: 'about:blank', title: 'Không', status: 409, detail: 'Đã xong', code: 'task.not-open' }
    expect(receive(`{"t":"result","id":"c-2","seq":2,"problem":${JSON.stringify(problem)}}`)).toEqual([
      { type: 'refused', id: 'c-2', problem },
    ])
    expect(receive('{"t":"result","id":"c-2","seq":2,"position":140}')).toEqual([])
  })

  it('after a temporary failure waits for all answers, then counts on from the number that failed', () => {
    greeted()
    session.command(order('c-1'))
    receive('{"t":"result","id":"c-1","seq":1,"position":131}')
    session.command(order('c-2'))
    session.command(order('c-3'))
    expect(receive('{"t":"result","id":"c-2","seq":2,"retry":true}')).toEqual([])
    expect(session.ready(START)).toBe(false)
    expect(receive('{"t":"result","id":"c-3","seq":3,"retry":true}')).toEqual([{ type: 'retry' }])
    expect(session.command(order('c-2'))).toContain('"seq":2')
  })

  it('does not number a command that is too large', () => {
    greeted()
    expect(() => session.command({ ...order('c-1'), args: { text: 'ố'.repeat(500) } })).toThrow(TooLarge)
    expect(session.command(order('c-2'))).toContain('"seq":1')
  })

  it('pings every 25 s and gives up 10 s after an unanswered one', () => {
    greeted()
    expect(session.tick(START + 24_999)).toBeNull()
    expect(session.tick(START + 25_000)).toBe('ping')
    expect(session.ping(START + 25_000)).toBe('{"t":"ping"}')
    expect(session.due).toBe(START + 35_000)
    receive('{"t":"pong","head":130}', START + 25_100)
    expect(session.tick(START + 35_000)).toBeNull()
    session.ping(START + 50_000)
    expect(session.tick(START + 60_000)).toBe('dead')
  })

  it('gives up a server that does not welcome', () => {
    session.hello(greeting, START)
    expect(session.tick(START + 15_000)).toBe('dead')
  })

  it('passes on why the server ends', () => {
    session.hello(greeting, START)
    expect(receive('{"t":"bye","code":4503,"reason":"going away","retryAfter":3.2}')).toEqual([
      { type: 'bye', code: 4503, reason: 'going away', retryAfter: 3.2 },
    ])
  })
})
