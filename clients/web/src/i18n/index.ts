/** Texts in the user's language, and dates and numbers written as that language writes them. */
import { civilDay, timeOfDay } from '../model/time'
import { vi } from './vi'

export type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Widen<T[K]> }

/** What every language must say: checked by the compiler. */
export type Catalog = Widen<typeof vi>
export type Language = 'vi' | 'en'

/** The texts now in use; replaced as a whole by `speak`. */
export let t: Catalog = vi
export let language: Language = 'vi'

/** Change the language. The caller draws the screens anew. */
export async function speak(next: Language): Promise<void> {
  t = next === 'en' ? (await import('./en')).en : vi
  language = next
  formats.clear()
  document.documentElement.lang = next
}

/** One of several by number, as the language counts. */
export function plural(n: number, one: string, other: string): string {
  return new Intl.PluralRules(language).select(n) === 'one' ? one : other
}

const ZONE = 'Asia/Ho_Chi_Minh'
const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options)
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: ZONE, hourCycle: 'h23', ...options })
    formats.set(key, made)
  }
  return made.format(at)
}

/** 08:05, in all languages: lists draw hundreds of these while they scroll. */
export const clock = timeOfDay

/** 21/11, with the year when it is not this one. */
export function day(at: number, now: number): string {
  const year = format(at, { year: 'numeric' })
  const date = `${format(at, { day: '2-digit' })}/${format(at, { month: '2-digit' })}`
  return year === format(now, { year: 'numeric' }) ? date : `${date}/${year}`
}

/** 08:05 today, 08:05 21/11 on other days. */
export function moment(at: number, now: number): string {
  return civilDay(at) === civilDay(now) ? clock(at) : `${clock(at)} ${day(at, now)}`
}

/** Thứ Sáu, 21/11 */
export function longDay(at: number): string {
  return `${format(at, { weekday: 'long' })}, ${day(at, at)}`
}

export function number(value: number): string {
  return value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB')
}
