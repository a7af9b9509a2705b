/** Start: what this device remembers is drawn from disk first; the network comes after. */
import { forgetOthers, openSync, type Sync } from '@congvu/sync'
import { render } from 'preact'
import { App } from './app'
import { Guarded } from './guard'
import { language, speak, type Language } from './i18n'
import { use } from './live'
import { offlineSwitch } from './network'
import { followNotifications } from './push/pressed'
import { look } from './push/watch'
import { SignIn } from './screens/sign-in'
import { remembered, token, type Signed } from './session'
import { Loading } from './ui/loading'
import { keepShell } from './update'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/screens.css'
import './styles/inbox.css'
import './styles/announcement.css'
import './styles/talk.css'
import './styles/push.css'

const root = document.getElementById('app') as HTMLElement
const chosen: Language = document.documentElement.lang === 'en' ? 'en' : 'vi'

async function begin(signed: Signed): Promise<Sync> {
  const network = signed.guest ? offlineSwitch() : undefined
  const options = {
    url: signed.realtime,
    official: signed.official,
    token: (renew: boolean) => token(signed, renew),
    language: chosen,
    ...(signed.guest ? { databaseName: `congvu-${signed.guest.name}` } : {}),
    ...(network ? { network } : {}),
  }
  const sync = await openSync(options)
  use(sync, { ...signed, official: options.official })
  return sync
}

let sync: Sync | null = null

function draw(): void {
  if (!sync) return render(<SignIn onSigned={(signed) => void start(signed)} />, root)
  // Nothing of one language, or of one connection, stays when it changes.
  render(
    <Guarded key={language}>
      <App onSigned={() => sync?.reconnect()} />
    </Guarded>,
    root,
  )
}

async function start(signed: Signed | null): Promise<void> {
  if (signed) {
    const slow = setTimeout(() => render(<Loading />, root), 300)
    sync = await begin(signed)
    clearTimeout(slow)
  }
  await speaking
  draw()
  if (signed && !signed.guest) void forgetOthers(signed.official)
}

addEventListener('congvu:language', (event) => void speak((event as CustomEvent<Language>).detail).then(draw).then(look))

/** The texts come while the disk is read. */
const speaking = speak(chosen)
await start(remembered())
void keepShell()
followNotifications()
