/** Calling people in a message: whom one can, what is being typed, whom the text calls in the end. */
import type { Organisation } from './organisation'
import type { Message, Seat } from './rows'

export type Mention = Message['mentions'][number]

/** Who reads: as a person, and by what they hold. */
export interface Me {
  official: string
  posts: readonly string[]
  /** Units whose members I count among, old ones too. */
  units: ReadonlySet<string>
}

export function meOf(official: string, posts: readonly string[], org: Organisation): Me {
  const units = posts.flatMap((post) => [...org.withPredecessors(org.post(post)?.unit ?? '')])
  return { official, posts, units: new Set(units) }
}

export function callsMe({ kind, id }: Mention, me: Me): boolean {
  if (kind === 'everyone') return true
  if (id === null) return false
  if (kind === 'official') return id === me.official
  return kind === 'post' ? me.posts.includes(id) : me.units.has(id)
}

/** One whom a message can call: as they are written after the @, and what tells them from others. */
export interface Callable {
  mention: Mention
  name: string
  detail: string
}

/** What a query among people begins with: the words after the last @ before the caret, if one is being typed. */
export function calling(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('@')
  if (from < 0 || (from > 0 && /[\p{L}\p{N}@]/u.test(before[from - 1] ?? ''))) return null
  const query = before.slice(from + 1)
  return query.length > 40 || /\n|\s\s|^\s/.test(query) ? null : { from, query }
}

/** Whom a text calls: each @ with a name that can be called, the longest that fits. */
export function calledIn(text: string, callable: readonly Callable[]): Mention[] {
  const names = [...callable].sort((a, b) => b.name.length - a.name.length)
  const found = new Map<string, Mention>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const hit = names.find(({ name }) => text.startsWith(name, at + 1) && !/^\p{L}/u.test(text.slice(at + 1 + name.length)))
    if (hit) found.set(`${hit.mention.kind}:${hit.mention.id}`, hit.mention)
  }
  return [...found.values()]
}

/** Those who hear a unit: they hold posts in it, or in what it became. */
export function peopleOf(unit: string, org: Organisation): string[] {
  const found = new Set<string>()
  const heirs = [unit]
  for (let at = heirs.pop(); at; at = heirs.pop()) {
    for (const { fields } of org.postsIn(at)) if (fields.holder) found.add(fields.holder)
    heirs.push(...(org.unit(at)?.successors ?? []))
  }
  return [...found]
}

/** Those who sit in seats: holders of the posts, and the desks of units. */
export function sittersOf(seats: readonly (Seat | null)[], org: Organisation): string[] {
  const posts = seats.flatMap((seat) => {
    if (!seat) return []
    if (seat.post) return [org.post(seat.post)]
    return org.postsIn(seat.unit).flatMap(({ fields }) => (fields.leading || fields.intake ? [fields] : []))
  })
  return [...new Set(posts.flatMap((post) => (post?.holder ? [post.holder] : [])))]
}
