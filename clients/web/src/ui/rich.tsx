/** Text in a safe subset of Markdown; what renders it is loaded with the first one, the text stands before. */
import type { JSX } from 'preact'
import { useEffect, useReducer } from 'preact/hooks'

/** Text, and names in it that are called, as safe HTML. */
type Render = (text: string, called: readonly string[]) => string

const TAGS = ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a']
/** As on the server: no HTML, headings, pictures, rules or tables; what looks like one is text. */
const LEFT_OUT = ['heading', 'lheading', 'hr', 'html', 'tag', 'table', 'def', 'reflink'] as const
const SCHEMES = /^(https?:|mailto:|tel:|\/(?!\/))/i
/** So many texts stay rendered. */
const MOST = 600

let render: Render | null = null
let loading: Promise<void> | null = null

/** Brings what renders; to be called as soon as texts will be shown. */
export function prepareRich(): Promise<void> {
  loading ??= load().then((loaded) => {
    render = loaded
  })
  return loading
}

async function load(): Promise<Render> {
  const [{ Marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')])
  const none = Object.fromEntries(LEFT_OUT.map((name) => [name, () => undefined]))
  const marked = new Marked({ gfm: true, breaks: true })
  marked.use({ tokenizer: none, renderer: { image: ({ text }) => text } })
  purify.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName !== 'A') return
    const address = node.getAttribute('href') ?? ''
    node.setAttribute('rel', 'noopener noreferrer nofollow')
    if (address.startsWith(`${location.origin}/`)) node.setAttribute('href', address.slice(location.origin.length))
    else if (!address.startsWith('/')) node.setAttribute('target', '_blank')
  })
  const clean = { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href', 'start'], ALLOWED_URI_REGEXP: SCHEMES, RETURN_DOM_FRAGMENT: true as const }
  const made = new Map<string, string>()
  return (text, called) => {
    const key = `${called.join('\n')}\n\n${text}`
    const known = made.get(key)
    if (known !== undefined) return known
    if (made.size >= MOST) made.clear()
    const box = document.createElement('div')
    box.append(purify.sanitize(marked.parse(text, { async: false }), clean))
    if (called.length > 0) markCalled(box, called)
    made.set(key, box.innerHTML)
    return box.innerHTML
  }
}

/** Names after an @ as elements of their own; the longest that fits. */
function markCalled(box: HTMLElement, called: readonly string[]): void {
  const names = [...called].sort((a, b) => b.length - a.length)
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text)
  for (const first of texts) {
    for (let text = first, at = text.data.indexOf('@'); at >= 0; at = text.data.indexOf('@', at + 1)) {
      const name = names.find((each) => text.data.startsWith(each, at + 1))
      if (!name) continue
      const marked = text.splitText(at)
      text = marked.splitText(name.length + 1)
      const mark = document.createElement('mark')
      marked.replaceWith(mark)
      mark.append(marked)
      at = -1
    }
  }
}

const NOBODY: readonly string[] = []

interface Props {
  text: string
  /** Names that stand after an @ and are called by it. */
  called?: readonly string[]
}

export function Rich({ text, called = NOBODY }: Props): JSX.Element {
  if (!render) return <Waiting text={text} called={called} />
  return <div class="rich" dangerouslySetInnerHTML={{ __html: render(text, called) }} />
}

function Waiting({ text, called }: Props): JSX.Element {
  const [ready, redraw] = useReducer(() => true, false)
  useEffect(() => void prepareRich().then(() => redraw(0)), [])
  return ready ? <Rich text={text} called={called ?? NOBODY} /> : <div class="rich plain-text">{text}</div>
}
