/** What every screen about one thing begins with: its name and the way back, or that it is not here. */
import type { ComponentChildren, JSX } from 'preact'
import { t } from '../i18n'
import type { Urgency } from '../model/rows'
import { back } from '../router'
import { Icon, type IconName } from './icon'
import { Urgent } from './light'

interface HeadProps {
  urgency: Urgency
  title: string
  /** What stands under the title. */
  children: ComponentChildren
  /** What stands beside it. */
  aside?: ComponentChildren
}

export function DetailHead({ urgency, title, children, aside }: HeadProps): JSX.Element {
  return (
    <header class="detail-head">
      <button type="button" class="icon-button back" onClick={() => back('/')} aria-label={t.back}>
        <Icon name="back" />
      </button>
      <div class="grow">
        <h1>
          <Urgent urgency={urgency} />
          {title}
        </h1>
        {children}
      </div>
      {aside}
    </header>
  )
}

/** Not on this device, and perhaps never to be seen by this official. */
export function Missing({ icon, title }: { icon: IconName; title: string }): JSX.Element {
  return (
    <div class="screen empty">
      <Icon name={icon} size={40} />
      <h1>{title}</h1>
      <p class="soft">{t.task.missingHint}</p>
      <a class="button" href="/">
        {t.nav.today}
      </a>
    </div>
  )
}
