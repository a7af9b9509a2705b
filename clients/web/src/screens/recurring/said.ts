/** A rule as one would say it: when it comes, what it is about, until when data count, and until when it is due. */
import { words } from '../../i18n/recurring'
import { monthsOf, rhythmOf, type Rhythm } from '../../model/rhythm'
import { ofMonths, type Offset, type Schedule } from '../../model/recurring'

/** "ngày 25 hằng tháng". */
export function rhythmWords({ every, interval, weekdays, days, nth, month }: Rhythm): string {
  const r = words()
  const when = nth ? r.nth(nth.place, r.weekday[nth.weekday]) : r.days(days)
  const named = weekdays.map((day) => r.weekday[day])
  switch (every) {
    case 'day':
      return interval === 1 ? r.everyDay : r.everyDays(interval)
    case 'week':
      return interval === 1 ? r.everyWeek(named) : r.everyWeeks(named, interval)
    case 'month':
      return interval === 1 ? r.everyMonth(when) : r.everyMonths(when, interval)
    case 'quarter':
      return r.everyQuarter(when, month)
    case 'half-year':
      return r.everyHalf(when, monthsOf(every, month))
    case 'year':
      return r.everyYear(when, month)
  }
}

export function ruleWords({ rule, start }: Schedule): string {
  const rhythm = rhythmOf(rule, start)
  return rhythm ? rhythmWords(rhythm) : words().ownRule(rule)
}

export function periodWords({ period, back }: Schedule): string {
  return words().period[period]?.[back] ?? words().periodBack(back, period)
}

/** Which period it is about, and from which day on it counts, where that is not its own first. */
export function coversWords(schedule: Schedule): string {
  const { begins = 1 } = schedule
  return begins === 1 || !ofMonths(schedule) ? periodWords(schedule) : words().counting(periodWords(schedule), begins)
}

export function offsetWords({ days, working, at }: Offset): string {
  return words().offset(days, working, at)
}

/** All of it in one sentence, with a capital. */
export function sentence(schedule: Schedule): string {
  const r = words()
  const parts = [
    ruleWords(schedule),
    r.given(schedule.at),
    r.about(coversWords(schedule)),
    ...(schedule.cutOff ? [r.cutOff(offsetWords(schedule.cutOff))] : []),
    r.due(offsetWords(schedule.due)),
  ]
  return capital(parts.join('; '))
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
}

/** 25/06/2026 of 2026-06-25. */
export function dateWords(date: string): string {
  return date.split('-').reverse().join('/')
}

/** Why an occurrence led to nothing, and what to do, by the code of the refusal. */
export function failureWords(code: string): string {
  const r = words()
  const known = Object.keys(r.failure).find((each) => code === each || code.startsWith(`${each}.`))
  return (known && r.failure[known]) ?? r.failureOther(code)
}
