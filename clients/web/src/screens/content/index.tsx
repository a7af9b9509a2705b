/** Addresses of the templates' screens; each comes when it is first opened. */
import type { JSX } from 'preact'
import { t } from '../../i18n'
import type { Place } from '../../router'
import { later } from '../../ui/later'
import { Filling } from '../../ui/loading'

const waiting = () => (
  <div class="screen">
    <Filling />
  </div>
)

const Templates = later<{ query: URLSearchParams }>(() => import('./templates').then((loaded) => loaded.Templates), waiting)

const Template = later<{ id: string; query: URLSearchParams }>(() => import('./template').then((loaded) => loaded.TemplateScreen), waiting)

const Editor = later<{ id?: string; query: URLSearchParams }>(() => import('./template-editor').then((loaded) => loaded.TemplateEditor), waiting)

/** The screen at an address; null: it is none of these. */
export function contentScreen({ path, query }: Place): JSX.Element | null {
  const [, kind, id, what] = path.split('/')
  if (kind !== 'mau-viec') return null
  if (id === 'moi') return <Editor query={query} />
  if (!id) return <Templates query={query} />
  return what === 'sua' ? <Editor key={id} id={id} query={query} /> : <Template key={id} id={id} query={query} />
}

export function contentTitle(path: string): string | null {
  return path.startsWith('/mau-viec') ? t.nav.templates : null
}
