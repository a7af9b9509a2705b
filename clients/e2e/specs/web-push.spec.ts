/** Notices in the browser: shown by the service worker, opened from storage without a network, acted on by their button. */
import { type BrowserContext, type CDPSession, expect, type Page, test, type Worker } from '@playwright/test'
import { accessible, live, openApp, visit } from '../support/app.ts'
import { city, command, people, type Session, signIn } from '../support/city.ts'

interface Shown {
  readonly title: string
  readonly tag: string
  readonly silent: boolean
  readonly actions: readonly string[]
}

/** A browser whose push service is the test itself. */
class Pushed {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly devtools: CDPSession,
    private readonly registration: string,
    private readonly worker: Worker,
  ) {}

  static async of(page: Page, context: BrowserContext): Promise<Pushed> {
    const origin = new URL(city().url).origin
    await context.grantPermissions(['notifications'], { origin })
    const devtools = await context.newCDPSession(page)
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [found] = registrations
        if (found) resolve(found.registrationId)
      })
    })
    await devtools.send('ServiceWorker.enable')
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready
      if (active?.state !== 'activated') await new Promise((resolve) => active?.addEventListener('statechange', resolve))
    })
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
    return new Pushed(page, context, devtools, await registered, worker)
  }

  /** A push message arrives. */
  async deliver(message: object): Promise<void> {
    const [origin, data] = [new URL(city().url).origin, JSON.stringify(message)]
    await this.devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: this.registration, data })
  }

  /** What is shown now. */
  shown(): Promise<Shown[]> {
    return this.worker.evaluate(async () => {
      const scope = globalThis as unknown as { registration: ServiceWorkerRegistration }
      const found = (await scope.registration.getNotifications()) as (Notification & { actions: { action: string }[] })[]
      return found.map(({ title, tag, silent, actions }) => ({ title, tag, silent: silent === true, actions: actions.map(({ action }) => action) }))
    })
  }

  /** How many pages of the app the service worker knows of. */
  pages(): Promise<number> {
    return this.worker.evaluate(async () => {
      const scope = globalThis as unknown as { clients: { matchAll(options: object): Promise<unknown[]> } }
      return (await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })).length
    })
  }

  /** The user presses a notification, or one of its buttons; resolves with what was opened anew, if anything. */
  press(tag: string, action = ''): Promise<string | null> {
    return this.worker.evaluate(
      async ([wanted, button]) => {
        const scope = globalThis as unknown as {
          registration: ServiceWorkerRegistration
          clients: { openWindow(url: string): Promise<null> }
          NotificationEvent: new (type: string, init: object) => Event
          dispatchEvent(event: Event): boolean
        }
        let opened: string | null = null
        scope.clients.openWindow = async (url) => ((opened = url), null)
        const [notification] = await scope.registration.getNotifications({ tag: wanted! })
        const waits: Promise<unknown>[] = []
        const event = new scope.NotificationEvent('notificationclick', { notification, action: button })
        Object.defineProperty(event, 'waitUntil', { value: (work: Promise<unknown>) => waits.push(work) })
        scope.dispatchEvent(event)
        await Promise.all(waits)
        return opened
      },
      [tag, action] as const,
    )
  }

  /** The browser has another subscription now; what the service worker asked the server, and how it answered. */
  renewed(made: { key: string; endpoint: string }): Promise<string[]> {
    return this.worker.evaluate(async ({ key, ...json }) => {
      const scope = globalThis as unknown as { fetch: typeof fetch; dispatchEvent(event: Event): boolean }
      const asked: string[] = []
      const original = scope.fetch
      scope.fetch = async (input, init) => {
        const answer = await original(input, init)
        asked.push(`${init?.method ?? 'GET'} ${String(input)} ${answer.status}`)
        return answer
      }
      const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0)).buffer
      const newSubscription = { options: { applicationServerKey: raw }, toJSON: () => json }
      const waits: Promise<unknown>[] = []
      const event = Object.assign(new Event('pushsubscriptionchange'), { newSubscription, waitUntil: (work: Promise<unknown>) => waits.push(work) })
      scope.dispatchEvent(event)
      await Promise.all(waits)
      scope.fetch = original
      return asked
    }, made)
  }
}

interface Place {
  readonly unit: string
  readonly post: string
}

