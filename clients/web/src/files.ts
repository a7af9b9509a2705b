/** Files that are attached: what they are called and hold, and their bytes, fetched with the access token. */
import { useEffect, useReducer, useState } from 'preact/hooks'
import { language } from './i18n'
import { ask } from './graphql/client'
import { rows, signed } from './live'
import { token } from './session'

export interface FileInfo {
  name: string
  size: number
  mediaType: string
  width: number | null
  height: number | null
  durationMs: number | null
  thumbnail: boolean
}

const known = new Map<string, FileInfo>()
const listeners = new Set<() => void>()
let wanted = new Set<string>()
/** One question may name so many. */
const AT_ONCE = 10

const FILES = `query ($ids: [ID!]!) { files(ids: $ids) { key name size mediaType width height durationMs thumbnail } }`

export function learn(id: string, file: FileInfo): void {
  known.set(id, file)
}

/** A file by its id; undefined: not known yet, null: not to be known now. */
export function useFile(id: string): FileInfo | null | undefined {
  const [missing, miss] = useState(false)
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const file = rows('file').get(id)?.fields ?? known.get(id)
  useEffect(() => {
    if (file) return
    const heed = () => (known.has(id) ? redraw(0) : miss(true))
    listeners.add(heed)
    if (wanted.size === 0) setTimeout(() => void fetchWanted(), 20)
    wanted.add(id)
    return () => void listeners.delete(heed)
  }, [id])
  return file ?? (missing ? null : undefined)
}

async function fetchWanted(): Promise<void> {
  const ids = [...wanted]
  wanted = new Set()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await fetchFiles(ids.slice(from, from + AT_ONCE))
  }
  listeners.forEach((listener) => listener())
}

/** Those that are not mine to see stay unknown. */
async function fetchFiles(ids: readonly string[]): Promise<void> {
  const answer = await ask<{ files: (FileInfo & { key: string })[] }>(FILES, { ids }, AbortSignal.timeout(20_000))
  for (const { key, ...file } of answer?.files ?? []) learn(key, file)
}

/** The bytes behind an address of ours; null: offline, or not mine to see. */
export async function fetched(path: string, signal?: AbortSignal): Promise<Blob | null> {
  try {
    const headers = { Authorization: `Bearer ${await token(signed())}`, 'Accept-Language': language }
    const answer = await fetch(path, { headers, ...(signal ? { signal } : {}) })
    return answer.ok ? await answer.blob() : null
  } catch {
    return null
  }
}

/** An address in this page for the bytes behind one of ours; null while they come, or when they do not. */
export function useBytes(path: string | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (path === null) return
    const stop = new AbortController()
    let made: string | null = null
    void fetched(path, stop.signal).then((blob) => {
      if (blob && !stop.signal.aborted) setUrl((made = URL.createObjectURL(blob)))
    })
    return () => {
      stop.abort()
      if (made) URL.revokeObjectURL(made)
      setUrl(null)
    }
  }, [path])
  return url
}

/** Gives a file to the device's own downloads; false: it could not be fetched. */
export async function download(id: string, name: string): Promise<boolean> {
  const blob = await fetched(`/api/files/${id}`)
  if (blob) keep(blob, name)
  return blob !== null
}

/** Puts bytes among the device's downloads. */
export function keep(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
