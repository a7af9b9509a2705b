/** The texts of what a task is made of, and of templates: they come with their screens. */
import { language, type Widen } from '.'
import { en } from './content.en'
import { vi } from './content.vi'

/** What every language must say: checked by the compiler. */
export type ContentCatalog = Widen<typeof vi>

/** In the language now in use. */
export function words(): ContentCatalog {
  return language === 'en' ? en : vi
}
