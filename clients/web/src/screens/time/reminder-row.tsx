/** One personal reminder: what, when, about which task; done with one tap, put off with two. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { changeReminder, finishReminder } from '../../act-time'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/time'
import { useNow, useRow } from '../../live'
import { choices, later } from '../../model/inbox'
import type { Mine } from '../../model/reminder'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'

interface Props {
  mine: Mine
  /** Whether a notice led here. */
  asked?: boolean
  /** The task that it is about is named, but for on the task's own screen. */
  about?: boolean
  onEdit: () => void
}

export function ReminderRow({ mine: { id, reminder, at, come }, asked, about = true, onEdit }: Props): JSX.Element {
  const w = words().reminder
  const now = useNow()
  const task = useRow('task', about ? reminder.subject : null)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!asked) return
    row.current?.scrollIntoView({ block: 'nearest' })
    row.current?.querySelector<HTMLElement>('.tick')?.focus({ preventScroll: true })
  }, [asked])
  const text = reminder.text || t.erased
  const put = (until: number) => changeReminder(id, reminder.text, until, w.putOff(moment(until, now)))
  const off = choices(now).map((choice) => ({
    label: `${t.inbox.snooze}: ${t.inbox.later[choice]}`,
    onPick: () => put(later(choice, now)),
  }))
  const items = [
    ...(come ? off : []),
    { label: w.edit, onPick: onEdit },
  ]
  const title = <span class="row-title">{text}</span>
  return (
    <li ref={row} class={`row reminder${asked ? ' current' : ''}${come ? ' come' : ''}`}>
      <button type="button" class="tick" onClick={() => finishReminder(id)} aria-label={w.finishOf(text)} title={w.finish}>
        <Icon name="check" size={18} />
      </button>
      {task ? (
        <a class="row-link" href={`/viec/${task.id}`} aria-describedby={`${id}-when`}>
          {title}
        </a>
      ) : (
        title
      )}
      <span class="row-meta" id={`${id}-when`}>
        <time dateTime={reminder.at}>
          <Icon name={come ? 'bell' : 'clock'} size={14} />
          {come ? w.since(moment(at, now)) : moment(at, now)}
        </time>
        {task && task.fields.title !== text && <span class="row-who">{task.fields.title}</span>}
      </span>
      <Menu label={w.more(text)} items={items} />
    </li>
  )
}
