import { describe, expect, it } from 'vitest'
import { Outbox } from '../src/outbox.ts'
import { Replica } from '../src/replica.ts'
import { Uplink } from '../src/uplink.ts'
import { type Classes, Player, vectors } from './player.ts'
import { faults, withFault } from './faults.ts'

describe('a recorded session', () => {
  it('is there to be played', () => {
    expect(vectors.length).toBeGreaterThan(10)
  })

  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, { steps }) => {
    const player = new Player({ Outbox, Replica, Uplink })
    for (const [number, step] of steps.entries()) {
      const seen = await player.play(step)
      if (seen !== null) expect(seen.found, `step ${number}`).toEqual(seen.expected)
    }
  })
})

describe('a fault in the client is caught', () => {
  it.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    const classes = await withFault(fault)
    expect(await passing(classes)).toBeLessThan(vectors.length)
  })
})

/** How many recorded sessions a device made of these classes passes. */
async function passing(classes: Classes): Promise<number> {
  let passed = 0
  for (const { steps } of vectors) {
    const player = new Player(classes)
    let right = true
    for (const step of steps) {
      const seen = await player.play(step).catch(() => ({ found: 'an error', expected: null }))
      if (seen === null) continue
      try {
        expect(seen.found).toEqual(seen.expected)
      } catch {
        right = false
        break
      }
    }
    if (right) passed++
  }
  return passed
}
