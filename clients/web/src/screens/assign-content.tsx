/** What a task can be given beside its words, and beginning from a template; their script comes when it is asked for. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../i18n'
import { hasContent, isDirective } from '../model/draft'
import { later } from '../ui/later'
import type { FieldsProps } from './content/assign-fields'
import type { FromTemplateProps } from './content/from-template'

const Fields = later<FieldsProps>(
  () => import('./content/assign-fields').then((loaded) => loaded.AssignFields),
  () => null,
)

export const FromTemplate = later<FromTemplateProps>(
  () => import('./content/from-template').then((loaded) => loaded.FromTemplate),
  () => null,
)

/** Nothing where work goes to many, or asks for answers, for a directive has none of these; said if some were given. */
export function AssignContent(props: FieldsProps): JSX.Element | null {
  const has = hasContent(props.draft) || props.uploads.list.length > 0
  const [open, setOpen] = useState(has)
  useEffect(() => {
    if (has) setOpen(true)
  }, [has])
  if (isDirective(props.draft) && !has) return null
  return (
    <details open={open} onToggle={(event) => setOpen((event.target as HTMLDetailsElement).open)}>
      <summary>{t.assign.content}</summary>
      {open && <Fields {...props} />}
    </details>
  )
}
