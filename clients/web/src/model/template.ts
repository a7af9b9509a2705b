/** Templates: what work of a kind begins with, by when it is due, and who keeps a unit's templates. */
import type { Draft } from './draft'
import type { Organisation } from './organisation'
import type { Outline, Template, Term } from './rows'
import { fold } from './search'
import { dateOf, instant, keyOf, civilOf, type Workdays } from './workdays'

/** The longest term that the server takes, in days. */
export const LONGEST_TERM = 366

export const BLANK: Outline = {
  title: '',
  description: null,
  urgency: 'normal',
  lead: null,
  coordinating: [],
  term: { days: 5, of: 'working' },
  checklist: [],
  labels: [],
  weight: 1,
}

/**
 * When work given now is due by a template, as the server proposes it too: at the end of its last day's hours.
 * A term that ends on a day that is not worked ends with the next that is (Civil Code 2015, art. 148 §5);
 * so does one of today whose hours are over.
 */
export function dueBy({ days, of }: Term, now: number, workdays: Workdays): number {
  const today = dateOf(now)
  const last = of === 'working' ? workdays.shifted(today, days) : keyOf(civilOf(today) + days)
  const end = (date: string) => instant(date, workdays.hours.at(-1)?.end ?? '17:00')
  const found = end(workdays.firstFrom(last))
  return found > now ? found : end(workdays.shifted(last, 1))
}

export interface Kept {
  id: string
  fields: Template
}

/**
 * A draft as the template has it; whom it is for and by when stay as they are where the template does not say,
 * but for many recipients: what a template gives is a task's.
 */
export function filled(draft: Draft, { id, fields }: Kept, now: number, workdays: Workdays): Draft {
  const { title, description, urgency, lead, coordinating, term, checklist, labels, weight } = fields.outline
  return {
    ...draft,
    title,
    detail: description ?? '',
    urgency,
    to: lead ? [lead] : draft.to.length === 1 ? draft.to : [],
    coordinating,
    deadline: term ? dueBy(term, now, workdays) : draft.deadline,
    checklist,
    labels,
    weight,
    form: [],
    template: { id, version: fields.version, name: fields.name },
  }
}

/** Those that are in use, or those put away, that have every typed word; by unit and name. */
export function chosen(templates: Iterable<Kept>, query: string, retired: boolean): Kept[] {
  const asked = fold(query).split(/\s+/).filter(Boolean)
  const matches = ({ fields: { name, outline } }: Kept) => {
    const known = fold(`${name} ${outline.title} ${outline.labels.join(' ')}`)
    return asked.every((word) => known.includes(word))
  }
  return [...templates]
    .filter((each) => each.fields.retired === retired && matches(each))
    .sort((a, b) => a.fields.name.localeCompare(b.fields.name, 'vi'))
}

/** The post of mine that keeps a unit's templates, if one does: its desk, or one that administers it. */
export function keeper(unit: string, posts: readonly string[], org: Organisation): string | undefined {
  return posts.find((post) => org.onDesk(post, unit) || org.hasPower(post, 'administer', unit))
}

/** My units whose templates I may keep: of others I should not see what I made. */
export function keptUnits(posts: readonly string[], org: Organisation): string[] {
  const units = posts.flatMap((post) => org.post(post)?.unit ?? [])
  return [...new Set(units)].filter((unit) => keeper(unit, posts, org) !== undefined)
}
