/** The texts of figures: they come with their screens. */
import { language, type Widen } from '.'
import { en } from './numbers.en'
import { vi } from './numbers.vi'

/** What every language must say: checked by the compiler. */
export type NumbersCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): NumbersCatalog {
  return language === 'en' ? en : vi
}
