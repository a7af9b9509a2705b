/** A push message as the server sends it; what cannot be read is shown as "something new", never as nothing. */

export type Act = 'accept' | 'ack'

export interface Message {
  id: number
  tag: string
  urgent: boolean
  language: 'vi' | 'en'
  title: string
  body: string
  url: string
  kind: string
  actions: Act[]
  badge: number | null
}

export const WORDS = {
  vi: { something: 'Bạn có thông báo mới', accept: 'Nhận', ack: 'Đã rõ', open: 'Mở' },
  en: { something: 'You have a new notice', accept: 'Accept', ack: 'Acknowledge', open: 'Open' },
} as const

const ACTS: readonly string[] = ['accept', 'ack']

export function read(text: string | undefined, origin: string): Message {
  const given = parsed(text)
  const language = given['language'] === 'en' ? 'en' : 'vi'
  const actions = Array.isArray(given['actions']) ? given['actions'] : []
  return {
    id: typeof given['id'] === 'number' ? given['id'] : 0,
    tag: words(given['tag']) || 'notice',
    urgent: given['urgent'] === true,
    language,
    title: words(given['title']) || WORDS[language].something,
    body: words(given['body']),
    url: ours(words(given['url']), origin),
    kind: words(given['kind']),
    actions: actions.filter((act): act is Act => ACTS.includes(act as string)),
    badge: typeof given['badge'] === 'number' ? given['badge'] : null,
  }
}

/** An address of this app, whatever was sent. */
function ours(url: string, origin: string): string {
  const parsed = URL.canParse(url, origin) ? new URL(url, origin) : null
  return parsed?.origin === origin ? parsed.pathname + parsed.search : '/'
}

/** The address with the action that was pressed. */
export function withAct(url: string, act: Act): string {
  return `${url}${url.includes('?') ? '&' : '?'}act=${act}`
}

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
