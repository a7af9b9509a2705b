/** Files that came with a message: pictures by their thumbnails, others by name; fetched with the access token. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ask, globalId } from '../graphql/client'
import { number, t } from '../i18n'
import { signed } from '../live'
import { token } from '../session'
import { Icon } from './icon'

interface File {
  name: string
  size: number
  mediaType: string
  width: number | null
}

const QUERY = `query ($id: ID!) { node(id: $id) { ... on File { name size mediaType width } } }`
const known = new Map<string, Promise<File | null>>()

function fileOf(id: string): Promise<File | null> {
  const asked =
    known.get(id) ?? ask<{ node: File | null }>(QUERY, { id: globalId('File', id) }, AbortSignal.timeout(15_000)).then((answer) => answer?.node ?? null)
  known.set(id, asked)
  void asked.then((file) => file ?? known.delete(id))
  return asked
}

/** The bytes behind an address of ours; null: offline, or not mine to see. */
export async function fetched(path: string): Promise<Blob | null> {
  try {
    const answer = await fetch(path, { headers: { Authorization: `Bearer ${await token(signed())}` } })
    return answer.ok ? await answer.blob() : null
  } catch {
    return null
  }
}

export function Files({ ids }: { ids: readonly string[] }): JSX.Element {
  return (
    <ul class="files">
      {ids.map((id) => (
        <li key={id}>
          <One id={id} />
        </li>
      ))}
    </ul>
  )
}

function One({ id }: { id: string }): JSX.Element {
  const [file, setFile] = useState<File | null>(null)
  const [thumb, setThumb] = useState<string | null>(null)
  useEffect(() => {
    let url: string | null = null
    void fileOf(id).then(async (found) => {
      setFile(found)
      const blob = found?.width ? await fetched(`/api/files/${id}/thumbnail`) : null
      if (blob) setThumb((url = URL.createObjectURL(blob)))
    })
    return () => {
      if (url) URL.revokeObjectURL(url)
    }
  }, [id])
  const open = async () => {
    const blob = await fetched(`/api/files/${id}`)
    if (!blob || !file) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = file.name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  const name = file?.name ?? t.talk.file
  return (
    <button type="button" class={thumb ? 'file picture' : 'file'} onClick={() => void open()} aria-label={t.talk.openFile(name)}>
      {thumb ? <img src={thumb} alt="" /> : <Icon name="download" size={18} />}
      {!thumb && <span>{name}</span>}
      {!thumb && file && <span class="soft">{sizeOf(file.size)}</span>}
    </button>
  )
}

export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1_000)))} KB` : `${number(Math.round(bytes / 100_000) / 10)} MB`
}
