/** The directory on the device: who sits where, what lies below what, and how a seat is called. */
import type { Official, Post, Seat, Unit } from './rows'

type Rows<T> = ReadonlyMap<string, { id: string; fields: T }>

export interface Named<T> {
  id: string
  fields: T
}

/** Indexes over units, posts and officials; made anew when one of them changes. */
export class Organisation {
  private readonly below = new Map<string | null, Named<Unit>[]>()
  private readonly seats = new Map<string, Named<Post>[]>()
  private readonly held = new Map<string, Named<Post>[]>()
  /** Of posts asked about: the units whose desk they sit on. */
  private readonly desks = new Map<string, Set<string>>()

  constructor(
    readonly units: Rows<Unit>,
    readonly posts: Rows<Post>,
    readonly officials: Rows<Official>,
  ) {
    for (const unit of units.values()) push(this.below, unit.fields.parent, unit)
    for (const post of posts.values()) {
      if (!post.fields.active) continue
      push(this.seats, post.fields.unit, post)
      if (post.fields.holder) push(this.held, post.fields.holder, post)
    }
    for (const list of this.seats.values()) list.sort(byRank)
    for (const list of this.held.values()) list.sort(byRank)
  }

  unit(id: string | null | undefined): Unit | undefined {
    return id ? this.units.get(id)?.fields : undefined
  }

  post(id: string | null | undefined): Post | undefined {
    return id ? this.posts.get(id)?.fields : undefined
  }

  official(id: string | null | undefined): Official | undefined {
    return id ? this.officials.get(id)?.fields : undefined
  }

  /** Active units directly under `unit` (null: the roots), in the order of their names. */
  children(unit: string | null): Named<Unit>[] {
    const list = this.below.get(unit) ?? []
    return list.filter((child) => child.fields.state === 'active').sort(byName)
  }

  /** Every active unit below `unit`, itself not among them. */
  descendants(unit: string): Named<Unit>[] {
    const found: Named<Unit>[] = []
    const stack = this.children(unit)
    for (let next = stack.pop(); next; next = stack.pop()) {
      found.push(next)
      stack.push(...this.children(next.id))
    }
    return found
  }

  /** Who in its unit stands below a post that leads it or receives for it; below others nobody does. */
  postsBelow(post: string): Named<Post>[] {
    const own = this.post(post)
    if (!own || !(own.leading || own.intake)) return []
    return this.postsIn(own.unit).filter(({ fields }) => rank(fields) > rank(own))
  }

  /** Posts of a unit: leaders in their order, then intake, then the rest. */
  postsIn(unit: string): Named<Post>[] {
    return this.seats.get(unit) ?? []
  }

  postsOf(official: string): Named<Post>[] {
    return this.held.get(official) ?? []
  }

  contains(outer: string, inner: string): boolean {
    const seen = new Set<string>()
    for (let at: string | null = inner; at && !seen.has(at); at = this.unit(at)?.parent ?? null) {
      if (at === outer) return true
      seen.add(at)
    }
    return false
  }

  /** The unit and everything once merged or split into it. */
  withPredecessors(unit: string): Set<string> {
    const seen = new Set<string>()
    const stack = [unit]
    for (let at = stack.pop(); at; at = stack.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      stack.push(...(this.unit(at)?.predecessors ?? []))
    }
    return seen
  }

  /** Whether a post leads the unit or receives for it (also for units merged into its own). */
  onDesk(post: string, unit: string): boolean {
    let units = this.desks.get(post)
    if (!units) {
      const seat = this.post(post)
      units = seat && (seat.leading || seat.intake) ? this.withPredecessors(seat.unit) : new Set()
      this.desks.set(post, units)
    }
    return units.has(unit)
  }

  /** Whether work bound to `seat` is this post's to act on. */
  sits(post: string, seat: Seat | null | undefined): boolean {
    if (!seat) return false
    return seat.post ? seat.post === post : this.onDesk(post, seat.unit)
  }

  /** Whether a post sees the board of a directive: its issuer's, and those on the desk of the issuer's unit. */
  watches(post: string, issuer: Seat): boolean {
    return this.sits(post, issuer) || this.onDesk(post, issuer.unit)
  }

  hasPower(post: string, power: string, unit: string): boolean {
    return this.post(post)?.powers.some((given) => given.name === power && this.contains(given.unit, unit)) ?? false
  }

  /** First leading post of a unit: whom one calls. */
  leader(unit: string): Named<Post> | undefined {
    return this.postsIn(unit).find((post) => post.fields.leading)
  }
}

function push<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const list = index.get(key)
  if (list) list.push(value)
  else index.set(key, [value])
}

function byRank(a: Named<Post>, b: Named<Post>): number {
  return rank(a.fields) - rank(b.fields) || a.fields.title.localeCompare(b.fields.title, 'vi')
}

function rank(post: Post): number {
  return (post.leading ? 0 : post.intake ? 1000 : 2000) + post.order
}

const collator = new Intl.Collator('vi')

export function byName(a: Named<{ name: string }>, b: Named<{ name: string }>): number {
  return collator.compare(a.fields.name, b.fields.name)
}
