/** The texts of evaluation: they come with their screens. */
import { language, type Widen } from '.'
import { en } from './evaluation.en'
import { vi } from './evaluation.vi'

/** What every language must say: checked by the compiler. */
export type EvaluationCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): EvaluationCatalog {
  return language === 'en' ? en : vi
}
