/**
 * A conversation of 20,000 messages in the web app, at a CPU slowed 6 times: from the start of the navigation to its newest messages,
 * all from disk, and how smoothly one scrolls up through what is older.
 */
import type { Browser, CDPSession, Page } from '@playwright/test'
import { live, openApp } from '../support/app.ts'
import { bundle } from '../support/bundle.ts'
import { city, people, type Session } from '../support/city.ts'
import { act, type Actor, actor } from '../support/talk.ts'
import { median, round } from './figures.ts'
import { opened, SLOWDOWN, slowed } from './opening.ts'

const MESSAGES = 20_000
const AT_ONCE = 32
const PAGE = 100
const RUNS = 5
/** Pixels, and pixels a second: some 340 messages, more than three screens a second. */
const DISTANCE = 24_000
const SPEED = 2_400

const TEXTS = [
  'Đã rõ.',
  'Tổ 3 báo: mực nước tại hẻm 48 còn **12 cm**, đang rút chậm.',
  'Đề nghị các tổ trưởng gửi số hộ bị ngập trước 16 giờ, ghi rõ tên đường và số nhà để đối chiếu với danh sách của phường.',
  'Em gửi danh sách:\n- hẻm 48: 5 hộ\n- hẻm 62: 4 hộ\n- đường Tôn Đức Thắng: 2 hộ',
  'Anh xem giúp https://phuong.example/bao-cao nhé',
  'Vâng ạ 👍',
]

/** The figures; needs the server of CONGVU_E2E_READY. */
export async function talk(browser: Browser): Promise<object> {
  const [chairman, specialist] = [await actor(people.wardChairman()), await actor(people.wardSpecialist())]
  const channel = await conversation(chairman, specialist)
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  const kept = await page.evaluate<number>(keeping(channel, await told(specialist.session, channel), await bundle('history.ts')))
  await page.close()
  const times: number[] = []
  const scrolled: Frames[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const slow = await context.newPage()
    const devtools = await slowed(slow)
    times.push(await opened(slow, `/trao-doi/${channel}`, '.talk-lines .message'))
    scrolled.push(await scroll(slow, devtools))
    await slow.close()
  }
  await context.close()
  return {
    opened: { rows: kept, cpuSlowdown: SLOWDOWN, ms: median(times), runs: times.map(round) },
    scrolled: { rows: kept, cpuSlowdown: SLOWDOWN, framesPerSecond: median(scrolled.map(({ mean }) => mean)), runs: scrolled },
  }
}

/** Everybody says something in turn. */
async function conversation(chairman: Actor, specialist: Actor): Promise<string> {
  const title = `Nhật ký ${Date.now()}`
  const { position } = await act(chairman, 'channel.create', { kind: 'group', title, members: [specialist.session.official] })
  const { channels } = await ask<{ channels: { nodes: { id: string; name: string }[] } }>(
    chairman.session,
    `{ channels(first: 100) { nodes { id name } } }`,
    {},
    position,
  )
  const channel = plain(channels.nodes.find(({ name }) => name === title)!.id)
  let said = 0
  const speak = async (): Promise<void> => {
    while (said < MESSAGES) {
      const number = (said += 1)
      await act(number % 3 ? chairman : specialist, 'message.post', { channel, text: TEXTS[number % TEXTS.length]! })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, speak))
  return channel
}

const HISTORY = `query ($channel: ID!, $before: Int) { messages(channel: $channel, before: $before, first: ${PAGE}) { nodes { id row } hasBefore } }`

interface Told {
  readonly id: string
  readonly row: { readonly order: number; readonly number: number }
}

/** All that was said there, as the server tells it page by page. */
async function told(session: Session, channel: string): Promise<[number, object][]> {
  const said: [number, object][] = []
  for (let before: number | undefined, more = true; more; ) {
    const { messages } = await ask<{ messages: { nodes: Told[]; hasBefore: boolean } }>(session, HISTORY, { channel, before })
    for (const { id, row } of messages.nodes) said.push([row.number, { ...row, id: plain(id) }])
    before = messages.nodes[0]?.row.order
    more = messages.hasBefore
  }
  return said
}

/** As the app keeps what one has read; how many it then has. */
const keeping = (place: string, values: [number, object][], history: string): string => `(async () => {
  ${history}
  const { name } = (await indexedDB.databases()).find(({ name }) => name.endsWith(':history'))
  const kept = new congvu.History(name.replace(/:history$/, ''))
  await kept.put(${JSON.stringify(place)}, ${JSON.stringify(values)})
  const { length } = await kept.range(${JSON.stringify(place)}, 1, ${MESSAGES})
  await kept.close()
  return length
})()`

interface Frames {
  /** A second, over the whole way, and in its worst second. */
  readonly mean: number
  readonly worst: number
  /** The longest wait for one, in milliseconds. */
  readonly longest: number
}

/** Once the page has come to rest one scrolls up through what is older; what the page draws meanwhile. */
async function scroll(page: Page, devtools: CDPSession): Promise<Frames> {
  await live(page)
  await page.evaluate('new Promise((resolve) => requestIdleCallback(() => resolve()))')
  await page.evaluate(`(() => {
    window.drawn = []
    const frame = (at) => (window.drawn.push(at), requestAnimationFrame(frame))
    requestAnimationFrame(frame)
  })()`)
  const { x, y, width, height } = (await page.locator('.talk-lines').boundingBox())!
  await devtools.send('Input.synthesizeScrollGesture', {
    x: Math.round(x + width / 2),
    y: Math.round(y + height / 2),
    yDistance: DISTANCE,
    speed: SPEED,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  return framesOf(await page.evaluate<number[]>('window.drawn'))
}

function framesOf(at: readonly number[]): Frames {
  const seconds = (at.at(-1)! - at[0]!) / 1000
  const gaps = at.slice(1).map((each, index) => each - at[index]!)
  const within = at.map((begin) => at.filter((each) => each >= begin && each < begin + 1000).length)
  const whole = within.slice(0, at.findIndex((each) => each > at.at(-1)! - 1000))
  return { mean: round((at.length - 1) / seconds), worst: Math.min(...whole), longest: round(Math.max(...gaps)) }
}

/** The answer as of a position in the log, or later. */
async function ask<T>(session: Session, query: string, variables: object, position = 0): Promise<T> {
  const answer = await fetch(new URL('/graphql', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}`, 'congvu-at-least': `${position}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await answer.json()) as { data: T; errors?: { message: string }[] }
  if (errors) throw new Error(errors[0]!.message)
  return data
}

/** The uuid in an id of the graph. */
function plain(id: string): string {
  return Buffer.from(id, 'base64url').toString().split(':')[1]!
}
