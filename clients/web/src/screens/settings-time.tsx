/** Ways to the calendar, my reminders and absences; and my deadlines in other calendars. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { Icon, type IconName } from '../ui/icon'
import { later } from '../ui/later'

const Feed = later(
  () => import('./agenda/feed').then((loaded) => loaded.Feed),
  () => null,
)

const LINKS: readonly { path: string; icon: IconName; label: () => string }[] = [
  { path: '/lich', icon: 'today', label: () => t.time.agenda },
  { path: '/nhac-viec', icon: 'bell', label: () => t.time.reminders },
  { path: '/lich-lam-viec', icon: 'calendar', label: () => t.time.calendar },
  { path: '/dinh-ky', icon: 'history', label: () => t.time.recurring },
  { path: '/mau-viec', icon: 'copy', label: () => t.nav.templates },
  { path: '/vang-mat', icon: 'out', label: () => t.time.absence },
  { path: '/uy-quyen', icon: 'edit', label: () => t.time.delegation },
  { path: '/ban-giao', icon: 'swap', label: () => t.time.handOver },
]

export function SettingsTime(): JSX.Element {
  return (
    <>
      <section class="paper">
        <h2>{t.time.title}</h2>
        <ul class="ways">
          {LINKS.map(({ path, icon, label }) => (
            <li key={path}>
              <a href={path}>
                <Icon name={icon} />
                <span class="grow">{label()}</span>
                <Icon name="next" size={16} />
              </a>
            </li>
          ))}
        </ul>
      </section>
      <Feed />
    </>
  )
}
