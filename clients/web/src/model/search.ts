/**
 * Finding units, posts and people by what officials type: without marks, abbreviated, or by a name of before July 2025.
 * Marks are folded only when the query has none: whoever types "đ" means đ.
 */

/** Lower case without marks; đ becomes d. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}

/** Written short in daily use: the words of a name, folded, and what is typed for them. */
const SHORT: readonly (readonly [readonly string[], string])[] = [
  [['uy', 'ban', 'nhan', 'dan'], 'ubnd'],
  [['hoi', 'dong', 'nhan', 'dan'], 'hdnd'],
  [['thanh', 'pho'], 'tp'],
  [['dac', 'khu'], 'dk'],
  [['thi', 'tran'], 'tt'],
  [['phuong'], 'p'],
  [['xa'], 'x'],
  [['quan'], 'q'],
  [['huyen'], 'h'],
  [['pho', 'chu', 'tich'], 'pct'],
  [['chu', 'tich'], 'ct'],
  [['van', 'phong'], 'vp'],
  [['ho', 'chi', 'minh'], 'hcm'],
]

/** What a thing is called: its name now, and others that lead to it. */
export interface Entry<T> {
  item: T
  /** Shown names, the present one first. */
  names: readonly string[]
  /** Names of before; found through them, the result says so. */
  former?: readonly string[]
  /** Words that add nothing to the rank but may be typed along ("ubnd"). */
  also?: readonly string[]
  /** Lower comes first among equals: recents, subordinates. */
  weight?: number
}

export interface Hit<T> {
  item: T
  /** The former name that matched, if the present ones did not. */
  former: string | null
  score: number
}

interface Key {
  text: string
  former: boolean
  exact: string[]
  folded: string[]
}

interface Prepared<T> {
  entry: Entry<T>
  keys: Key[]
  extra: string[]
}

/** A searchable set, prepared once. */
export class Index<T> {
  private readonly prepared: Prepared<T>[]

  constructor(entries: Iterable<Entry<T>>) {
    this.prepared = Array.from(entries, prepare)
  }

  /** The best matches first; an empty query gives entries by weight. */
  find(query: string, limit = 50): Hit<T>[] {
    const text = query.normalize('NFC').toLowerCase()
    const marked = fold(text) !== text
    const asked = words(marked ? text : fold(text))
    const hits: (Hit<T> & { order: number })[] = []
    this.prepared.forEach(({ entry, keys, extra }, order) => {
      const best = asked.length === 0 ? { score: 0, former: null } : match(asked, keys, extra, marked)
      if (best) hits.push({ item: entry.item, former: best.former, score: best.score + (entry.weight ?? 0), order })
    })
    return hits.sort((a, b) => a.score - b.score || a.order - b.order).slice(0, limit)
  }
}

function prepare<T>(entry: Entry<T>): Prepared<T> {
  const key = (text: string, former: boolean): Key => {
    const lower = text.normalize('NFC').toLowerCase()
    const folded = words(fold(text))
    return { text, former, exact: words(lower), folded: [...folded, ...abbreviations(folded)] }
  }
  return {
    entry,
    keys: [...entry.names.map((name) => key(name, false)), ...(entry.former ?? []).map((name) => key(name, true))],
    extra: (entry.also ?? []).flatMap((word) => [word, ...words(fold(word))]),
  }
}

function abbreviations(folded: readonly string[]): string[] {
  const line = ` ${folded.join(' ')} `
  const short = SHORT.flatMap(([long, typed]) => (line.includes(` ${long.join(' ')} `) ? [typed] : []))
  const initials = (list: readonly string[]) => list.map((word) => word[0]).join('')
  if (folded.length > 1) short.push(initials(folded))
  if (folded.length > 2) short.push(initials(folded.slice(1)))
  return short
}

/** Every typed word must begin a word of one name (or be one of the extra words): the fewer are left over, the better. */
function match(asked: string[], keys: Key[], extra: string[], marked: boolean): { score: number; former: string | null } | null {
  let best: { score: number; former: string | null } | null = null
  for (const key of keys) {
    const score = matchKey(asked, marked ? [...key.exact, ...key.folded.filter(isShort)] : key.folded, extra)
    if (score === null) continue
    const total = score + (key.former ? 4 : 0)
    if (!best || total < best.score) best = { score: total, former: key.former ? key.text : null }
  }
  return best
}

const isShort = (word: string) => SHORT.some(([, typed]) => typed === word)

function matchKey(asked: string[], known: string[], extra: string[]): number | null {
  let score = 0
  let own = 0
  const used = new Set<number>()
  for (const [place, word] of asked.entries()) {
    const whole = known.findIndex((name, i) => !used.has(i) && name === word)
    const at = whole >= 0 ? whole : known.findIndex((name, i) => !used.has(i) && name.startsWith(word))
    if (at >= 0) {
      used.add(at)
      own += 1
      score += (whole >= 0 ? 0 : 1) + (at === place ? 0 : 0.25)
    } else if (extra.some((name) => name.startsWith(word))) {
      score += 0.5
    } else {
      return null
    }
  }
  return own > 0 || extra.length > 0 ? score : null
}
