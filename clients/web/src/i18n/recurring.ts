/** The texts of recurring work: they come with its screens. */
import { language, type Widen } from '.'
import { en } from './recurring.en'
import { vi } from './recurring.vi'

/** What every language must say: checked by the compiler. */
export type RecurringCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): RecurringCatalog {
  return language === 'en' ? en : vi
}
