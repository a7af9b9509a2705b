/** All work on this device: filtered, searched, sorted; long lists are drawn as far as one sees; several are picked at once. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { VList } from 'virtua'
import { number, t } from '../i18n'
import { myPosts, useFilling, useNow, useOrganisation, useRows } from '../live'
import { nextAction } from '../model/actions'
import { labelsOf, listed, type Listed } from '../model/list'
import type { Organisation } from '../model/organisation'
import { go } from '../router'
import { Icon } from '../ui/icon'
import { later } from '../ui/later'
import { Filling } from '../ui/loading'
import { TaskRow } from '../ui/row'
import { asWhom } from '../ui/seat'
import { actionsOn, start } from './actions'
import type { ChoosingProps } from './lists/choosing'
import { changed, chosenIn, Filters } from './unit-filters'

const Choosing = later<ChoosingProps>(
  () => import('./lists/choosing').then((loaded) => loaded.Choosing),
  () => <Filling />,
)

export function UnitTasks({ query, current }: { query: URLSearchParams; current?: string | undefined }): JSX.Element {
  const org = useOrganisation()
  const tasks = useRows('task')
  const now = useNow()
  const posts = myPosts()
  const filling = useFilling()
  const [words, setWords] = useState('')
  const chosen = chosenIn(query)
  const choosing = query.has('chon')
  const labels = useMemo(() => labelsOf(tasks.values()), [tasks])
  const found = useMemo(
    () => listed(tasks.values(), { ...chosen, words, posts, org, now }),
    [tasks, org, now, posts.join(), words, query.toString()],
  )
  const clear = () => {
    setWords('')
    go('/don-vi', true)
  }
  return (
    <div class="screen unit-tasks">
      <header class="screen-head">
        <h1>{t.unit.title}</h1>
        <p class="soft" role="status">
          {t.unit.count(found.length)}
        </p>
        <a class="icon-button head-action" href="/lich?cua=unit" aria-label={t.time.agenda} title={t.time.agenda}>
          <Icon name="calendar" />
        </a>
        {!choosing && found.length > 1 && (
          <button type="button" class="button" onClick={() => changed(query, 'chon', '', true)}>
            <Icon name="checks" size={18} />
            {t.unit.choose}
          </button>
        )}
      </header>
      <Filters query={query} chosen={chosen} labels={labels} words={words} onWords={setWords} />
      {filling ? (
        <Filling />
      ) : choosing ? (
        <Choosing found={found} org={org} now={now} onLeave={() => changed(query, 'chon', null)} />
      ) : found.length === 0 ? (
        <Nothing onClear={clear} />
      ) : (
        <List found={found} org={org} now={now} current={current} posts={posts} />
      )}
    </div>
  )
}

function Nothing({ onClear }: { onClear: () => void }): JSX.Element {
  return (
    <div class="empty">
      <Icon name="tasks" size={40} />
      <p>
        <b>{t.unit.empty}</b>
      </p>
      <p class="soft">{t.unit.emptyHint}</p>
      <button type="button" class="button" onClick={onClear}>
        {t.unit.clear}
      </button>
    </div>
  )
}

interface ListProps {
  found: readonly Listed[]
  org: Organisation
  now: number
  current: string | undefined
  posts: readonly string[]
}

function List({ found, org, now, current, posts }: ListProps): JSX.Element {
  return (
    <VList data={found as Listed[]} role="list" class="rows long" aria-label={`${t.unit.title}: ${number(found.length)}`}>
      {({ id, fields: task, mine }: Listed) => (
        <TaskRow
          key={id}
          id={id}
          task={task}
          org={org}
          now={now}
          as="div"
          current={current === id}
          asWhom={asWhom(task, posts, org)}
          who={mine ? task.assigner : task.lead}
          next={nextAction(task, actionsOn(task, org, now))}
          onNext={(action) => start(action, id)}
        />
      )}
    </VList>
  )
}
