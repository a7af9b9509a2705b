/** Notices on this device: asked for, subscribed, registered, given up; and whether they really arrive. */
import { language } from '../i18n'
import { signed, sync } from '../live'
import { token } from '../session'
import { deviceName } from './label'
import { forget, keep, recall } from './memory'
import { base64, bytes, type Device, put } from './register'

/**
 * - unsupported: this browser has no push, or this page no service worker
 * - install: on an iPhone only an app on the home screen gets any
 * - blocked: the user, or the system, forbids it; only they can change that, in the browser's settings
 */
export type Push = 'unsupported' | 'install' | 'blocked' | 'off' | 'on'

/** Why notices could not be switched on. */
export class PushError extends Error {
  constructor(readonly kind: 'blocked' | 'unsupported' | 'service') {
    super(kind)
  }
}

export async function push(): Promise<Push> {
  if (signed().guest) return 'unsupported'
  const registration = await worker()
  if (!registration || !('PushManager' in globalThis) || !('Notification' in globalThis)) return homeless() ? 'install' : 'unsupported'
  if (Notification.permission === 'denied') return 'blocked'
  return (await wanted()) && (await registration.pushManager.getSubscription()) ? 'on' : 'off'
}

/** Whether this official switched notices on here. */
export async function wanted(): Promise<boolean> {
  return (await recall('registered'))?.official === signed().official
}

/** To be called on a press of the user's. @throws PushError, NotRegistered, or the network's error */
export async function switchOn(): Promise<Device> {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushError('blocked')
  return register()
}

/** Registers again, if notices are on: the session, the language or the subscription may be another now. */
export async function renew(): Promise<Device | null> {
  if (signed().guest || !(await wanted()) || Notification.permission !== 'granted') return null
  return register()
}

/** Shows on this device only that there is something, or what it is. */
export function hideContent(hidden: boolean): Promise<Device> {
  return register(hidden)
}

export async function switchOff(): Promise<void> {
  await call('DELETE', `/api/devices/${sync().device}/push`)
  await leavePush()
}

/** Nothing more shall come to this device, and nothing of push is left on it. */
export async function leavePush(): Promise<void> {
  const registration = await worker()
  const subscription = await registration?.pushManager?.getSubscription()
  await subscription?.unsubscribe().catch(() => false)
  if ('caches' in globalThis) await forget()
}

async function register(hidden?: boolean): Promise<Device> {
  const { key } = (await call('GET', '/api/push/key')) as { key: string }
  const device = await tell(await subscribed(key), hidden)
  // The server knows this subscription to be dead, whatever the browser thinks.
  return device.state === 'removed' ? tell(await subscribed(key, true), hidden) : device
}

async function tell(subscription: PushSubscription, hidden?: boolean): Promise<Device> {
  const before = await recall('registered')
  const again = before?.official === signed().official
  const contentHidden = again && (hidden ?? before.contentHidden)
  const registered = { official: signed().official, device: sync().device, label: deviceName(), language, contentHidden }
  const device = await put({ ...registered, at: 0 }, subscription, await token(signed()))
  await keep('registered', { ...registered, at: again ? before.at : Date.now() })
  return device
}

/** The browser's subscription for the server's key; a new one if it has another, or if the old one is of no use. */
async function subscribed(key: string, anew = false): Promise<PushSubscription> {
  const registration = await worker()
  if (!registration) throw new PushError('unsupported')
  const old = await registration.pushManager.getSubscription()
  if (old && !anew && base64(old.options.applicationServerKey) === key) return old
  await old?.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key) }
  return registration.pushManager.subscribe(options).catch(() => {
    throw new PushError(Notification.permission === 'denied' ? 'blocked' : 'service')
  })
}

/** Minutes that a notice may be on its way before it counts as lost. */
const ON_ITS_WAY = 10 * 60_000

/** Whether a provider took notices for this device that never arrived here: something on the device holds them back. */
export async function silent(device: Device): Promise<boolean> {
  const registered = await recall('registered')
  if (!device.lastSuccess || !registered) return false
  const received = (await recall('received'))?.at ?? 0
  const offset = sync().now() - Date.now()
  return Date.parse(device.lastSuccess) - offset > Math.max(received, registered.at) + ON_ITS_WAY
}

/** A call to the API as the official. @throws the problem's detail as an Error */
export async function call(method: string, path: string, sent?: object): Promise<unknown> {
  const headers = {
    Authorization: `Bearer ${await token(signed())}`,
    'Accept-Language': language,
    ...(sent ? { 'Content-Type': 'application/json' } : {}),
  }
  const answer = await fetch(path, { method, headers, cache: 'no-store', ...(sent ? { body: JSON.stringify(sent) } : {}) })
  if (answer.status === 204) return null
  const body = (await answer.json()) as { detail?: string }
  if (!answer.ok) throw new Error(body.detail ?? String(answer.status))
  return body
}

async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined
}

/** An iPhone's browser, rather than the app on its home screen. */
function homeless(): boolean {
  return /iPhone|iPad/.test(navigator.userAgent) && !matchMedia('(display-mode: standalone)').matches
}
