/** The texts of calendar, reminders and absences: they come with their screens. */
import { language } from '.'
import { en } from './time.en'
import { vi } from './time.vi'

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { [K in keyof T]: Widen<T[K]> }

/** What every language must say: checked by the compiler. */
export type TimeCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): TimeCatalog {
  return language === 'en' ? en : vi
}
