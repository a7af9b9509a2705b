/** The honest word on how true the screen is: connected or not, as of when, and what still waits here. */
import type { JSX } from 'preact'
import { number, moment, t } from '../i18n'
import { useNow, useStatus } from '../live'
import { Icon, type IconName } from './icon'

const ICON: Record<string, IconName> = {
  offline: 'cloudOff',
  connecting: 'sync',
  'catching-up': 'sync',
  live: 'cloud',
  'signed-out': 'out',
}

export function Status(): JSX.Element {
  const status = useStatus()
  const now = useNow()
  const at = status.syncedAt ? t.sync.at(moment(status.syncedAt, now)) : t.sync.never
  const waits = status.waiting > 0 ? t.sync.waiting(status.waiting) : null
  const word = t.sync[status.connection]
  const device = localStorage.getItem('congvu.device-name')
  return (
    <div class={`status ${status.connection}`} data-status={status.connection}>
      <button type="button" class="status-pill" popovertarget="status-more">
        <Icon name={ICON[status.connection] ?? 'cloud'} size={18} />
        <span class="unseen">{t.sync.label}: </span>
        <span class="status-word">{word}</span>
        {status.waiting > 0 && (
          <span class="status-count">
            {number(status.waiting)}
            <span class="unseen"> {t.sync.waitingShort}</span>
          </span>
        )}
      </button>
      <div id="status-more" popover="auto" class="popover">
        <p>
          <b>{word}</b>
        </p>
        <p>{at}</p>
        {waits && <p>{waits}</p>}
        {device && <p>{device}</p>}
        <p class="soft">{status.connection === 'live' ? t.sync.up : t.sync.kept}</p>
      </div>
    </div>
  )
}
