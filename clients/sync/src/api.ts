/** What an app has of the SDK: rows to show, commands to give, and how true it all is. */
import type { Seen } from './company.ts'
import type { Network } from './connection.ts'
import type { Sight } from './handover.ts'
import type { History } from './history.ts'
import type { Change, Outcome, OutboxEntry } from './outbox.ts'
import type { About } from './people.ts'
import type { Row } from './replica.ts'
import type { Collection } from './rows.ts'
import type { StorageState } from './storage.ts'
import type { Channel, Locks } from './tabs.ts'
import type { ConnectionState } from './uplink.ts'
import type { ActingAs } from './wire.ts'

export interface SyncOptions {
  /** The gateway: `ws://…/sync`. */
  readonly url: string
  /** Whose device this is: their rows and commands are kept apart from those of others. */
  readonly official: string
  /** An access token; `renew`: the last one was refused or is about to end. Rejects with SignedOut if there is none. */
  readonly token: (renew: boolean) => Promise<string>
  /** Id of the device; made and kept in the database if not given. */
  readonly device?: string
  /** Version of the rows' shapes that the app knows; another than the stored one starts afresh. */
  readonly schema?: number
  /** Two devices in one browser (tests, demonstrations) need two names. */
  readonly databaseName?: string
  /** Language of problems that come back. */
  readonly language?: 'vi' | 'en'
  readonly network?: Network
  readonly sight?: Sight
  readonly locks?: Locks | null
  readonly channel?: ((name: string) => Channel) | null
}

export interface SendOptions {
  /** In which seat; none: as themselves. */
  readonly as?: ActingAs
  /** Milliseconds in which it can be undone, and is not sent. */
  readonly holdMs?: number
  /** What to show until the truth arrives; a function is given the command's id, from which created ids derive. */
  readonly optimistic?: readonly Change[] | ((commandId: string) => readonly Change[])
}

/** A command on its way. `undo`: takes it back, if it can still be; `done`: how it ended. */
export interface Sent {
  readonly id: string
  undo(): boolean
  readonly done: Promise<Outcome>
}

export interface Status {
  readonly connection: ConnectionState
  /** Whether this tab holds the connection. */
  readonly leader: boolean
  /** Position that the rows here are true at. */
  readonly head: number
  /** When everything here was last known to be true, in milliseconds since 1970. */
  readonly syncedAt: number | null
  /** Commands not yet answered. */
  readonly waiting: number
  readonly storage: StorageState
}

export interface Sync {
  /** Id of this device: the same as long as its storage lives. */
  readonly device: string
  /** What was said and has left the rows. */
  readonly history: Pick<History, 'put' | 'range' | 'page' | 'find'>
  /** All rows of a collection by id, optimistic changes included; the same map until one of them changes. */
  rows<T>(collection: Collection): ReadonlyMap<string, Row<T>>
  /** One row; the same object until it changes. */
  row<T>(collection: Collection, id: string): Row<T> | undefined
  /** Calls back when a collection changes; `*`: when anything does, the outbox included. */
  subscribe(collection: Collection | '*', listener: () => void): () => void
  /** A number that grows with every change of a collection. */
  version(collection: Collection): number
  /** Gives a command: shown at once, stored, then sent in its order, whatever happens to network, tab or browser. */
  send(name: string, args: object, options?: SendOptions): Sent
  /** What was done here and is not yet confirmed, or was refused; in order. The same array until it changes. */
  outbox(): readonly OutboxEntry[]
  /** Forgets a refused command that the official has dealt with. */
  discard(commandId: string): void
  /** Asks for a scope (`below:UNIT`) while it is on screen; call what is returned when it no longer is. */
  open(scope: string): () => void
  /** The number up to which each conversation is read on any device, and each notice's order; the same map until it changes. */
  reads(): ReadonlyMap<string, number>
  /** Read up to a number: it only grows, is kept without a network, and told to one's other devices. */
  markRead(id: string, number: number): void
  /** People on screen, whose presence is wanted; call what is returned when they are no longer. */
  watch(people: readonly string[]): () => void
  /** Whether somebody who is watched is there; without a connection nobody is known to be. The same object until it changes. */
  presence(official: string): Seen
  /** Says that I am typing in a scope, which must be open; to be called with each key, told now and then. */
  typing(scope: string): void
  /** Who is typing in a scope now. */
  typers(scope: string): readonly string[]
  /** A thing is on screen: this device gets no push about it; call what is returned when it is no longer. */
  show(subject: string): () => void
  /** Calls back when reads, presence or typing changed; or only of one of them. */
  onCompany(listener: () => void, about?: About): () => void
  /** The same object until it changes. */
  status(): Status
  onStatus(listener: () => void): () => void
  /** The server's time, in milliseconds since 1970, as measured when it was last reached. */
  now(): number
  /** Tries again after `signed-out`: there is a token now. */
  reconnect(): void
  /** Stops; what is stored stays. */
  close(): Promise<void>
  /** Stops, in all tabs, and removes everything from this device: rows and unsent commands too. */
  wipe(): Promise<void>
}
