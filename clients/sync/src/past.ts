/** What the rows leave behind in the history: messages that fell out of their windows, and changes of those that are kept there. */
import { type History, inThread, type Numbered } from './history.ts'
import type { Delta, Replica } from './replica.ts'
import { SAID } from './window.ts'
import type { WireRow } from './wire.ts'

/** Who no longer has the row of a place hears it no longer: a channel's, or what was said at a task or directive. */
const HEARD = ['channel', 'talk'] as const

interface Message {
  readonly id: string
  readonly fields: unknown
}

/** The fields that tell where a message is kept. */
interface Said {
  readonly channel: string
  readonly order: number
  /** From 1, in its channel; 0: an answer in a thread. */
  readonly number: number
  readonly thread: string | null
}

export class Past {
  /** Whether places may have gone since it was last looked. */
  #loose = true

  constructor(
    private readonly history: Pick<History, 'add' | 'amend' | 'retain' | 'clear'>,
    private readonly replica: Replica,
  ) {}

  /**
   * Leader: to be called after each change of the rows. `whole`: none is still on its way. Where the rows begin anew, what was kept of
   * the log may not be in it any more, or have another shape.
   */
  follow(delta: Delta, whole: boolean): void {
    if (delta.cleared) void this.history.clear()
    for (const [place, values] of placed(this.replica.faded)) void this.history.add(place, values)
    for (const [place, values] of placed(changed(delta))) void this.history.amend(place, values)
    if (delta.rows.some(left)) this.#loose = true
    if (!this.#loose || !whole) return
    this.#loose = false
    void this.history.retain((place) => HEARD.some((name) => this.replica.collection(name).has(place)))
  }
}

function left([collection, , , , fields]: WireRow): boolean {
  return fields === null && HEARD.some((name) => name === collection)
}

function changed({ rows }: Delta): Message[] {
  return rows.flatMap(([collection, id, , , fields]) => (collection === SAID.collection && fields !== null ? [{ id, fields }] : []))
}

/** Messages by where they are kept. */
function placed(messages: readonly Message[]): Map<string, Numbered> {
  const places = new Map<string, Numbered>()
  for (const { id, fields } of messages) {
    const { channel, order, number, thread } = fields as Said
    const [place, at] = thread ? [inThread(channel, thread), order] : [channel, number]
    if (at === 0) continue
    places.set(place, [...(places.get(place) ?? []), [at, { ...(fields as object), id }]])
  }
  return places
}
