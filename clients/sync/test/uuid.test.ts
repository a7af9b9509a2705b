import { describe, expect, it } from 'vitest'
import { createdId, timeOf, uuid5, Uuid7 } from '../src/uuid.ts'

describe('uuid5', () => {
  it.each([
    // RFC 9562, appendix A.4, and Python's uuid.uuid5
    ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    ['019ac4a2-0000-7000-8000-000000000001', 'task', 'd8470a72-44c6-5f15-85b8-7110a10e250d'],
    ['019ac4a2-0000-7000-8000-000000000001', 'chỉ đạo '.repeat(20), '582c8930-6629-5a8c-9835-171f454c38b7'],
  ])('of %s and "%s"', (namespace, name, expected) => {
    expect(uuid5(namespace, name)).toBe(expected)
  })

  it('names what a command creates', () => {
    const command = '019ac4a2-0000-7000-8000-000000000001'
    expect(createdId(command, 'task')).toBe(uuid5(command, 'task'))
  })

  it('refuses a namespace that is no UUID', () => {
    expect(() => uuid5('task', 'x')).toThrow(TypeError)
  })
})

describe('Uuid7', () => {
  it('carries the time and the version', () => {
    const id = new Uuid7().next(1_763_762_400_123)
    expect(timeOf(id)).toBe(1_763_762_400_123)
    expect(id[14]).toBe('7')
  })

  it('rises within a millisecond, past the counter, and when the clock goes back', () => {
    const ids = new Uuid7()
    const times = [...Array<number>(5000).fill(1000), 999, 10, 1001]
    const made = times.map((time) => ids.next(time))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
  })

  it('rises above an id made before a reload', () => {
    const before = new Uuid7().next(5000)
    const ids = new Uuid7()
    ids.above(before)
    expect(ids.next(1000) > before).toBe(true)
  })
})
