/** All work on this device: filtered, searched, sorted; long lists are drawn as far as one sees. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { VList } from 'virtua'
import { number, t } from '../i18n'
import { myPosts, useFilling, useNow, useOrganisation, useRows } from '../live'
import { nextAction } from '../model/actions'
import { listed, type LightFilter, type Listed, type Role, type SortKey } from '../model/list'
import { go } from '../router'
import { Icon } from '../ui/icon'
import { Filling } from '../ui/loading'
import { TaskRow } from '../ui/row'
import { asWhom } from '../ui/seat'
import { actionsOn, start } from './actions'

const ROLES: readonly Role[] = ['all', 'lead', 'assigner', 'other']
const LIGHTS: readonly LightFilter[] = ['open', 'late', 'soon', 'decide', 'done']
const SORTS: readonly SortKey[] = ['deadline', 'updated', 'created']

function one<T extends string>(value: string | null, known: readonly T[]): T {
  return known.find((each) => each === value) ?? (known[0] as T)
}

export function UnitTasks({ query, current }: { query: URLSearchParams; current?: string | undefined }): JSX.Element {
  const org = useOrganisation()
  const tasks = useRows('task')
  const now = useNow()
  const posts = myPosts()
  const [words, setWords] = useState('')
  const chosen = { role: one(query.get('vai'), ROLES), light: one(query.get('den'), LIGHTS), sort: one(query.get('xep'), SORTS) }
  const found = useMemo(
    () => listed(tasks.values(), { ...chosen, words, posts, org, now }),
    [tasks, org, now, posts.join(), words, query.toString()],
  )
  const set = (key: string, value: string) => {
    const next = new URLSearchParams(query)
    next.set(key, value)
    go(`/don-vi?${next.toString()}`, true)
  }
  const select = (label: string, key: string, value: string, options: readonly (readonly [string, string])[]) => (
    <label class="select">
      <span class="unseen">{label}</span>
      <select value={value} aria-label={label} onChange={(event) => set(key, (event.target as HTMLSelectElement).value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <div class="screen unit-tasks">
      <header class="screen-head">
        <h1>{t.unit.title}</h1>
        <p class="soft" role="status">
          {t.unit.count(found.length)}
        </p>
      </header>
      <div class="filters">
        <div class="search">
          <Icon name="search" size={18} />
          <input
            type="search"
            aria-label={t.unit.search}
            placeholder={t.unit.search}
            value={words}
            onInput={(event) => setWords((event.target as HTMLInputElement).value)}
          />
        </div>
        <div class="selects">
          {select(
            t.unit.light,
            'den',
            chosen.light,
            LIGHTS.map((each) => [each, t.unit.lights[each]]),
          )}
          {select(
            t.unit.role,
            'vai',
            chosen.role,
            ROLES.map((each) => [each, t.unit.roles[each]]),
          )}
          {select(
            t.unit.sort,
            'xep',
            chosen.sort,
            SORTS.map((each) => [each, t.unit.sorts[each]]),
          )}
        </div>
      </div>
      {useFilling() ? (
        <Filling />
      ) : found.length === 0 ? (
        <div class="empty">
          <Icon name="tasks" size={40} />
          <p>
            <b>{t.unit.empty}</b>
          </p>
          <p class="soft">{t.unit.emptyHint}</p>
          <button
            type="button"
            class="button"
            onClick={() => {
              setWords('')
              go('/don-vi', true)
            }}
          >
            {t.unit.clear}
          </button>
        </div>
      ) : (
        <VList data={found} role="list" class="rows long" aria-label={`${t.unit.title}: ${number(found.length)}`}>
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
      )}
    </div>
  )
}
