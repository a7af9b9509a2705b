/** Work and reports that come by a rule: all that one sees, one of them, and one that is being written. */
import type { JSX } from 'preact'
import { words } from '../../i18n/recurring'
import { useRow } from '../../live'
import { Missing } from '../../ui/detail'
import { Icon } from '../../ui/icon'
import { useWide } from '../../ui/media'
import { Split } from '../../ui/split'
import { Editor } from './editor'
import { RecurringList } from './list'
import { RecurringView } from './view'
import '../../styles/time.css'
import '../../styles/recurring.css'

interface Props {
  id: string | undefined
  query: URLSearchParams
}

export function Recurring({ id, query }: Props): JSX.Element {
  const wide = useWide()
  if (id === 'moi') return <Editor key="moi" query={query} />
  if (id && query.has('sua')) return <Edited key={id} id={id} query={query} />
  const detail = id ? <RecurringView key={id} id={id} /> : null
  if (!wide) return detail ?? <RecurringList query={query} />
  return <Split list={<RecurringList query={query} current={id} />}>{detail ?? <Pick />}</Split>
}

function Edited({ id, query }: { id: string; query: URLSearchParams }): JSX.Element {
  const row = useRow('recurrence', id)
  return row ? <Editor query={query} known={row} /> : <Missing icon="history" title={words().missing} />
}

function Pick(): JSX.Element {
  return (
    <div class="empty pick">
      <Icon name="history" size={40} />
      <p>{words().pick}</p>
    </div>
  )
}
