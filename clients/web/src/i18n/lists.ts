/** The texts of doing something with many pieces of work: they come with their screens. */
import { language, type Widen } from '.'
import { en } from './lists.en'
import { vi } from './lists.vi'

/** What every language must say: checked by the compiler. */
export type ListsCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): ListsCatalog {
  return language === 'en' ? en : vi
}
