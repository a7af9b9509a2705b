/** How much the history keeps of each place, and what goes when that is too much; all within the transaction of a write. */
import { answered } from './database.ts'

/** A place and a number in it: a channel and its messages' numbers; a thread (`inThread`) and its answers' orders. */
export type Key = [place: string, number: number]

/** How many values there are of a place, and when it was last read, in milliseconds since 1970; 0: never. */
export interface Account {
  readonly count: number
  readonly used: number
}

/** What is kept of one place, of all, and what is left of all when it was too much. */
export interface Limits {
  readonly each: number
  readonly all: number
  readonly left: number
}

export const [SAID, PLACES] = ['said', 'places'] as const
/** In PLACES, of all places together. */
const TOTAL = ''

/** All of a place, or what lies between two numbers of it. */
export function within(place: string, from = 0, to = Infinity): IDBKeyRange {
  return IDBKeyRange.bound([place, from], [place, to])
}

export async function accountOf(writing: IDBTransaction, place: string): Promise<Account | undefined> {
  return (await answered(writing.objectStore(PLACES).get(place))) as Account | undefined
}

/** Keeps account of a place that has grown by `more`; its lowest numbers go, and places that were not read for longest. */
export async function grown(writing: IDBTransaction, place: string, account: Account, more: number, limits: Limits): Promise<void> {
  const { count, used } = account
  const cut = await cutDown(writing, place, count + more - limits.each)
  put(writing, place, { count: count + more - cut, used })
  const total = ((await accountOf(writing, TOTAL))?.count ?? 0) + more - cut
  put(writing, TOTAL, { count: total, used: 0 })
  if (total > limits.all) await forget(writing, await idle(writing, place, total - limits.left))
}

/** Notes that a place is being read. */
export async function read(writing: IDBTransaction, place: string, used: number): Promise<void> {
  const account = await accountOf(writing, place)
  if (account) put(writing, place, { ...account, used })
}

/** The places of which there is anything. */
export async function places(writing: IDBTransaction): Promise<string[]> {
  const names = (await answered(writing.objectStore(PLACES).getAllKeys())) as string[]
  return names.filter((name) => name !== TOTAL)
}

/** Forgets all that is kept of these places. */
export async function forget(writing: IDBTransaction, gone: readonly string[]): Promise<void> {
  let total = (await accountOf(writing, TOTAL))?.count ?? 0
  for (const place of gone) {
    total -= (await accountOf(writing, place))?.count ?? 0
    writing.objectStore(SAID).delete(within(place))
    writing.objectStore(PLACES).delete(place)
  }
  put(writing, TOTAL, { count: total, used: 0 })
}

/** Takes away so many of a place, the lowest numbers first; gives how many. */
async function cutDown(writing: IDBTransaction, place: string, excess: number): Promise<number> {
  if (excess <= 0) return 0
  const said = writing.objectStore(SAID)
  const lowest = (await answered(said.getAllKeys(within(place), excess))) as Key[]
  said.delete(within(place, 0, lowest.at(-1)![1]))
  return lowest.length
}

/** The places that were not read for longest and have together at least so many; this one is in use. */
async function idle(writing: IDBTransaction, inUse: string, enough: number): Promise<string[]> {
  const names = await places(writing)
  const others = await Promise.all(names.filter((name) => name !== inUse).map(async (name) => ({ name, ...(await accountOf(writing, name))! })))
  const gone: string[] = []
  for (const { name, count } of others.sort((a, b) => a.used - b.used)) {
    if (enough <= 0) break
    gone.push(name)
    enough -= count
  }
  return gone
}

function put(writing: IDBTransaction, place: string, account: Account): void {
  writing.objectStore(PLACES).put(account, place)
}
