/** Files on their way to the server: in pieces that go on where they stopped (tus 1.0), each with its progress. */
import { useReducer, useRef } from 'preact/hooks'
import type { Upload as TusUpload } from 'tus-js-client'
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
  tus: TusUpload | null
}

export interface UploadList {
  list: readonly Sending[]
  /** Ids of those that are there. */
  done: readonly string[]
  busy: boolean
  add: (files: readonly File[]) => void
  pause: (key: number) => void
  resume: (key: number) => void
  remove: (key: number) => void
  clear: () => void
}

const PIECE = 4 * 1024 * 1024
let keys = 0

export function useUploads(): UploadList {
  const sending = useRef<Sending[]>([])
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const change = (key: number, fields: Partial<Sending>) => {
    sending.current = sending.current.map((each) => (each.key === key ? { ...each, ...fields } : each))
    redraw(0)
  }
  const of = (key: number) => sending.current.find((each) => each.key === key)
  const add = (files: readonly File[]) => {
    for (const file of files) {
      const key = (keys += 1)
      sending.current = [...sending.current, { key, name: file.name, size: file.size, sent: 0, state: 'sending', id: null, tus: null }]
      void begin(file, (fields) => change(key, fields))
    }
    redraw(0)
  }
  return {
    list: sending.current,
    done: sending.current.flatMap(({ id, state }) => (state === 'done' && id ? [id] : [])),
    busy: sending.current.some(({ state }) => state !== 'done'),
    add,
    pause: (key) => {
      void of(key)?.tus?.abort()
      change(key, { state: 'paused' })
    },
    resume: (key) => {
      of(key)?.tus?.start()
      change(key, { state: 'sending' })
    },
    remove: (key) => {
      const gone = of(key)
      if (gone && gone.state !== 'done') void gone.tus?.abort(true)
      sending.current = sending.current.filter((each) => each.key !== key)
      redraw(0)
    },
    clear: () => {
      sending.current = []
      redraw(0)
    },
  }
}

async function begin(file: File, change: (fields: Partial<Sending>) => void): Promise<void> {
  const { Upload } = await import('tus-js-client')
  const upload = new Upload(file, {
    endpoint: '/api/files',
    chunkSize: PIECE,
    retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type },
    onBeforeRequest: async (request) => request.setHeader('Authorization', `Bearer ${await token(signed())}`),
    onProgress: (sent) => change({ sent }),
    onError: () => change({ state: 'failed' }),
    onSuccess: () => change({ state: 'done', sent: file.size, id: upload.url?.split('/').at(-1) ?? null }),
  })
  change({ tus: upload })
  upload.start()
}
