/** What a channel is called and is about, who may write there, and how long messages are kept. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { rename, setRules } from '../act-channel'
import { t } from '../i18n'
import type { TalkPlace } from '../model/talk-place'
import { Choice, TextField } from '../ui/fields'
import { Sheet } from '../ui/sheet'

/** Days that are offered; 0: for ever. */
const KEPT = [0, 30, 90, 365, 1825] as const

export function TalkRules({ place, onClose }: { place: TalkPlace; onClose: () => void }): JSX.Element {
  const [title, setTitle] = useState(place.name)
  const [topic, setTopic] = useState(place.topic ?? '')
  const [posting, setPosting] = useState(place.posting)
  const [days, setDays] = useState(place.retentionDays ?? 0)
  const save = () => {
    if (!title.trim()) return
    const about = topic.trim() || null
    if (title.trim() !== place.name || about !== place.topic) rename(place.id, title.trim(), about)
    if (posting !== place.posting || (days || null) !== place.retentionDays) setRules(place.id, posting, days || null)
    onClose()
  }
  const kept = KEPT.includes(days as (typeof KEPT)[number]) ? KEPT : [...KEPT, days]
  return (
    <Sheet
      title={t.talk.rules}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={save}>
          {t.talk.saveRules}
        </button>
      }
    >
      <TextField label={t.talk.name} value={title} onInput={setTitle} max={120} error={title.trim() ? null : t.talk.nameIt} />
      <TextField label={`${t.talk.topic} (${t.optional})`} value={topic} onInput={setTopic} max={500} />
      <Choice<TalkPlace['posting']>
        legend={t.talk.whoWrites}
        value={posting}
        onChange={setPosting}
        options={(['all', 'moderators'] as const).map((value) => ({ value, label: t.talk.posting[value] }))}
      />
      <Choice<number>
        legend={t.talk.retention}
        value={days}
        onChange={setDays}
        options={kept.map((value) => ({ value, label: value === 0 ? t.talk.forEver : t.talk.days(value) }))}
      />
      <p class="hint">{t.talk.retentionHint}</p>
    </Sheet>
  )
}
