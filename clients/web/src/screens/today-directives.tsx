/** Directives on the first screen: how far those that run are, and on which of them reports wait for my word. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { t } from '../i18n'
import { useRows } from '../live'
import { answered, count, dotOf, type Dot } from '../model/board'
import type { Organisation } from '../model/organisation'
import type { Directive, Line } from '../model/rows'
import { reports } from '../model/today'
import { Icon } from '../ui/icon'
import { Urgent } from '../ui/light'

export interface Asked {
  id: string
  directive: Directive
  /** Reports that wait for my word. */
  count: number
}

/** Directives with reports that wait for my word, the one with most of them first. */
export function useReports(tasks: ReturnType<typeof useRows<'task'>>, posts: readonly string[], org: Organisation): Asked[] {
  const directives = useRows('directive')
  return useMemo(
    () =>
      [...reports(tasks.values(), posts, org)]
        .flatMap(([id, count]) => {
          const directive = directives.get(id)?.fields
          return directive ? [{ id, directive, count }] : []
        })
        .sort((a, b) => b.count - a.count),
    [tasks, directives, org, posts.join()],
  )
}

export function AskedRow({ id, directive, count }: Asked): JSX.Element {
  return (
    <li class="row">
      <a class="row-link" href={`/chi-dao/${id}`}>
        <span class="row-title">
          <Urgent urgency={directive.urgency} />
          {directive.title}
        </span>
      </a>
      <span class="row-meta">
        <span class="light green">
          <Icon name="checks" size={15} />
          {t.today.reports(count)}
        </span>
      </span>
    </li>
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

export function DirectiveRow({ id, directive, dots, given, all }: Running & { now: number }): JSX.Element {
  const share = (n: number) => ({ flexGrow: n })
  return (
    <li class="row">
      <a class="row-link" href={`/chi-dao/${id}`}>
        <span class="row-title">
          <Urgent urgency={directive.urgency} />
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
