/** The texts of calendar, reminders and absences: they come with their screens. */
import { language, type Widen } from '.'
import { en } from './time.en'
import { vi } from './time.vi'

/** What every language must say: checked by the compiler. */
export type TimeCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): TimeCatalog {
  return language === 'en' ? en : vi
}
