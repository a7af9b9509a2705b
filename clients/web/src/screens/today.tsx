/** Hôm nay: what is late, what is due, what waits for my word; at most seven rows, then figures. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { longDay, number, t } from '../i18n'
import { myPosts, useFilling, useNow, useOrganisation, useRows } from '../live'
import { nextAction } from '../model/actions'
import { answered, count, dotOf, type Dot } from '../model/board'
import type { Organisation } from '../model/organisation'
import type { Directive, Line } from '../model/rows'
import { groups, shares, type Group, type Item } from '../model/today'
import { Icon } from '../ui/icon'
import { Filling } from '../ui/loading'
import { TaskRow } from '../ui/row'
import { asWhom } from '../ui/seat'
import { actionsOn, start } from './actions'
import { Figures } from './figures'

const LINK: Record<Group, string> = {
  late: '/don-vi?den=late&vai=lead',
  due: '/don-vi?den=soon&vai=lead',
  decide: '/don-vi?den=decide',
}

export function Today({ current }: { current?: string | undefined }): JSX.Element {
  const org = useOrganisation()
  const tasks = useRows('task')
  const now = useNow()
  const posts = myPosts()
  const found = useMemo(() => groups(tasks.values(), posts, org, now), [tasks, org, now, posts.join()])
  const directives = useRunning(posts, org)
  const sizes = { late: found.late.length, due: found.due.length, decide: found.decide.length }
  const share = shares(sizes, 7 - Math.min(directives.length, 2))
  const filling = useFilling()
  const nothing = sizes.late + sizes.due + sizes.decide + directives.length === 0
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.today.title}</h1>
        <p class="soft">{longDay(now)}</p>
      </header>
      {directives.length > 0 && (
        <section aria-labelledby="running">
          <h2 id="running" class="section-title">
            {t.today.directives}
          </h2>
          <ul class="rows">
            {directives.slice(0, 2).map((each) => (
              <DirectiveRow key={each.id} {...each} now={now} />
            ))}
          </ul>
        </section>
      )}
      {(['late', 'due', 'decide'] as const).map((group) => (
        <GroupRows
          key={group}
          group={group}
          items={found[group].slice(0, share[group])}
          all={sizes[group]}
          org={org}
          now={now}
          current={current}
          posts={posts}
        />
      ))}
      {nothing && filling && <Filling />}
      {nothing && !filling && (
        <div class="empty">
          <Icon name="checks" size={40} />
          <p>
            <b>{t.today.empty}</b>
          </p>
          <p class="soft">{t.today.emptyHint}</p>
        </div>
      )}
      <Figures posts={posts} org={org} now={now} />
    </div>
  )
}

interface GroupProps {
  group: Group
  items: Item[]
  all: number
  org: Organisation
  now: number
  current: string | undefined
  posts: readonly string[]
}

function GroupRows({ group, items, all, org, now, current, posts }: GroupProps): JSX.Element | null {
  if (items.length === 0) return null
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`} class={`section-title ${group}`}>
        {t.today[group]} <span class="count">{number(all)}</span>
        {all > items.length && (
          <a class="see-all" href={LINK[group]}>
            {t.seeAll(all)}
            <Icon name="next" size={16} />
          </a>
        )}
      </h2>
      <ul class="rows">
        {items.map(({ id, task }) => (
          <TaskRow
            key={id}
            id={id}
            task={task}
            org={org}
            now={now}
            next={nextAction(task, actionsOn(task, org, now))}
            current={current === id}
            asWhom={asWhom(task, posts, org)}
            who={posts.some((post) => org.sits(post, task.lead)) ? task.assigner : task.lead}
            onNext={(action) => start(action, id)}
          />
        ))}
      </ul>
    </section>
  )
}

interface Running {
  id: string
  directive: Directive
  dots: Record<Dot, number>
  given: number
  all: number
}

/** Directives of my desk that still run, the newest first, with their boards counted. */
export function useRunning(posts: readonly string[], org: Organisation): Running[] {
  const directives = useRows('directive')
  const lines = useRows('line')
  return useMemo(() => {
    const mine = [...directives.values()].filter(
      ({ fields }) => fields.state === 'issued' && posts.some((post) => org.watches(post, fields.issuer)),
    )
    if (mine.length === 0) return []
    const of = new Map<string, Line[]>(mine.map(({ id }) => [id, []]))
    for (const { fields } of lines.values()) of.get(fields.directive)?.push(fields)
    const now = Date.now()
    return mine
      .sort((a, b) => (a.fields.issuedAt < b.fields.issuedAt ? 1 : -1))
      .map(({ id, fields }) => {
        const known = of.get(id) ?? []
        const all = fields.units.length
        const dots = count(known.map((line) => dotOf(line, now)))
        return { id, directive: fields, all, given: answered(known), dots: { ...dots, sent: dots.sent + all - known.length } }
      })
      .filter(({ dots, all }) => dots.done < all)
  }, [directives, lines, org, posts.join()])
}

function DirectiveRow({ id, directive, dots, given, all }: Running & { now: number }): JSX.Element {
  const share = (n: number) => ({ flexGrow: n })
  return (
    <li class="row">
      <a class="row-link" href={`/chi-dao/${id}`}>
        <span class="row-title">
          {directive.urgency !== 'normal' && <span class={`urgency ${directive.urgency}`}>{t.urgency[directive.urgency]}</span>}
          {directive.title}
        </span>
      </a>
      <span class="row-meta">
        <b class="tabular">{t.directive.progress(given, all)}</b>
        {dots.late > 0 && (
          <span class="light red">
            <Icon name="late" size={15} />
            {dots.late} {t.dot.late.toLowerCase()}
          </span>
        )}
        {dots.sent > 0 && (
          <span>
            {dots.sent} {t.dot.sent.toLowerCase()}
          </span>
        )}
      </span>
      <span class="stack-bar" aria-hidden="true">
        <i class="done" style={share(dots.done + dots.submitted)} />
        <i class="working" style={share(dots.working + dots.accepted)} />
        <i class="opened" style={share(dots.opened)} />
        <i class="late" style={share(dots.late + dots.declined)} />
        <i class="rest" style={share(dots.sent)} />
      </span>
    </li>
  )
}
