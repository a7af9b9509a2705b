/** The screens by their addresses: which is drawn, what it is called, and which link leads there. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from './i18n'
import { myPosts, useOrganisation } from './live'
import type { Place } from './router'
import { Announce } from './screens/announce'
import { AnnouncementScreen } from './screens/announcement'
import { Announcements, useWatching } from './screens/announcements'
import { Assign } from './screens/assign'
import { contentScreen, contentTitle } from './screens/content'
import type { ConversationScreen } from './screens/conversation'
import { DirectiveScreen } from './screens/directive'
import { Directory } from './screens/directory'
import { Inbox } from './screens/inbox'
import { Settings } from './screens/settings'
import { Talks } from './screens/talks'
import { TaskScreen } from './screens/task'
import { timeScreen, timeTitle } from './screens/time'
import { Today } from './screens/today'
import { useRunning } from './screens/today-directives'
import { UnitTasks } from './screens/unit'
import { Icon, type IconName } from './ui/icon'
import { later } from './ui/later'
import { Loading } from './ui/loading'
import { useWide } from './ui/media'
import { Split } from './ui/split'

interface Link {
  path: string
  icon: IconName
  label: () => string
}

/** Always in reach. */
export const LINKS: readonly Link[] = [
  { path: '/', icon: 'today', label: () => t.nav.today },
  { path: '/don-vi', icon: 'tasks', label: () => t.nav.unit },
  { path: '/giao', icon: 'plus', label: () => t.nav.assign },
  { path: '/trao-doi', icon: 'chat', label: () => t.nav.talk },
  { path: '/danh-ba', icon: 'book', label: () => t.nav.directory },
  { path: '/thong-bao', icon: 'bell', label: () => t.nav.notices },
]

const Numbers = later(() => import('./screens/numbers').then((loaded) => loaded.Numbers), () => <Loading />)

const Evaluation = later(() => import('./screens/evaluation').then((loaded) => loaded.EvaluationScreen), () => <Loading />)

/** The link that leads to where one is. */
export function currentOf(path: string): string {
  if (path.startsWith('/viec')) return lastList
  if (path.startsWith('/chi-dao') || path === '/hom-nay') return '/'
  if (path.startsWith('/cong-bo')) return '/thong-bao'
  if (path.startsWith('/trao-doi')) return '/trao-doi'
  return path
}

export function titleOf(path: string): string {
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

export function Screen({ place: { path, query } }: { place: Place }): JSX.Element {
  const wide = useWide()
  const [, kind = '', id] = path.split('/')
  if (path === '/' || path === '/don-vi') lastList = path
  if (path === '/hom-nay') lastList = '/'
  const list = (current?: string) =>
    lastList === '/don-vi' ? <UnitTasks query={query} current={current} /> : <Today current={current} reminder={query.get('nhac')} />
  const beside = (left: JSX.Element, detail: JSX.Element, alone: JSX.Element) =>
    wide ? <Split list={left}>{detail}</Split> : alone
  switch (kind) {
    case '':
    case 'hom-nay':
      return beside(list(), <Overview />, list())
    case 'don-vi':
      return beside(list(), <Pick />, list())
    case 'viec': {
      const task = <TaskScreen key={id} id={id ?? ''} />
      return beside(list(id), task, task)
    }
    case 'trao-doi': {
      const talk = id ? <Later key={id} id={id} query={query} /> : null
      return beside(<Talks current={id} />, talk ?? <Pick words={t.talk.pick} icon="chat" />, talk ?? <Talks />)
    }
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
