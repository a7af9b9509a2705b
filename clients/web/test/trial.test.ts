/** Tries of rules: lines as they come, who turns how, what is compared; and the periods that a rule may begin with. */
import { describe, expect, it } from 'vitest'
import { ahead } from '../src/model/evaluation'
import { byUnit, chosen, compared, lines, turns, type Change } from '../src/model/trial'

function body(...parts: string[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder()
  return new ReadableStream({
    start(control) {
      for (const part of parts) control.enqueue(bytes.encode(part))
      control.close()
    },
  })
}

async function read(...parts: string[]): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const line of lines(body(...parts))) found.push(line)
  return found
}

describe('lines', () => {
  it('are put together from whatever pieces they come in', async () => {
    expect(await read('{"done":1,"of":2}\n{"do', 'ne":2,"of":2}\n', '{"period":"2026-0', '6"}\n')).toEqual([
      { done: 1, of: 2 },
      { done: 2, of: 2 },
      { period: '2026-06' },
    ])
  })

  it('that broke off are not read', async () => {
    expect(await read('{"done":1,"of":2}\n{"period"')).toEqual([{ done: 1, of: 2 }])
  })

  it('keep letters whose bytes came apart', async () => {
    const bytes = new TextEncoder().encode('{"name":"Sài Gòn"}\n')
    const stream = new ReadableStream<Uint8Array>({
      start(control) {
        for (const byte of bytes) control.enqueue(new Uint8Array([byte]))
        control.close()
      },
    })
    const found: unknown[] = []
    for await (const line of lines(stream)) found.push(line)
    expect(found).toEqual([{ name: 'Sài Gòn' }])
  })
})

function change(fields: Partial<Change>): Change {
  return {
    official: 'an',
    unit: 'a',
    levelBefore: 'good',
    levelAfter: 'good',
    lightBefore: 'yellow',
    lightAfter: 'yellow',
    percentBefore: 80,
    percentAfter: 60,
    reason: 'progress',
    tasks: [],
    ...fields,
  }
}

describe('changes', () => {
  const worse = change({ levelAfter: 'completed', lightAfter: 'red' })
  const better = change({ unit: 'b', levelAfter: 'excellent', lightAfter: 'green' })
  const yellow = change({ unit: 'b', lightBefore: 'red' })

  it('turn to red or green, to a lower or a higher level, or neither', () => {
    expect(turns(worse)).toEqual(['all', 'red', 'lower'])
    expect(turns(better)).toEqual(['all', 'green', 'higher'])
    expect(turns(yellow)).toEqual(['all'])
    expect(turns(change({ lightBefore: 'red', lightAfter: 'red', levelAfter: 'failed' }))).toEqual(['all', 'lower'])
  })

  it('are chosen by how they turn and by unit', () => {
    const all = [worse, better, yellow]
    expect(chosen(all, 'all', 'b')).toEqual([better, yellow])
    expect(chosen(all, 'red', null)).toEqual([worse])
    expect(chosen(all, 'red', 'b')).toEqual([])
    expect(byUnit(all)).toEqual([
      { unit: 'b', people: 2 },
      { unit: 'a', people: 1 },
    ])
  })

  it('of reminders are compared by kind, the largest difference first', () => {
    expect(compared<string>({ before: 10, past: 3 }, { before: 8, due: 5 })).toEqual([
      { key: 'due', before: 0, after: 5 },
      { key: 'past', before: 3, after: 0 },
      { key: 'before', before: 10, after: 8 },
    ])
  })
})

describe('periods that a rule may begin with', () => {
  const at = (date: string) => Date.parse(`${date}T03:00:00Z`)
  it('are the one in course and those after it, at the end of a year too', () => {
    expect(ahead(at('2026-12-31'), 'month', 3)).toEqual(['2026-12', '2027-01', '2027-02'])
    expect(ahead(at('2026-10-31'), 'quarter', 3)).toEqual(['2026-Q4', '2027-Q1', '2027-Q2'])
  })
})
