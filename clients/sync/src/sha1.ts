/** SHA-1 (FIPS 180-4), synchronous, for version 5 UUIDs only: `crypto.subtle` is asynchronous and absent on plain http. */

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))

/** The message with its padding: a one bit, zeros, and its length in bits. */
function pad(message: Uint8Array): DataView {
  const length = Math.ceil((message.length + 9) / 64) * 64
  const padded = new Uint8Array(length)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 4, message.length * 8)
  return view
}

function schedule(view: DataView, offset: number): Int32Array {
  const words = new Int32Array(80)
  for (let index = 0; index < 16; index++) words[index] = view.getInt32(offset + index * 4)
  for (let index = 16; index < 80; index++) {
    words[index] = rotate(words[index - 3]! ^ words[index - 8]! ^ words[index - 14]! ^ words[index - 16]!, 1)
  }
  return words
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

/** The 20 bytes of the digest. */
export function sha1(message: Uint8Array): Uint8Array {
  const view = pad(message)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    const words = schedule(view, offset)
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number]
    for (let round = 0; round < 80; round++) {
      const next = (rotate(a, 5) + mix(round, b, c, d) + e + words[round]!) | 0
      ;[a, b, c, d, e] = [next, a, rotate(b, 30), c, d]
    }
    ;[a, b, c, d, e].forEach((word, index) => (state[index] = state[index]! + word))
  }
  const digest = new DataView(new ArrayBuffer(20))
  state.forEach((word, index) => digest.setInt32(index * 4, word))
  return new Uint8Array(digest.buffer)
}
