/** The frame around every screen: where one is, how true it is, and the way elsewhere. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
import { t } from './i18n'
import { lookAway, myPosts, signed, useOrganisation, useOutbox, useStatus } from './live'
import { followLinks, usePlace, type Place } from './router'
import { ActionHost } from './screens/actions'
import { Announce } from './screens/announce'
import { AnnouncementScreen } from './screens/announcement'
import { Announcements, useWatching } from './screens/announcements'
import { Assign } from './screens/assign'
import { contentScreen, contentTitle } from './screens/content'
import { DirectiveScreen } from './screens/directive'
import { Directory } from './screens/directory'
import { Inbox, useInbox } from './screens/inbox'
import { Settings } from './screens/settings'
import { Talks } from './screens/talks'
import type { ConversationScreen } from './screens/conversation'
import { SignIn } from './screens/sign-in'
import { TaskScreen } from './screens/task'
import { timeScreen, timeTitle } from './screens/time'
import { Today } from './screens/today'
import { useRunning } from './screens/today-directives'
import { UnitTasks } from './screens/unit'
import { Finder } from './ui/finder'
import { Icon, Seal, type IconName } from './ui/icon'
import { KeysHelp, useShortcuts } from './ui/keys'
import { later } from './ui/later'
import { Loading } from './ui/loading'
import { useWide } from './ui/media'
import { PushNotice } from './ui/push-notice'
import { shortUnit } from './ui/seat'
import { Status } from './ui/status'
import { toast, Toasts } from './ui/toast'
import { useWanting } from './talking'
import { newVersion, onNewVersion, takeNewVersion } from './update'

interface Link {
  path: string
  icon: IconName
  label: () => string
}

const LINKS: readonly Link[] = [
  { path: '/', icon: 'today', label: () => t.nav.today },
  { path: '/don-vi', icon: 'tasks', label: () => t.nav.unit },
  { path: '/giao', icon: 'plus', label: () => t.nav.assign },
  { path: '/trao-doi', icon: 'chat', label: () => t.nav.talk },
  { path: '/danh-ba', icon: 'book', label: () => t.nav.directory },
  { path: '/thong-bao', icon: 'bell', label: () => t.nav.notices },
]

const Numbers = later(() => import('./screens/numbers').then((loaded) => loaded.Numbers), () => <Loading />)

const Evaluation = later(() => import('./screens/evaluation').then((loaded) => loaded.EvaluationScreen), () => <Loading />)

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

function currentOf(path: string): string {
  if (path.startsWith('/viec')) return lastList
  if (path.startsWith('/chi-dao') || path === '/hom-nay') return '/'
  if (path.startsWith('/cong-bo')) return '/thong-bao'
  if (path.startsWith('/trao-doi')) return '/trao-doi'
  return path
}

function titleOf(path: string): string {
  const link = LINKS.find((each) => each.path === path)
  if (link) return link.label()
  if (path.startsWith('/viec')) return t.task.title
  if (path.startsWith('/chi-dao')) return t.directive.title
  if (path.startsWith('/cong-bo')) return t.announcement.all
  if (path.startsWith('/trao-doi')) return t.talk.title
  if (path === '/so-lieu') return t.nav.figures
  if (path.startsWith('/danh-gia')) return t.nav.evaluation
  return path === '/cai-dat' ? t.nav.settings : (timeTitle(path) ?? contentTitle(path) ?? t.app)
}

/** The list that one came from: it stays beside the task on a wide screen. */
let lastList = '/'

function Screen({ place: { path, query } }: { place: Place }): JSX.Element {
  const wide = useWide()
  const [, kind = '', id] = path.split('/')
  if (path === '/' || path === '/don-vi') lastList = path
  if (path === '/hom-nay') lastList = '/'
  const list = (current?: string) =>
    lastList === '/don-vi' ? <UnitTasks query={query} current={current} /> : <Today current={current} reminder={query.get('nhac')} />
  switch (kind) {
    case '':
    case 'hom-nay':
      return wide ? (
        <Split list={list()}>
          <Overview />
        </Split>
      ) : (
        list()
      )
    case 'don-vi':
      return wide ? (
        <Split list={list()}>
          <Pick />
        </Split>
      ) : (
        list()
      )
    case 'viec':
      return wide ? (
        <Split list={list(id)}>
          <TaskScreen key={id} id={id ?? ''} />
        </Split>
      ) : (
        <TaskScreen key={id} id={id ?? ''} />
      )
    case 'trao-doi':
      if (!id && !wide) return <Talks />
      return wide ? (
        <Split list={<Talks current={id} />}>{id ? <Later key={id} id={id} query={query} /> : <Pick words={t.talk.pick} icon="chat" />}</Split>
      ) : (
        <Later key={id} id={id ?? ''} query={query} />
      )
    case 'chi-dao':
      return <DirectiveScreen key={id} id={id ?? ''} />
    case 'cong-bo':
      return <Announced id={id} query={query} />
    case 'giao':
      return <Assign query={query} />
    case 'danh-ba':
      return <Directory query={query} />
    case 'thong-bao':
      return <Inbox />
    case 'cai-dat':
      return <Settings />
    case 'danh-gia':
      return <Evaluation query={query} contest={id === 'kien-nghi' ? (path.split('/')[3] ?? '') : null} />
    case 'so-lieu':
      return <Numbers query={query} />
    default:
      return timeScreen({ path, query }) ?? contentScreen({ path, query }) ?? (
        <div class="screen empty">
          <h1>{t.error.notFound}</h1>
          <a class="button" href="/">
            {t.nav.today}
          </a>
        </div>
      )
  }
}

export function Split({ list, children }: { list: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <div class="split">
      <div class="split-list">{list}</div>
      <div class="split-detail">{children}</div>
    </div>
  )
}

/** Announcements: all of them, a new one, or one. */
function Announced({ id, query }: { id: string | undefined; query: URLSearchParams }): JSX.Element {
  const wide = useWide()
  const watching = useWatching(id)
  if (id === 'moi') return <Announce query={query} />
  if (id && (!wide || watching)) return <AnnouncementScreen key={id} id={id} />
  if (!wide) return <Announcements />
  return (
    <Split list={<Announcements current={id} />}>
      {id ? <AnnouncementScreen key={id} id={id} /> : <Pick words={t.announcement.pick} icon="megaphone" />}
    </Split>
  )
}

/** Beside Hôm nay on a wide screen: the board of my newest running directive, filling as one watches. */
function Overview(): JSX.Element {
  const running = useRunning(myPosts(), useOrganisation())[0]
  return running ? <DirectiveScreen key={running.id} id={running.id} /> : <Pick />
}

/** A conversation: what it is drawn with comes when the first is opened. */
function Later({ id, query }: { id: string; query: URLSearchParams }): JSX.Element {
  const [Screen, show] = useState<typeof ConversationScreen | null>(null)
  useEffect(() => void import('./screens/conversation').then((loaded) => show(() => loaded.ConversationScreen)), [])
  return Screen ? <Screen id={id} query={query} /> : <Loading />
}

function Pick({ words = t.today.pick, icon = 'tasks' }: { words?: string; icon?: IconName }): JSX.Element {
  return (
    <div class="empty pick">
      <Icon name={icon} size={40} />
      <p>{words}</p>
    </div>
  )
}
