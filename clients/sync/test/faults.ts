/** Faults planted in the client's own source: each is a piece of text that is replaced before the module is loaded. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Classes } from './player.ts'

const SOURCE = join(import.meta.dirname, '../src')

export interface Fault {
  readonly name: string
  readonly file: string
  readonly right: string
  readonly wrong: string
}

export const faults: readonly Fault[] = [
  {
    name: 'a row is applied before the end of its page',
    file: 'uplink.ts',
    right: 'for (const event of session.receive(data, this.network.now()))',
    wrong:
      'const early = JSON.parse(data as string) as { t: string; rows: Batch["rows"] }\n' +
      'if (early.t === "rows") this.replica.apply({ to: this.replica.position, cursor: this.replica.cursor ?? "", reset: [], added: [], dropped: [], rows: early.rows })\n' +
      'for (const event of session.receive(data, this.network.now()))',
  },
  {
    name: 'only the last rows frame of a page counts',
    file: 'session.ts',
    right: 'for (const row of frame.rows) this.#rows.push(row)',
    wrong: 'this.#rows = [...frame.rows]',
  },
  {
    name: 'a page counts from its beginning',
    file: 'session.ts',
    right: 'this.#begun = frame\n    return []',
    wrong: "this.#begun = frame\n    return [{ type: 'batch', batch: { ...frame, rows: [], cursor: 'early' } }]",
  },
  {
    name: 'a dropped scope is not purged',
    file: 'replica.ts',
    right: '[...batch.reset, ...batch.dropped]',
    wrong: '[...batch.reset]',
  },
  {
    name: 'a reset scope is not wiped',
    file: 'replica.ts',
    right: '[...batch.reset, ...batch.dropped]',
    wrong: '[...batch.dropped]',
  },
  {
    name: 'a row that left one scope goes altogether',
    file: 'replica.ts',
    right: 'if (scopes.length === 0) rows.delete(row.id)',
    wrong: 'if (scopes.length < row.scopes.length) rows.delete(row.id)',
  },
  {
    name: 'a row that left a scope stays in it',
    file: 'replica.ts',
    right: '(scope) => scopes.includes(scope), touched)',
    wrong: '(scope) => false, touched)',
  },
  {
    name: 'a row forgets the scopes that it was in',
    file: 'replica.ts',
    right: 'held === undefined ? scopes : union(held.scopes, scopes)',
    wrong: 'scopes',
  },
  {
    name: 'the cursor is stale',
    file: 'replica.ts',
    right: 'this.cursor = batch.cursor',
    wrong: 'this.cursor ??= batch.cursor',
  },
  {
    name: 'windows are not cut',
    file: 'replica.ts',
    right: 'this.#prune(batch, touched)',
    wrong: '',
  },
  {
    name: 'the size of windows is not taken from the server',
    file: 'uplink.ts',
    right: 'session.window ?? this.replica.window',
    wrong: 'this.replica.window',
  },
  {
    name: 'messages that fell out of a window stay',
    file: 'replica.ts',
    right: 'if (channels.size === 0) return',
    wrong: 'return',
  },
  {
    name: 'the messages that changed last are kept',
    file: 'window.ts',
    right: 'order(b) - order(a)',
    wrong: 'b.position - a.position',
  },
  {
    name: 'one window for all channels',
    file: 'window.ts',
    right: 'within.get(channel(row.fields as object))?.push(row)',
    wrong: 'within.get([...channels][0]!)!.push(row)',
  },
  {
    name: 'the size of windows of messages is not taken from the server',
    file: 'uplink.ts',
    right: 'session.messages ?? this.replica.messages',
    wrong: 'this.replica.messages',
  },
  {
    name: 'the screen is not told to the server',
    file: 'uplink.ts',
    right: "this.#connection.send(session.screen('open', opened))",
    wrong: '',
  },
  {
    name: 'an optimistic change goes with the result',
    file: 'outbox.ts',
    right: 'entry.position! <= position',
    wrong: 'entry.position! > 0',
  },
  {
    name: 'an optimistic change stays too long',
    file: 'outbox.ts',
    right: 'entry.position! <= position',
    wrong: 'entry.position! < position',
  },
  {
    name: 'a command is not sent again in the next session',
    file: 'uplink.ts',
    right: 'const waiting = this.outbox.disconnected()',
    wrong: 'const waiting: OutboxEntry[] = []',
  },
  {
    name: 'a temporary failure is taken for an answer',
    file: 'session.ts',
    right: 'const events = frame.retry === true ? [] : [answer(frame)]',
    wrong: 'const events = [answer(frame)]',
  },
]

/** The classes with the fault in them. */
export async function withFault({ file, right, wrong }: Fault): Promise<Classes> {
  const folder = mkdtempSync(join(tmpdir(), 'congvu-fault-'))
  cpSync(SOURCE, folder, { recursive: true })
  const path = join(folder, file)
  const source = readFileSync(path, 'utf-8')
  if (source.split(right).length !== 2) throw new Error(`${file} does not say once: ${right}`)
  writeFileSync(path, source.replace(right, () => wrong))
  const load = (name: string): Promise<Classes> => import(/* @vite-ignore */ join(folder, name)) as Promise<Classes>
  const [{ Outbox }, { Replica }, { Uplink }] = await Promise.all([load('outbox.ts'), load('replica.ts'), load('uplink.ts')])
  rmSync(folder, { recursive: true })
  return { Outbox, Replica, Uplink }
}
