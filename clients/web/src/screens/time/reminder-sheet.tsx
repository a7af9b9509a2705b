/** A personal reminder, new or changed: of what, and when, mostly in one tap. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { changeReminder, remind } from '../../act-time'
import { moment } from '../../i18n'
import { words } from '../../i18n/time'
import { rows, useNow } from '../../live'
import { quick, type Mine } from '../../model/reminder'
import { Deadline, TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { useWorkdays } from './calendar-row'

interface Props {
  /** The reminder that is changed; none: a new one. */
  mine?: Mine
  /** The task that a new one is about. */
  about?: string
  onClose: () => void
}

const LONGEST = 500

export function ReminderSheet({ mine, about, onClose }: Props): JSX.Element {
  const w = words().reminder
  const now = useNow()
  const workdays = useWorkdays()
  const task = rows('task').get(mine?.reminder.subject ?? about ?? '')?.fields
  const [text, setText] = useState(mine?.reminder.text ?? task?.title ?? '')
  const [at, setAt] = useState<number | null>(mine && mine.at > now ? mine.at : null)
  const [tried, setTried] = useState(false)
  const chips = quick(now, workdays, task && Date.parse(task.deadline)).map((each) => ({ at: each.at, label: w.quick[each.key] }))
  const late = at === null ? w.needTime : at <= now ? w.past : null
  const save = () => {
    if (at === null || late || !text.trim()) return setTried(true)
    if (mine) changeReminder(mine.id, text.trim(), at, w.set(moment(at, now)))
    else remind(text.trim(), at, about ?? null)
    onClose()
  }
  return (
    <Sheet
      title={mine ? w.edit : w.add}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={save}>
          {mine ? w.save : w.add}
        </button>
      }
    >
      {task && <p class="subject">{w.about(task.title)}</p>}
      <Deadline legend={w.when} value={at} onChange={setAt} now={now} chips={chips} error={tried ? late : null} />
      <TextField
        label={w.text}
        placeholder={w.textHint}
        hint={w.private}
        value={text}
        onInput={setText}
        lines={2}
        max={LONGEST}
        focus={!task && !mine}
        error={tried && !text.trim() ? w.needText : null}
      />
    </Sheet>
  )
}
