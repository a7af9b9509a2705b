/** The SDK against the real server, in bare pages: live, offline, two tabs, access lost. */
import { type Browser, type BrowserContext, expect, test } from '@playwright/test'
import type { PostRow, Seat, TaskRow } from '@congvu/sync'
import { command, people, signIn } from '../support/city.ts'
import { type Device, openDevice, prepare } from '../support/device.ts'
import type { SignIn } from '../support/server.ts'

const NOW = Date.now()

async function device(browser: Browser, who: SignIn): Promise<{ device: Device; context: BrowserContext }> {
  const context = await browser.newContext()
  await prepare(context, who)
  const opened = await openDevice(context, who)
  await live(opened)
  return { device: opened, context }
}

const live = (on: Device): Promise<void> => expect.poll(async () => (await on.status()).connection, { timeout: 30_000 }).toBe('live')

/** The first seat that a signed-in official holds; waits until the directory is here. */
async function seat(of: Device): Promise<Seat & { post: string }> {
  const held = async (): Promise<{ id: string; fields: PostRow } | undefined> =>
    (await of.rows<PostRow>('post')).find((row) => row.fields.holder === of.session.official && row.fields.active)
  await expect.poll(held, { timeout: 30_000 }).toBeDefined()
  const { id, fields } = (await held())!
  return { unit: fields.unit, post: id }
}

/** The ward's chairman gives the ward's specialist a task; its id once the specialist has it. */
async function assign(from: Device, to: Device, title: string): Promise<string> {
  const [chairman, specialist] = [await seat(from), await seat(to)]
  const deadline = new Date(NOW + 86_400_000).toISOString()
  await from.send('task.assign', { title, lead: specialist, urgency: 'urgent', deadline }, { as: { post: chairman.post } })
  const found = async (): Promise<string | undefined> =>
    (await to.rows<TaskRow>('task')).find((row) => row.fields.title === title)?.id
  await expect.poll(found).toBeDefined()
  return (await found())!
}

const state = async (on: Device, id: string): Promise<string | undefined> => (await on.row<TaskRow>('task', id))?.fields.state

test('what one does, the other sees', async ({ browser }) => {
  const chairman = await device(browser, people.wardChairman())
  const specialist = await device(browser, people.wardSpecialist())
  const id = await assign(chairman.device, specialist.device, `Trực tiếp ${NOW}`)
  const { post } = await seat(specialist.device)
  await specialist.device.send('task.accept', { task: id }, { as: { post } })
  await expect.poll(() => state(chairman.device, id)).toBe('accepted')
  await expect.poll(() => specialist.device.outbox()).toEqual([])
  await chairman.context.close()
  await specialist.context.close()
})

test('offline: acted, loaded again, online: nothing lost, nothing twice', async ({ browser }) => {
  const chairman = await device(browser, people.wardChairman())
  const { device: phone, context } = await device(browser, people.wardSpecialist())
  const id = await assign(chairman.device, phone, `Mất mạng ${NOW}`)
  const { post } = await seat(phone)

  await context.setOffline(true)
  await expect.poll(async () => (await phone.status()).connection).not.toBe('live')
  const patch = (fields: object): readonly object[] => [{ collection: 'task', id, patch: fields }]
  await phone.send('task.accept', { task: id }, { as: { post }, optimistic: patch({ state: 'accepted' }) })
  const report = { task: id, percent: 40, text: 'Đã rà soát 4 khu phố' }
  await phone.send('task.report', report, { as: { post }, optimistic: patch({ percent: 40, state: 'in-progress' }) })
  await expect.poll(async () => (await phone.outbox()).map((entry) => entry.state)).toEqual(['kept', 'kept'])

  await phone.reload()
  expect(await phone.row<TaskRow>('task', id)).toMatchObject({ fields: { percent: 40, state: 'in-progress' }, pending: true })
  expect(await state(chairman.device, id)).toBe('assigned')

  await context.setOffline(false)
  await expect.poll(() => phone.outbox()).toEqual([])
  await expect.poll(async () => (await chairman.device.row<TaskRow>('task', id))?.fields.percent).toBe(40)
  expect(await phone.row<TaskRow>('task', id)).toMatchObject({ fields: { percent: 40, version: 3 }, pending: false })
  await chairman.context.close()
  await context.close()
})

