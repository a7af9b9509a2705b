/// <reference lib="webworker" />
/** Notices in the service worker: shown when they come, opened when they are pressed, subscribed anew when the browser asks. */
import { keep, recall } from './memory'
import { type Message, read, type Act, withAct, WORDS } from './message'
import { put, type Subscribed } from './register'

/** Newest ids that are remembered, to know repeats. */
const REMEMBERED = 50

/** What the DOM's own types do not know yet. */
interface Shown extends NotificationOptions {
  renotify?: boolean
  actions?: { action: string; title: string }[]
  timestamp?: number
}

interface Badged {
  setAppBadge?(count: number): Promise<void>
}

export function listen(scope: ServiceWorkerGlobalScope): void {
  scope.addEventListener('push', (event) => event.waitUntil(arrived(scope, event.data?.text())))
  scope.addEventListener('notificationclick', (event) => event.waitUntil(pressed(scope, event.notification, event.action)))
  scope.addEventListener('pushsubscriptionchange', (event) => {
    const { oldSubscription, newSubscription } = event as Event as unknown as Changed
    ;(event as ExtendableEvent).waitUntil(changed(scope, oldSubscription, newSubscription))
  })
}

/** Shows a notice: a repeat of one that was shown takes its place in silence. */
async function arrived(scope: ServiceWorkerGlobalScope, text: string | undefined): Promise<void> {
  const message = read(text, scope.location.origin)
  const ids = (await recall('received'))?.ids ?? []
  const repeated = message.id > 0 && ids.includes(message.id)
  const options: Shown = {
    body: message.body,
    tag: message.tag,
    renotify: !repeated,
    silent: repeated,
    requireInteraction: message.urgent,
    icon: '/icon-192.png',
    lang: message.language,
    data: message,
    actions: buttons(message),
  }
  await scope.registration.showNotification(message.title, options)
  if (message.badge !== null) await (scope.navigator as unknown as Badged).setAppBadge?.(message.badge)
  await keep('received', { at: Date.now(), ids: [message.id, ...ids].slice(0, REMEMBERED) })
  const windows = await scope.clients.matchAll({ type: 'window' })
  for (const window of windows) window.postMessage({ type: 'push-received', id: message.id })
}

function buttons({ actions, language }: Message): { action: string; title: string }[] {
  if (actions.length === 0) return []
  const words = WORDS[language]
  return [...actions.map((action) => ({ action, title: words[action] })), { action: 'open', title: words.open }]
}

/** Brings the app to what the notice is about: a page that is open goes there, else one is opened, from storage. */
async function pressed(scope: ServiceWorkerGlobalScope, notification: Notification, action: string): Promise<void> {
  notification.close()
  const message = notification.data as Message
  const act = message.actions.find((each) => each === action) as Act | undefined
  const url = act ? withAct(message.url, act) : message.url
  if (act) await keep('pressed', { url, at: Date.now() })
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const pages = windows.filter(({ frameType, url }) => frameType === 'top-level' && !new URL(url).pathname.startsWith('/demo'))
  const page = pages.find(({ visibilityState }) => visibilityState === 'visible') ?? pages[0]
  if (!page) return void (await scope.clients.openWindow(url))
  await page.focus().catch(() => page)
  page.postMessage({ type: 'push-open', url })
}

interface Changed {
  oldSubscription?: PushSubscription | null
  newSubscription?: PushSubscription | null
}

/** The browser has given the subscription up: a new one for the same key, told to the server. */
async function changed(
  scope: ServiceWorkerGlobalScope,
  old: PushSubscription | null | undefined,
  made: PushSubscription | null | undefined,
): Promise<void> {
  const registered = await recall('registered')
  const key = old?.options.applicationServerKey ?? made?.options.applicationServerKey
  if (!registered || !key) return
  const options = { userVisibleOnly: true, applicationServerKey: key }
  const subscription: Subscribed = made ?? (await scope.registration.pushManager.subscribe(options))
  await put(registered, subscription, await freshToken())
}

/** An access token by the cookie; one at a time with the pages, as the cookie changes with each use. */
async function freshToken(): Promise<string> {
  const refresh = async (): Promise<string> => {
    const headers = { 'Content-Type': 'application/json', 'X-Congvu': '1' }
    const body = JSON.stringify({ attempt: crypto.randomUUID() })
    const answer = await fetch('/api/session/refresh', { method: 'POST', headers, body, cache: 'no-store' })
    if (!answer.ok) throw new Error(`no session: ${answer.status}`)
    return ((await answer.json()) as { accessToken: string }).accessToken
  }
  return navigator.locks.request('congvu-session', refresh)
}
