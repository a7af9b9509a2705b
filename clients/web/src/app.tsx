/** The frame around every screen: where one is, how true it is, and the way elsewhere. */
import type { JSX } from 'preact'
import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
import { t } from './i18n'
import { lookAway, myPosts, signed, useOrganisation, useOutbox, useStatus } from './live'
import { currentOf, LINKS, Screen, titleOf } from './places'
import { followLinks, usePlace } from './router'
import { ActionHost } from './screens/actions'
import { useInbox } from './screens/inbox'
import { SignIn } from './screens/sign-in'
import { Finder } from './ui/finder'
import { Icon, Seal } from './ui/icon'
import { KeysHelp, useShortcuts } from './ui/keys'
import { PushNotice } from './ui/push-notice'
import { shortUnit } from './ui/seat'
import { Status } from './ui/status'
import { toast, Toasts } from './ui/toast'
import { useWanting } from './talking'
import { newVersion, onNewVersion, takeNewVersion } from './update'

export function App({ onSigned }: { onSigned: () => void }): JSX.Element {
  const [signing, setSigning] = useState(false)
  const place = usePlace()
  const main = useRef<HTMLElement>(null)
  const refused = useOutbox().filter(({ state }) => state === 'refused').length
  const { unread } = useInbox()
  const talking = useWanting()
  useShortcuts()
  useRefusals(refused)
  useEffect(() => {
    if (!/^\/(danh-ba|viec)/.test(place.path)) lookAway()
    document.title = `${titleOf(place.path)} · ${t.app}`
    // After going elsewhere, readers and keys begin at the new screen.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [place.path])
  if (signing)
    return (
      <SignIn
        again
        onSigned={() => {
          setSigning(false)
          onSigned()
        }}
      />
    )
  return (
    <div class="frame" onClick={followLinks}>
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header class="bar">
        <a class="brand" href="/">
          <Seal />
          <span>{t.app}</span>
        </a>
        <Me />
        <Finder />
        <Status />
        <a
          class="icon-button"
          href="/cai-dat"
          aria-label={t.nav.settings}
          aria-current={place.path === '/cai-dat' ? 'page' : undefined}
        >
          <Icon name="gear" />
        </a>
      </header>
      <nav class="nav" aria-label={t.nav.label}>
        {LINKS.map(({ path, icon, label }) => (
          <a
            key={path}
            href={path}
            class={path === '/giao' ? 'nav-link assign' : 'nav-link'}
            aria-current={currentOf(place.path) === path ? 'page' : undefined}
          >
            <span class="nav-icon">
              <Icon name={icon} size={22} />
              {path === '/trao-doi' && <Badge count={talking} />}
              {path === '/thong-bao' && <Badge count={refused + unread} />}
            </span>
            <span>{label()}</span>
          </a>
        ))}
      </nav>
      <main id="main" ref={main} tabIndex={-1} class="main">
        <Banner onSignIn={() => setSigning(true)} />
        <PushNotice />
        <Screen place={place} />
      </main>
      <Toasts />
      <ActionHost />
      <KeysHelp />
    </div>
  )
}

function Badge({ count }: { count: number }): JSX.Element | null {
  return count > 0 ? <b class="badge">{count > 99 ? '99+' : count}</b> : null
}

/** Says when the server has just refused something: the work waits among the notices. */
function useRefusals(refused: number): void {
  const before = useRef(refused)
  useEffect(() => {
    if (refused > before.current) toast(`${t.trail.refused}: ${t.nav.notices}`)
    before.current = refused
  }, [refused])
}

/** What one should know before anything else: signed out, or a new version is here. */
function Banner({ onSignIn }: { onSignIn: () => void }): JSX.Element | null {
  const out = useStatus().connection === 'signed-out'
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => onNewVersion(() => redraw(0)), [])
  if (out)
    return (
      <p class="banner" role="status">
        {t.sync['signed-out']}
        <button type="button" class="button" onClick={onSignIn}>
          {t.signIn.submit}
        </button>
      </p>
    )
  if (newVersion())
    return (
      <p class="banner" role="status">
        {t.notices.install}
        <button type="button" class="button" onClick={takeNewVersion}>
          {t.notices.reload}
        </button>
      </p>
    )
  return null
}

/** Whose screen this is: the unit of my first post. */
function Me(): JSX.Element {
  const org = useOrganisation()
  const unit = org.post(myPosts()[0])?.unit
  const name = org.official(signed().official)?.name
  return (
    <p class="bar-me">
      <b>{name}</b>
      {unit && <span>{shortUnit(unit, org)}</span>}
    </p>
  )
}