test('two tabs have one socket, and the second takes over', async ({ browser }) => {
  const chairman = await device(browser, people.wardChairman())
  const context = await browser.newContext()
  let sockets = 0
  context.on('page', (page) => page.on('websocket', () => sockets++))
  await prepare(context, people.wardSpecialist())
  const first = await openDevice(context, people.wardSpecialist())
  await live(first)
  const second = await openDevice(context, people.wardSpecialist())
  await live(second)
  expect([(await first.status()).leader, (await second.status()).leader, sockets]).toEqual([true, false, 1])

  const id = await assign(chairman.device, second, `Hai thẻ ${NOW}`)
  const { post } = await seat(second)
  await second.send('task.accept', { task: id }, { as: { post } })
  await expect.poll(() => state(first, id)).toBe('accepted')

  await first.page.close()
  await expect.poll(async () => (await second.status()).leader).toBe(true)
  await live(second)
  await second.send('task.report', { task: id, percent: 10, text: 'Tiếp tục' }, { as: { post } })
  await expect.poll(async () => (await chairman.device.row<TaskRow>('task', id))?.fields.percent).toBe(10)
  await chairman.context.close()
  await context.close()
})

test('a leader out of sight gives the lead to the tab in sight', async ({ browser }) => {
  const { device: first, context } = await device(browser, people.wardSpecialist())
  await first.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  const second = await openDevice(context, people.wardSpecialist())
  await expect.poll(async () => (await second.status()).leader).toBe(true)
  await live(second)
  await expect.poll(async () => (await first.status()).leader).toBe(false)
  await live(first)
  await expect.poll(async () => (await first.status()).head).toBe((await second.status()).head)
  await second.page.close()
  await expect.poll(async () => (await first.status()).leader).toBe(true)
  await context.close()
})

test('refused work is given back', async ({ browser }) => {
  const { device: phone, context } = await device(browser, people.wardSpecialist())
  const { post } = await seat(phone)
  await phone.send('task.accept', { task: '00000000-0000-7000-8000-000000000000' }, { as: { post } })
  await expect.poll(async () => (await phone.outbox()).map((entry) => entry.state)).toEqual(['refused'])
  const [entry] = await phone.outbox()
  expect(entry?.problem?.code).toBeTruthy()
  await context.close()
})

test('access lost while online removes it from the device', async ({ browser }) => {
  const chairman = await device(browser, people.wardChairman())
  const { device: phone, context } = await device(browser, people.wardSpecialist())
  const id = await assign(chairman.device, phone, `Mất quyền ${NOW}`)
  const seats = (await phone.rows<PostRow>('post')).filter((row) => row.fields.holder === phone.session.official)
  const administrator = await device(browser, people.administrator())
  const { post: office } = await seat(administrator.device)
  const session = await signIn(people.administrator())
  const handOver = async (holder: string | null): Promise<void> => {
    for (const { id: post } of seats) await command(session, 'post.handOver', { post, holder }, office)
  }

  await handOver(null)
  await expect.poll(() => phone.row('task', id)).toBeNull()
  expect((await phone.rows('post')).length).toBeGreaterThan(0)
  await phone.reload()
  expect(await phone.row('task', id)).toBeNull()

  await handOver(phone.session.official)
  const back = async (): Promise<number> =>
    (await phone.rows<PostRow>('post')).filter((row) => row.fields.holder === phone.session.official).length
  await expect.poll(back).toBe(seats.length)
  await Promise.all([chairman.context.close(), context.close(), administrator.context.close()])
})
