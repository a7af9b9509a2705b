/** The texts of the calendar of work: they come with their screens. */
import { language, type Widen } from '.'
import { en } from './agenda.en'
import { vi } from './agenda.vi'

/** What every language must say: checked by the compiler. */
export type AgendaCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): AgendaCatalog {
  return language === 'en' ? en : vi
}
