/** What a rule that is being written would give, asked of the server once one stops typing. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { preview, type Preview as Found } from '../../graphql/recurring'
import { words } from '../../i18n/recurring'
import { scheduleOf, type Draft } from '../../model/recurring'
import { sentence } from './said'
import { Foreseen } from './upcoming'

const SHOWN = 4
/** So long after the last change. */
const REST = 300

export function Preview({ draft, ready, now }: { draft: Draft; ready: boolean; now: number }): JSX.Element {
  const r = words()
  const schedule = scheduleOf(draft)
  const title = draft.title.trim() || '{kỳ}'
  const key = JSON.stringify([schedule, title, ready])
  const [found, setFound] = useState<(Found & { key: string }) | null>(null)
  useEffect(() => {
    if (!ready) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void preview(schedule, title, SHOWN, stop.signal).then((answer) => {
        if (!stop.signal.aborted) setFound({ ...answer, key })
      })
    }, REST)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [key])
  const asking = ready && found?.key !== key
  return (
    <section class="rule-preview recurring-preview" aria-labelledby="preview" aria-busy={asking}>
      <h2 id="preview" class="section-title">
        {r.preview}
      </h2>
      {ready && <p class="rule-sentence">{sentence(schedule)}</p>}
      <div aria-live="polite">
        {!ready && <p class="hint">{r.previewWrong}</p>}
        {ready && !found && <p class="hint">{r.previewAsking}</p>}
        {ready && found?.refusal && (
          <p class="error" role="alert">
            {found.refusal}
          </p>
        )}
        {ready && found && !found.refusal && !found.occurrences && <p class="hint">{r.previewOffline}</p>}
        {ready && found?.occurrences?.length === 0 && <p class="hint">{r.upcomingNone}</p>}
        {ready && found?.occurrences && found.occurrences.length > 0 && <Foreseen occurrences={found.occurrences} now={now} />}
      </div>
    </section>
  )
}
