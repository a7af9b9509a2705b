/** Notices on my devices: switched on here, each with how it fares, what is wrong and how to mend it, and a test. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { moment, t } from '../i18n'
import { sync, useNow } from '../live'
import { type Device, NotRegistered } from '../push/register'
import { call, hideContent, type Push, push, PushError, silent, switchOff, switchOn } from '../push/subscribe'
import { look } from '../push/watch'
import { Switch } from '../ui/fields'
import { Icon } from '../ui/icon'

/** Seconds in which a test's result is looked for. */
const TRIES = 20

export function SettingsPush(): JSX.Element {
  const [state, setState] = useState<Push | null>(null)
  const [devices, setDevices] = useState<readonly Device[]>([])
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const refresh = async () => {
    setState(await push())
    setDevices(await mine().catch(() => []))
  }
  useEffect(() => void refresh(), [])
  const doing = (work: () => Promise<unknown>) => async () => {
    setBusy(true)
    setFailure(null)
    await work().catch((error: Error) => setFailure(why(error)))
    await refresh()
    await look()
    setBusy(false)
  }
  const here = devices.find(({ device }) => device === sync().device)
  return (
    <section class="paper" aria-labelledby="push">
      <h2 id="push">{t.push.title}</h2>
      {state && <p>{t.push.state[state]}</p>}
      {state === 'off' && (
        <button type="button" class="button primary" disabled={busy} onClick={doing(switchOn)}>
          <Icon name="bell" size={18} />
          {t.push.on}
        </button>
      )}
      {state === 'on' && (
        <>
          {here && <Switch label={t.push.hidden} on={here.contentHidden} disabled={busy} onChange={(on) => void doing(() => hideContent(on))()} />}
          <button type="button" class="button" disabled={busy} onClick={doing(switchOff)}>
            {t.push.off}
          </button>
        </>
      )}
      {failure && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
      {devices.length > 0 && (
        <>
          <h3>{t.push.devices}</h3>
          <ul class="devices">
            {devices.map((device) => (
              <DeviceLine key={`${device.device}/${device.kind}`} device={device} onChanged={() => void refresh()} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

async function mine(): Promise<Device[]> {
  return ((await call('GET', '/api/devices')) as { devices: Device[] }).devices
}

function why(error: Error): string {
  if (error instanceof PushError) return t.push.failed[error.kind]
  return error instanceof NotRegistered && error.detail ? error.detail : t.push.failed.network
}

function DeviceLine({ device, onChanged }: { device: Device; onChanged: () => void }): JSX.Element {
  const now = useNow()
  const own = device.device === sync().device
  const [quiet, setQuiet] = useState(false)
  useEffect(() => void (own && silent(device).then(setQuiet)), [device])
  const bad = quiet || device.state === 'stopped' || device.state === 'removed'
  const trouble = quiet ? 'silent' : device.problem?.kind
  const remove = () => void call('DELETE', `/api/devices/${device.device}/push`).then(onChanged, onChanged)
  return (
    <li>
      <p>
        <Icon name={bad ? 'late' : 'device'} size={18} /> <b>{device.label}</b> {own && <span class="soft">{t.push.here}</span>}
      </p>
      <p class="soft">
        {quiet ? t.push.fares.stopped : t.push.fares[device.state]}
        {device.lastSuccess && ` · ${t.push.last(moment(Date.parse(device.lastSuccess), now))}`}
      </p>
      {trouble && (bad || device.state === 'never') && <p class={bad ? 'error' : 'hint'}>{t.push.trouble[trouble]}</p>}
      <div class="card-actions">
        {device.state !== 'removed' && <Test device={device} own={own} onDone={onChanged} />}
        {!own && (
          <button type="button" class="button" onClick={remove}>
            {t.push.remove}
          </button>
        )}
      </div>
    </li>
  )
}

type Result = keyof typeof t.push.test

/** Sends a notice on the way that all take, and says how far it came. */
function Test({ device, own, onDone }: { device: Device; own: boolean; onDone: () => void }): JSX.Element {
  const [result, setResult] = useState<Result | null>(null)
  const run = async () => {
    setResult('sending')
    setResult(await tested(device, own).catch((): Result => 'failed'))
    onDone()
  }
  return (
    <>
      <button type="button" class="button" disabled={result === 'sending'} onClick={() => void run()}>
        {t.push.try}
      </button>
      {result && (
        <span class={result === 'failed' ? 'error' : 'soft'} role="status">
          {t.push.test[result]}
        </span>
      )}
    </>
  )
}

/** On this device it is seen to arrive; of another it is known that the provider has it. */
async function tested(device: Device, own: boolean): Promise<Result> {
  const { id, result } = (await call('POST', `/api/devices/${device.device}/test`)) as { id: number; result: string }
  const here = own ? arrival(id) : Promise.resolve(false)
  const sent = outcome(result)
  const state = await Promise.race([sent, here.then((came) => (came ? ('arrived' as const) : sent))])
  return state === 'delivered' && own && (await here) ? 'arrived' : state
}

async function outcome(result: string): Promise<'delivered' | 'failed' | 'waiting'> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { state } = (await call('GET', result)) as { state: 'waiting' | 'delivered' | 'failed' }
    if (state !== 'waiting') return state
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  return 'waiting'
}

/** Whether the service worker says, in good time, that the notice has come. */
function arrival(id: number): Promise<boolean> {
  return new Promise((resolve) => {
    const listener = ({ data }: MessageEvent<{ type?: string; id?: number } | null>) => {
      if (data?.type !== 'push-received' || data.id !== id) return
      done(true)
    }
    const done = (came: boolean) => {
      navigator.serviceWorker.removeEventListener('message', listener)
      clearTimeout(timer)
      resolve(came)
    }
    const timer = setTimeout(() => done(false), TRIES * 1_000)
    navigator.serviceWorker.addEventListener('message', listener)
  })
}
