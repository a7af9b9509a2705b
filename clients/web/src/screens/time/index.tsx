/** Addresses of the screens about time and people; each comes when it is first opened. */
import type { JSX } from 'preact'
import { t } from '../../i18n'
import type { Place } from '../../router'
import { later } from '../../ui/later'
import { Filling } from '../../ui/loading'

interface Screen {
  title: () => string
  /** `id`: the address's second part. */
  draw: (query: URLSearchParams, id: string | undefined) => JSX.Element
}

const waiting = () => (
  <div class="screen">
    <Filling />
  </div>
)

const Reminders = later(() => import('./reminders').then((loaded) => loaded.Reminders), waiting)

const Calendar = later<{ query: URLSearchParams }>(() => import('./calendar').then((loaded) => loaded.CalendarScreen), waiting)

const Rule = later<{ query: URLSearchParams }>(() => import('./rule').then((loaded) => loaded.RuleScreen), waiting)

const Absences = later<{ id: string | undefined }>(() => import('./absences').then((loaded) => loaded.Absences), waiting)

const Delegations = later<{ id: string | undefined }>(() => import('./delegations').then((loaded) => loaded.Delegations), waiting)

const HandOver = later<{ query: URLSearchParams }>(() => import('./hand-over').then((loaded) => loaded.HandOverScreen), waiting)

const Recurring = later<{ id: string | undefined; query: URLSearchParams }>(() => import('../recurring').then((loaded) => loaded.Recurring), waiting)

const Agenda = later<{ query: URLSearchParams }>(() => import('../agenda').then((loaded) => loaded.Agenda), waiting)

const HandOverRecord = later<{ id: string }>(() => import('./hand-over-record').then((loaded) => loaded.HandOverRecord), waiting)

const SCREENS: Record<string, Screen> = {
  'nhac-viec': { title: () => t.time.reminders, draw: () => <Reminders /> },
  lich: { title: () => t.time.agenda, draw: (query) => <Agenda query={query} /> },
  'lich-lam-viec': { title: () => t.time.calendar, draw: (query) => <Calendar query={query} /> },
  'quy-tac-nhac': { title: () => t.time.rule, draw: (query) => <Rule query={query} /> },
  'vang-mat': { title: () => t.time.absence, draw: (_, id) => <Absences id={id} /> },
  'uy-quyen': { title: () => t.time.delegation, draw: (_, id) => <Delegations id={id} /> },
  'dinh-ky': { title: () => t.time.recurring, draw: (query, id) => <Recurring id={id} query={query} /> },
  'ban-giao': { title: () => t.time.handOver, draw: (query, id) => (id ? <HandOverRecord id={id} /> : <HandOver query={query} />) },
}

/** The screen at an address; null: it is none of these. */
export function timeScreen({ path, query }: Place): JSX.Element | null {
  const [, kind = '', id] = path.split('/')
  return SCREENS[kind]?.draw(query, id) ?? null
}

export function timeTitle(path: string): string | null {
  return SCREENS[path.split('/')[1] ?? '']?.title() ?? null
}
