/** The rows of my reminders on the first screen; the one that a notice led to stands out. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number, t } from '../../i18n'
import { words } from '../../i18n/time'
import type { Mine } from '../../model/reminder'
import { Icon } from '../../ui/icon'
import { ReminderRow } from './reminder-row'
import { ReminderSheet } from './reminder-sheet'
import '../../styles/time.css'

/** So many are shown; the rest is one tap away. */
const SHOWN = 3

export function DueReminders({ reminders, asked }: { reminders: readonly Mine[]; asked: string | null }): JSX.Element {
  const w = words()
  const [editing, edit] = useState<Mine | null>(null)
  const gone = asked !== null && !reminders.some(({ id }) => id === asked)
  const first = [...reminders].sort((a, b) => Number(b.id === asked) - Number(a.id === asked))
  return (
    <>
      {gone && (
        <p class="note" role="status">
          <Icon name="check" size={16} />
          <span>
            {w.reminder.noneSuch} <a href="/nhac-viec">{t.time.reminders}</a>
          </span>
        </p>
      )}
      {reminders.length > 0 && (
        <section aria-labelledby="my-reminders">
          <h2 id="my-reminders" class="section-title">
            {t.time.reminders} <span class="count">{number(reminders.length)}</span>
            <a class="see-all" href="/nhac-viec">
              {w.reminder.all}
              <Icon name="next" size={16} />
            </a>
          </h2>
          <ul class="rows">
            {first.slice(0, SHOWN).map((each) => (
              <ReminderRow key={each.id} mine={each} asked={each.id === asked} onEdit={() => edit(each)} />
            ))}
          </ul>
        </section>
      )}
      {editing && <ReminderSheet mine={editing} onClose={() => edit(null)} />}
    </>
  )
}