/** The first seat of someone. */
async function seat(session: Session): Promise<Place> {
  const answer = await fetch(new URL('/graphql', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
    body: JSON.stringify({ query: '{ me { official { posts { id unit { id } } } } }' }),
  })
  const { data } = (await answer.json()) as { data: { me: { official: { posts: { id: string; unit: { id: string } }[] } } } }
  const plain = (id: string): string => atob(id.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1]!
  const [first] = data.me.official.posts
  return { unit: plain(first!.unit.id), post: plain(first!.id) }
}

/** The ward's chairman gives the specialist a task over HTTP; its address, once it is on the specialist's device. */
async function given(page: Page, title: string): Promise<string> {
  const [chairman, specialist] = [await signIn(people.wardChairman()), await signIn(people.wardSpecialist())]
  const lead = await seat(specialist)
  const deadline = new Date(Date.now() + 86_400_000).toISOString()
  await command(chairman, 'task.assign', { title, lead, urgency: 'normal', deadline }, (await seat(chairman)).post)
  await visit(page, '/don-vi?xep=created')
  const link = page.getByRole('link', { name: title })
  await expect(link).toBeVisible()
  return (await link.getAttribute('href'))!
}

function message(id: number, tag: string, url: string, more: object = {}): object {
  return { id, tag, urgent: false, language: 'vi', title: 'Việc mới', body: 'Đo mực nước', url, kind: 'task.assigned', actions: [], badge: 1, ...more }
}

test('a notice is shown once however often it comes, and opens its item without a network', async ({ browser }) => {
  const title = `Báo từ xa ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  const pushed = await Pushed.of(page, context)
  const path = await given(page, title)
  await visit(page, '/')
  await pushed.deliver(message(11, 'task:1', path))
  await expect.poll(() => pushed.shown()).toEqual([{ title: 'Việc mới', tag: 'task:1', silent: false, actions: [] }])
  await pushed.deliver(message(11, 'task:1', path))
  await expect.poll(() => pushed.shown()).toEqual([{ title: 'Việc mới', tag: 'task:1', silent: true, actions: [] }])
  await pushed.deliver(message(12, 'task:1', path, { title: 'Đôn đốc' }))
  await expect.poll(() => pushed.shown()).toEqual([{ title: 'Đôn đốc', tag: 'task:1', silent: false, actions: [] }])

  await context.setOffline(true)
  expect(await pushed.press('task:1')).toBeNull()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  expect(await pushed.shown()).toEqual([])
  await context.close()
})

test('with no page open one is opened, from storage, and the pressed button does its work there', async ({ browser }) => {
  const title = `Nhận từ thông báo ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  const pushed = await Pushed.of(page, context)
  const path = await given(page, title)
  await pushed.deliver(message(21, 'task:2', path, { actions: ['accept'] }))
  await expect.poll(() => pushed.shown()).toEqual([{ title: 'Việc mới', tag: 'task:2', silent: false, actions: ['accept', 'open'] }])
  await page.goto('about:blank')
  await expect.poll(() => pushed.pages()).toBe(0)
  await context.setOffline(true)
  const opened = await pushed.press('task:2', 'accept')
  expect(opened).toBe(`${path}?act=accept`)
  await page.goto(new URL(opened!, city().url).href)
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expect(page.locator('.state-tag', { hasText: 'Đã nhận' })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await context.setOffline(false)
  await live(page)
  await context.close()
})

test('a link that somebody wrote accepts nothing', async ({ browser }) => {
  const title = `Không tự nhận ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardSpecialist())
  const path = await given(page, title)
  await page.goto(new URL(`${path}?act=accept`, city().url).href)
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await expect(page.getByRole('button', { name: 'Nhận', exact: true })).toBeVisible()
  await context.close()
})

test('what cannot be read is still a notice', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist())
  const pushed = await Pushed.of(page, context)
  await pushed.deliver({})
  await expect.poll(() => pushed.shown()).toEqual([{ title: 'Bạn có thông báo mới', tag: 'notice', silent: false, actions: [] }])
  await context.close()
})

test('the settings say how my devices fare, what is wrong with one, and how to mend it', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist(), true)
  await page.route('**/api/devices', (route) =>
    route.fulfill({
      json: {
        devices: [
          device('Firefox · Linux', 'working', null),
          device('Chrome · Android', 'removed', { kind: 'gone', code: '410' }),
        ],
      },
    }),
  )
  await visit(page, '/cai-dat')
  await expect(page.getByText('Firefox · Linux')).toBeVisible()
  await expect(page.getByText('Nhận được')).toBeVisible()
  await expect(page.getByText('Hãy mở ứng dụng trên thiết bị đó và bật lại thông báo')).toBeVisible()
  await accessible(page)
  await context.close()
})

/** A push manager whose push service is nowhere: browsers of tests cannot reach a real one. */
async function pretend(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const text = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    const made = (): object | null => {
      const kept = localStorage.getItem('pretended')
      if (!kept) return null
      const { key, ...json } = JSON.parse(kept) as { key: string; endpoint: string }
      const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0)).buffer
      const unsubscribe = async (): Promise<boolean> => (localStorage.removeItem('pretended'), true)
      return { options: { applicationServerKey: raw }, toJSON: () => json, unsubscribe }
    }
    const subscribe = async ({ applicationServerKey }: { applicationServerKey: Uint8Array }): Promise<object | null> => {
      const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
      const keys = { p256dh: text(await crypto.subtle.exportKey('raw', pair.publicKey)), auth: text(crypto.getRandomValues(new Uint8Array(16)).buffer) }
      const endpoint = `https://fcm.googleapis.com/fcm/send/${crypto.randomUUID()}`
      localStorage.setItem('pretended', JSON.stringify({ endpoint, keys, key: btoa(String.fromCharCode(...applicationServerKey)) }))
      return made()
    }
    Object.assign(PushManager.prototype, { subscribe, getSubscription: async () => made() })
  })
}

