/** Start: what this device remembers is drawn from disk first; the network comes after. */
import { forgetOthers, openSync, type Sync } from '@congvu/sync'
import { render } from 'preact'
import { App } from './app'
import { language, speak, type Language } from './i18n'
import { use } from './live'
import { SignIn } from './screens/sign-in'
import { remembered, token, type Signed } from './session'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/screens.css'

const root = document.getElementById('app') as HTMLElement

async function begin(signed: Signed): Promise<Sync> {
  const options = {
    url: signed.realtime,
    official: signed.official,
    token: (renew: boolean) => token(signed, renew),
    language,
    ...(signed.guest ? { databaseName: `congvu-${signed.guest.name}` } : {}),
  }
  const sync = await openSync(options)
  use(sync, { ...signed, official: options.official })
  return sync
}

async function start(): Promise<void> {
  await speak((document.documentElement.lang as Language) || 'vi')
  const signed = remembered()
  if (!signed) return render(<SignIn onSigned={() => void start()} />, root)
  await begin(signed)
  render(<App />, root)
}

void start()
