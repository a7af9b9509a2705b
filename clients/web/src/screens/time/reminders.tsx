/** Nhắc việc của tôi: all that I asked to be reminded of, by when it comes. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number, t } from '../../i18n'
import { words } from '../../i18n/time'
import { signed, useFilling, useNow, useRows } from '../../live'
import { dueToday, mine, type Mine } from '../../model/reminder'
import { Choice } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { ReminderRow } from './reminder-row'
import { ReminderSheet } from './reminder-sheet'
import '../../styles/time.css'

type Show = 'all' | 'come' | 'coming'

export function Reminders(): JSX.Element {
  const w = words().reminder
  const now = useNow()
  const all = mine(useRows('reminder').values(), signed().official, now)
  const filling = useFilling()
  const [show, setShow] = useState<Show>('all')
  const [editing, edit] = useState<Mine | 'new' | null>(null)
  const come = all.filter((each) => each.come)
  const coming = all.filter((each) => !each.come)
  const today = dueToday(coming, now)
  const after = coming.filter((each) => !today.includes(each))
  const groups: [string, readonly Mine[]][] = [
    [w.come, show === 'coming' ? [] : come],
    [w.today, show === 'come' ? [] : today],
    [w.coming, show === 'come' ? [] : after],
  ]
  const nothing = groups.every(([, list]) => list.length === 0)
  const option = (value: Show, label: string, count: number) => ({ value, label: count > 0 ? `${label} ${number(count)}` : label })
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.time.reminders}</h1>
        <button type="button" class="button primary add" onClick={() => edit('new')}>
          <Icon name="plus" size={18} />
          {w.new}
        </button>
      </header>
      <Choice<Show>
        legend={w.show}
        hideLegend
        value={show}
        onChange={setShow}
        options={[option('all', w.all, all.length), option('come', w.come, come.length), option('coming', w.coming, coming.length)]}
      />
      {groups.map(
        ([title, list]) =>
          list.length > 0 && (
            <section key={title} aria-label={title}>
              <h2 class="section-title">
                {title} <span class="count">{number(list.length)}</span>
              </h2>
              <ul class="rows">
                {list.map((each) => (
                  <ReminderRow key={each.id} mine={each} onEdit={() => edit(each)} />
                ))}
              </ul>
            </section>
          ),
      )}
      {nothing && filling && <Filling />}
      {nothing && !filling && (
        <div class="empty">
          <Icon name="bell" size={40} />
          <p>
            <b>{all.length === 0 ? w.empty : show === 'come' ? w.noneCome : w.noneComing}</b>
          </p>
          {all.length === 0 && <p class="soft">{w.emptyHint}</p>}
        </div>
      )}
      {editing && <ReminderSheet {...(editing === 'new' ? {} : { mine: editing })} onClose={() => edit(null)} />}
    </div>
  )
}
