/** My personal reminders on the first screen: what has come, and what comes today. */
import type { JSX } from 'preact'
import { signed, useNow, useRows } from '../live'
import { dueToday, mine, type Mine } from '../model/reminder'
import { later } from '../ui/later'

interface Props {
  reminders: readonly Mine[]
  /** The one that a notice led to. */
  asked: string | null
}

const Rows = later<Props>(
  () => import('./time/due-reminders').then((loaded) => loaded.DueReminders),
  () => null,
)

/** Those of today; `asked` is among them whenever it is. */
export function useReminders(asked: string | null): readonly Mine[] {
  const all = mine(useRows('reminder').values(), signed().official, useNow())
  const today = new Set(dueToday(all, useNow()).map(({ id }) => id))
  return all.filter(({ id }) => today.has(id) || id === asked)
}

export function TodayReminders(props: Props): JSX.Element | null {
  return props.reminders.length > 0 || props.asked ? <Rows {...props} /> : null
}