test('switched on and off; a device that the server does not reach any more is told so on the next opening', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist())
  await context.grantPermissions(['notifications'], { origin: new URL(city().url).origin })
  await pretend(context)
  await page.reload()
  await live(page)
  await visit(page, '/cai-dat')
  await page.getByRole('button', { name: 'Bật thông báo' }).click()
  await expect(page.getByText('Thiết bị này nhận thông báo')).toBeVisible()
  await expect(page.getByText('Chrome · Linux')).toBeVisible()
  await expect(page.getByText('Chưa có thông báo nào')).toBeVisible()
  const hidden = page.getByRole('switch', { name: 'Ẩn nội dung thông báo trên thiết bị này' })
  await hidden.click()
  await expect(hidden).toBeChecked()
  await page.reload()
  await expect(hidden).toBeChecked()

  await page.route('**/api/devices/*/push', (route) => route.fulfill({ json: device('Chrome · Linux', 'stopped', { kind: 'again', code: '503' }) }))
  await page.reload()
  await expect(page.getByText('Thông báo không gửi được tới thiết bị này.')).toBeVisible()
  await page.unroute('**/api/devices/*/push')
  await page.getByRole('link', { name: 'Xem và sửa' }).click()
  await page.getByRole('button', { name: 'Tắt trên thiết bị này' }).click()
  await expect(page.getByRole('button', { name: 'Bật thông báo' })).toBeVisible()
  await expect(page.getByText('Chrome · Linux')).toHaveCount(0)
  await expect(page.getByText('Thông báo không gửi được tới thiết bị này.')).toHaveCount(0)
  await context.close()
})

test('when the browser gives its subscription up, the service worker registers the next one by itself', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist())
  const pushed = await Pushed.of(page, context)
  await pretend(context)
  await page.reload()
  await live(page)
  await visit(page, '/cai-dat')
  await page.getByRole('button', { name: 'Bật thông báo' }).click()
  await expect(page.getByText('Chưa có thông báo nào')).toBeVisible()
  const subscription = await page.evaluate(() => JSON.parse(localStorage.getItem('pretended')!) as { key: string; endpoint: string })
  expect(await pushed.renewed({ ...subscription, endpoint: `${subscription.endpoint}-next` })).toEqual([
    'POST /api/session/refresh 200',
    expect.stringMatching(/^PUT \/api\/devices\/[0-9a-f-]{36}\/push 200$/),
  ])
  await page.reload()
  await live(page)
  await context.close()
})

function device(label: string, state: string, problem: object | null): object {
  const at = new Date().toISOString()
  return { device: crypto.randomUUID(), kind: 'webpush', label, state, language: 'vi', contentHidden: false, createdAt: at, lastSuccess: at, lastFailure: null, since: null, problem }
}
