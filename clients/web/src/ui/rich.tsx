/** Messages in a safe subset of Markdown; what renders them is loaded with the first one, the text stands before. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type Render = (text: string) => string

const TAGS = ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a']

let render: Render | null = null
let loading: Promise<Render> | null = null

async function load(): Promise<Render> {
  const [{ Marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')])
  const marked = new Marked({ gfm: true, breaks: true })
  purify.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName !== 'A') return
    node.setAttribute('rel', 'noopener noreferrer nofollow')
    if (!node.getAttribute('href')?.startsWith('/')) node.setAttribute('target', '_blank')
  })
  const clean = { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href'], ALLOWED_URI_REGEXP: /^(https?:|mailto:|tel:|\/(?!\/))/i }
  return (text) => purify.sanitize(marked.parse(text, { async: false }), clean)
}

export function Rich({ text }: { text: string }): JSX.Element {
  const [, redraw] = useState(render !== null)
  useEffect(() => {
    if (render) return
    loading ??= load()
    void loading.then((loaded) => {
      render = loaded
      redraw(true)
    })
  }, [])
  if (!render) return <div class="rich plain-text">{text}</div>
  return <div class="rich" dangerouslySetInnerHTML={{ __html: render(text) }} />
}
