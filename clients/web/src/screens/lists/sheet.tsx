/** One action on many tasks: what it needs, what would become of each, and how it went. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { COMMAND } from '../../act'
import { weigh } from '../../graphql/bulk'
import { number, t } from '../../i18n'
import { words } from '../../i18n/lists'
import { myPosts, rows, useNow, useOrganisation } from '../../live'
import { mayAct, preview, type BulkName, type Preview } from '../../model/bulk'
import type { Seat } from '../../model/rows'
import { iso } from '../../model/time'
import { actingAs } from '../../standing'
import { Acting } from '../../ui/acting'
import { Deadline, TextField } from '../../ui/fields'
import { Filling } from '../../ui/loading'
import { Picker, remember } from '../../ui/picker'
import { Sheet } from '../../ui/sheet'
import { actionsOn } from '../actions'
import { Outcome } from './outcome'
import { useRun } from './run'
import { WeighedList } from './weighed'

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

/** My posts that may do it to some of them; where the device knows of none, all mine: the server says why not. */
function usePosts(name: BulkName, ids: readonly string[]): readonly string[] {
  const org = useOrganisation()
  const now = useNow()
  return useMemo(() => {
    const tasks = ids.flatMap((id) => rows('task').get(id)?.fields ?? [])
    const may = mayAct(name, tasks.map((task) => actionsOn(task, org, now)))
    return may.length > 0 ? may : myPosts()
  }, [name, ids])
}

interface Asked {
  fields: JSX.Element
  args: Record<string, unknown>
  to: Seat | null
  /** Whether all is there; else what lacks is said. */
  ready: () => boolean
}

/** What the action needs besides the tasks. */
function useFields(name: BulkName): Asked {
  const now = useNow()
  const [text, setText] = useState('')
  const [to, setTo] = useState<Seat[]>([])
  const [at, setAt] = useState<number | null>(null)
  const [tried, setTried] = useState(false)
  const seat = to[0] ?? null
  const lacks = name === 'reassign' ? !seat : name === 'changeDeadline' && (at === null || at <= now)
  const said = text.trim() || null
  const args = {
    chase: said ? { text: said } : {},
    reassign: { lead: seat, reason: said },
    changeDeadline: { deadline: at === null ? null : iso(at), reason: said },
  }[name]
  const label = { chase: t.chase.text, reassign: t.reassign.reason, changeDeadline: t.changeDeadline.reason }[name]
  const wrong = at === null ? t.assign.needDeadline : t.deadline.past
  const fields = (
    <>
      {name === 'reassign' && (
        <Picker label={t.reassign.to} chosen={to} onChange={setTo} error={tried && lacks ? t.assign.needTo : null} />
      )}
      {name === 'changeDeadline' && <Deadline value={at} onChange={setAt} now={now} error={tried && lacks ? wrong : null} />}
      <TextField label={`${label} (${t.optional})`} value={text} onInput={setText} lines={name === 'chase' ? 3 : 2} focus={name === 'chase'} />
    </>
  )
  const ready = () => {
    setTried(true)
    return !lacks
  }
  return { fields, args, to: seat, ready }
}

/** The server's word on each of them; asked once `args` is there. */
function useWeighed(name: BulkName, ids: readonly string[], post: string, args: object | null) {
  const [found, set] = useState<Preview | null>(null)
  const [failed, fail] = useState(false)
  const [done, say] = useState(0)
  const [round, again] = useState(0)
  const key = args && JSON.stringify(args)
  useEffect(() => {
    set(null)
    fail(false)
    say(0)
    if (!args) return undefined
    const stop = new AbortController()
    void weigh(COMMAND[name], ids, actingAs(post, name), args, stop.signal, say).then((weighed) => {
      if (stop.signal.aborted) return
      fail(weighed === null)
      set(weighed && preview(weighed))
    })
    return () => stop.abort()
  }, [key, post, round])
  return { found, failed, done, again: () => again(round + 1) }
}
