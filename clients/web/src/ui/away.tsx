/** Says of somebody that they are away, and until when, so that nobody waits for them in vain. */
import type { JSX } from 'preact'
import { moment, t } from '../i18n'
import { useNow, useRows } from '../live'
import { awayUntil } from '../standing'

export function Away({ official }: { official: string | null | undefined }): JSX.Element | null {
  useRows('absence')
  const now = useNow()
  const until = awayUntil(official)
  return until === undefined ? null : <span class="away">{t.away(moment(until, now))}</span>
}
