/** Push messages as they are read, what a press opens, and what devices are called. */
import { describe, expect, test } from 'vitest'
import { labelOf } from '../src/push/label'
import { read, withAct } from '../src/push/message'
import { base64, bytes } from '../src/push/register'

const ORIGIN = 'https://congvu.example.vn'
const SENT = {
  id: 7,
  tag: 'task:1',
  urgent: true,
  language: 'en',
  title: 'Đo mực nước',
  body: 'Việc mới',
  url: '/viec/1',
  kind: 'task.assigned',
  actions: ['accept'],
  badge: 3,
}

describe('a message', () => {
  test('is what the server sent', () => {
    expect(read(JSON.stringify(SENT), ORIGIN)).toEqual(SENT)
  })

  test.each(['', 'not json', '[]', 'null', '{"title": 7, "id": "x", "actions": "accept", "badge": "3"}', undefined])(
    'that cannot be read (%s) still says that there is something',
    (text) => {
      const message = read(text, ORIGIN)
      expect(message).toMatchObject({ id: 0, tag: 'notice', title: 'Bạn có thông báo mới', url: '/', actions: [], badge: null })
    },
  )

  test.each(['https://evil.example/x', '//evil.example', 'javascript:alert(1)', 'https://congvu.example.vn.evil.example/'])(
    'never opens %s',
    (url) => {
      expect(read(JSON.stringify({ ...SENT, url }), ORIGIN).url).toBe('/')
    },
  )

  test('knows no buttons but ours', () => {
    expect(read(JSON.stringify({ ...SENT, actions: ['accept', 'wipe', 7, 'ack'] }), ORIGIN).actions).toEqual(['accept', 'ack'])
  })
})

test('a pressed button goes with the address', () => {
  expect(withAct('/viec/1', 'accept')).toBe('/viec/1?act=accept')
  expect(withAct('/cong-bo/1?tin=3', 'ack')).toBe('/cong-bo/1?tin=3&act=ack')
})

test.each([
  ['Mozilla/5.0 (Linux; Android 16; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Mobile Safari/537.36', 'Chrome · Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1', 'Safari · iPhone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0', 'Edge · Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox · Linux'],
  ['curl/8', 'Web'],
])('%s is called %s', (agent, label) => {
  expect(labelOf(agent)).toBe(label)
})

test('keys are written as the server writes them', () => {
  const key = Uint8Array.from({ length: 65 }, (_, n) => (n * 37 + 251) % 256)
  const text = base64(key.buffer)
  expect(text).toMatch(/^[\w-]{87}$/)
  expect(bytes(text)).toEqual(key)
  expect(base64(null)).toBe('')
})
