/** One action on many tasks: what it needs, what would become of each, and how it went. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words } from '../../i18n/lists'
import { useOrganisation } from '../../live'
import type { BulkName, Preview } from '../../model/bulk'
import { Acting } from '../../ui/acting'
import { Filling } from '../../ui/loading'
import { remember } from '../../ui/picker'
import { Sheet } from '../../ui/sheet'
import { useFields } from './fields'
import { Outcome } from './outcome'
import { useRun } from './run'
import { WeighedList } from './weighed'
import { usePosts, useWeighed } from './weighing'

interface Props {
  name: BulkName
  ids: readonly string[]
  onClose: () => void
  /** With those that failed. */
  onFinished: (left: readonly string[]) => void
}

export function BulkSheet({ name, ids: now, onClose, onFinished }: Props): JSX.Element {
  const [ids] = useState(now)
  const w = words()
  const org = useOrganisation()
  const asked = useFields(name)
  const posts = usePosts(name, ids)
  const [post, setPost] = useState(posts[0] ?? '')
  const [looking, look] = useState(false)
  const weighed = useWeighed(name, ids, post, looking ? asked.args : null)
  const run = useRun(name, post)
  const acting = <Acting posts={posts} value={post} onChange={setPost} org={org} />
  const title = w.title[name](number(ids.length))
  if (run.state) return <Outcome name={name} title={title} run={run} onClose={onClose} onFinished={onFinished} />
  if (!looking)
    return (
      <Sheet
        title={title}
        onClose={onClose}
        foot={
          <>
            {acting}
            <button type="button" class="button primary big" onClick={() => asked.ready() && look(true)}>
              {w.weigh}
            </button>
          </>
        }
      >
        {asked.fields}
      </Sheet>
    )
  const go = (found: Preview) => {
    if (asked.to) remember([asked.to])
    run.give(found.goes.map(({ task }) => task), asked.args)
  }
  return (
    <Sheet title={title} onClose={onClose} wide foot={<Foot name={name} found={weighed.found} onBack={() => look(false)} onGo={go} />}>
      {weighed.found ? (
        <WeighedList name={name} found={weighed.found} org={org} />
      ) : weighed.failed ? (
        <div class="banner" role="status">
          {w.unweighed}
          <button type="button" class="button" onClick={weighed.again}>
            {w.again}
          </button>
        </div>
      ) : (
        <>
          <p role="status" class="hint">
            {w.weighing(number(weighed.done), number(ids.length))}
          </p>
          <Filling />
        </>
      )}
    </Sheet>
  )
}

interface FootProps {
  name: BulkName
  found: Preview | null
  onBack: () => void
  onGo: (found: Preview) => void
}

function Foot({ name, found, onBack, onGo }: FootProps): JSX.Element {
  const w = words()
  return (
    <>
      <button type="button" class="button big" onClick={onBack}>
        {w.back}
      </button>
      {found && found.goes.length > 0 && (
        <button type="button" class="button primary big" onClick={() => onGo(found)}>
          {w.title[name](number(found.goes.length))}
        </button>
      )}
    </>
  )
}
