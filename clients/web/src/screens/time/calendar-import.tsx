/** Many days at once, from a table: read on the device, shown before anything is sent, faults by their lines. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { setDays } from '../../act-time'
import { day as shortDay, t } from '../../i18n'
import { words } from '../../i18n/time'
import { daysIn } from '../../model/days-csv'
import { instant } from '../../model/workdays'
import { TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'
import { Moves } from './calendar-day'

/** So many days the server takes at once. */
const MOST = 400

export function ImportSheet({ post, onClose }: { post: string; onClose: () => void }): JSX.Element {
  const w = words().calendar
  const [text, setText] = useState('')
  const [paper, setPaper] = useState('')
  const [tried, setTried] = useState(false)
  const { days, faults } = useMemo(() => daysIn(text), [text])
  const wrong = days.length === 0 ? w.nothing : days.length > MOST ? w.tooMany : null
  const save = () => {
    if (wrong) return setTried(true)
    setDays(days, [], paper.trim() || null, post, w.saved)
    onClose()
  }
  const off = days.filter(({ working }) => !working).map(({ day }) => day)
  return (
    <Sheet
      wide
      title={w.import}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={save}>
          {w.importDo(days.length)}
        </button>
      }
    >
      <label class="button file-pick">
        <Icon name="file" size={18} />
        {w.file}
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          class="unseen"
          onChange={({ currentTarget }) => void currentTarget.files?.[0]?.text().then(setText)}
        />
      </label>
      <TextField label={w.table} hint={w.importHint} value={text} onInput={setText} lines={5} max={100_000} error={tried ? wrong : null} />
      <TextField label={`${w.paper} (${t.optional})`} placeholder={w.paperHint} value={paper} onInput={setPaper} max={200} />
      {faults.length > 0 && (
        <section aria-label={w.wrong(faults.length)}>
          <h3 class="error">
            {w.wrong(faults.length)}
          </h3>
          <ul class="faults">
            {faults.map(({ line, text: written, fault }) => (
              <li key={line}>
                <b>{w.line(line)}</b>: {w.fault[fault]}
                <code>{written}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {days.length > 0 && (
        <section aria-label={w.preview}>
          <h3>{w.ready(days.length)}</h3>
          <ul class="rows preview">
            {days.map(({ day, working, name }) => (
              <li key={day} class="row day-row">
                <span class="day-date">
                  <b>{shortDay(instant(day, '12:00'), Date.now())}</b>
                </span>
                <span class="row-title">{name}</span>
                <span class={working ? 'day-kind made' : 'day-kind off'}>{working ? w.made : w.off}</span>
              </li>
            ))}
          </ul>
          {off.length > 0 && <Moves dates={off} working={false} />}
        </section>
      )}
    </Sheet>
  )
}
