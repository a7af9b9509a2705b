/** Files on their way to the server: in pieces that go on where they stopped (tus 1.0), each with its progress. */
import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { Upload as TusUpload } from 'tus-js-client'
import { learn } from './files'
import { signed } from './live'
import { token } from './session'

export interface Sending {
  key: number
  name: string
  size: number
  sent: number
  state: 'sending' | 'paused' | 'failed' | 'done'
  /** Its id, once it is there. */
  id: string | null
  /** An address in this page of what can be shown before it is there. */
  preview: string | null
  mediaType: string
  tus: TusUpload | null
}

export interface UploadList {
  list: readonly Sending[]
  /** Ids of those that are there. */
  done: readonly string[]
  busy: boolean
  /** `durationMs`: how long they are, of what was recorded here. */
  add: (files: readonly File[], durationMs?: number) => void
  pause: (key: number) => void
  resume: (key: number) => void
  remove: (key: number) => void
  clear: () => void
}

const PIECE = 4 * 1024 * 1024
const PREVIEWED = /^(image\/(png|jpeg|gif|webp|avif)|audio\/)/
let keys = 0

export function useUploads(): UploadList {
  const sending = useRef<Sending[]>([])
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const set = (list: Sending[]) => {
    sending.current = list
    redraw(0)
  }
  const change = (key: number, fields: Partial<Sending>) =>
    set(sending.current.map((each) => (each.key === key ? { ...each, ...fields } : each)))
  const of = (key: number) => sending.current.find((each) => each.key === key)
  const resume = (key: number) => {
    of(key)?.tus?.start()
    change(key, { state: 'sending' })
  }
  useOnline(() => sending.current.filter(({ state }) => state === 'failed').forEach(({ key }) => resume(key)))
  useEffect(() => () => sending.current.forEach(letGo), [])
  return {
    list: sending.current,
    done: sending.current.flatMap(({ id, state }) => (state === 'done' && id ? [id] : [])),
    busy: sending.current.some(({ state }) => state !== 'done'),
    add: (files, durationMs) => {
      const added = files.map(waiting)
      set([...sending.current, ...added])
      added.forEach(({ key }, place) => void begin(files[place] as File, durationMs, (fields) => change(key, fields)))
    },
    pause: (key) => {
      void of(key)?.tus?.abort()
      change(key, { state: 'paused' })
    },
    resume,
    remove: (key) => {
      const gone = of(key)
      if (gone) letGo(gone)
      if (gone && gone.state !== 'done') void gone.tus?.abort(true).catch(() => undefined)
      set(sending.current.filter((each) => each.key !== key))
    },
    clear: () => {
      sending.current.forEach(letGo)
      set([])
    },
  }
}

/** Does something once all files are there: at once, or when the last has come. */
export function useOnceSent(uploads: UploadList, send: () => void): { start: () => void; waits: boolean } {
  const [waits, wait] = useState(false)
  useEffect(() => {
    if (!waits || uploads.busy) return
    wait(false)
    send()
  }, [waits, uploads.busy])
  return { start: () => (uploads.busy ? wait(true) : send()), waits }
}

/** What failed goes on once there is a network again. */
function useOnline(back: () => void): void {
  useEffect(() => {
    addEventListener('online', back)
    return () => removeEventListener('online', back)
  }, [])
}

function waiting(file: File): Sending {
  const preview = PREVIEWED.test(file.type) ? URL.createObjectURL(file) : null
  keys += 1
  return { key: keys, name: file.name, size: file.size, sent: 0, state: 'sending', id: null, preview, mediaType: file.type, tus: null }
}

function letGo({ preview }: Sending): void {
  if (preview) URL.revokeObjectURL(preview)
}

async function begin(file: File, durationMs: number | undefined, change: (fields: Partial<Sending>) => void): Promise<void> {
  const { Upload } = await import('tus-js-client')
  const upload = new Upload(file, {
    endpoint: '/api/files',
    chunkSize: PIECE,
    retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type, ...(durationMs === undefined ? {} : { duration: `${durationMs}` }) },
    onBeforeRequest: async (request) => request.setHeader('Authorization', `Bearer ${await token(signed())}`),
    onProgress: (sent) => change({ sent }),
    onError: () => change({ state: 'failed' }),
    onSuccess: () => {
      const id = upload.url?.split('/').at(-1) ?? null
      if (id) learn(id, { ...plain(file), durationMs: durationMs ?? null })
      change({ state: 'done', sent: file.size, id })
    },
  })
  change({ tus: upload })
  upload.start()
}

/** What is known of a file before the server's word on it has come. */
function plain({ name, size, type: mediaType }: File) {
  return { name, size, mediaType, width: null, height: null, durationMs: null, thumbnail: false }
}
