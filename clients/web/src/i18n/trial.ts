/** The texts of trying rules: they come with its parts. */
import { language, type Widen } from '.'
import { en } from './trial.en'
import { vi } from './trial.vi'

/** What every language must say: checked by the compiler. */
export type TrialCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): TrialCatalog {
  return language === 'en' ? en : vi
}
