/** UUIDs that clients make: version 7 for commands, version 5 for what a command creates (RFC 9562). */
import { sha1 } from './sha1.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Sixteen bytes as text, with version and variant set. */
function format(bytes: Uint8Array, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes.subarray(0, 16), (byte) => HEX[byte]).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function parse(uuid: string): Uint8Array {
  const hex = uuid.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new TypeError(`not a UUID: ${uuid}`)
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16))
}

/** A random UUID, also where `crypto.randomUUID` is withheld (plain http). */
export function uuid4(): string {
  return format(crypto.getRandomValues(new Uint8Array(16)), 4)
}

/**
 * The name-based UUID of `name` in the namespace `namespace`.
 * @throws TypeError if `namespace` is not a UUID.
 */
export function uuid5(namespace: string, name: string): string {
  const text = new TextEncoder().encode(name)
  const input = new Uint8Array(16 + text.length)
  input.set(parse(namespace))
  input.set(text, 16)
  return format(sha1(input), 5)
}

/** Milliseconds since 1970 that a version 7 UUID was made at. */
export function timeOf(uuid7: string): number {
  return parseInt(uuid7.slice(0, 8) + uuid7.slice(9, 13), 16)
}

/** Makes UUIDs of version 7, each above the one before, even if the device's clock goes back. */
export class Uuid7 {
  #time = 0
  #count = 0

  /** Later ids will be above `uuid7`. */
  above(uuid7: string): void {
    if (timeOf(uuid7) >= this.#time) {
      this.#time = timeOf(uuid7) + 1
      this.#count = 0
    }
  }

  /** The next id at `now`, in milliseconds since 1970. */
  next(now: number): string {
    this.#advance(now)
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    for (let index = 0; index < 6; index++) bytes[index] = Math.floor(this.#time / 2 ** (8 * (5 - index))) & 0xff
    bytes[6] = this.#count >> 8
    bytes[7] = this.#count & 0xff
    return format(bytes, 7)
  }

  #advance(now: number): void {
    if (now > this.#time) {
      this.#time = now
      this.#count = 0
    } else if (++this.#count > 0xfff) {
      this.#time++
      this.#count = 0
    }
  }
}

/** The id of what a command creates: the same on the device and on the server. `noun` is the first part of its name. */
export function createdId(commandId: string, noun: string): string {
  return uuid5(commandId, noun)
}
