/** Says that this device stopped to get notices, and where that is mended. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { useStopped } from '../push/watch'

export function PushNotice(): JSX.Element | null {
  const stopped = useStopped()
  if (!stopped) return null
  return (
    <p class="banner" role="status">
      {t.push.stopped[stopped]}
      <a class="button" href="/cai-dat">
        {t.push.mend}
      </a>
    </p>
  )
}
