/** Files that came with a message: pictures in their place, sound to be heard, others by name. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { download, useBytes, useFile, type FileInfo } from '../files'
import { number, t } from '../i18n'
import { Icon, type IconName } from './icon'
import { Sheet } from './sheet'
import { toast } from './toast'

/** A picture in a message is at most so large, in pixels. */
const BOX = { width: 320, height: 240 }

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
  const file = useFile(id)
  if (file?.thumbnail) return <Picture id={id} file={file} />
  if (file?.mediaType.startsWith('audio/')) return <Sound id={id} file={file} />
  const save = async () => {
    if (!(await download(id, file?.name ?? t.talk.file))) toast(t.talk.notFetched)
  }
  const name = file?.name || t.talk.file
  return (
    <button type="button" class="file" onClick={() => void save()}>
      <Icon name={iconOf(file?.mediaType)} size={22} />
      <span class="file-text">
        <span class="unseen">{t.talk.save}: </span>
        <b>{name}</b>
        <span class="soft">{file ? sizeOf(file.size) : file === null ? t.talk.fileAway : '…'}</span>
      </span>
      <Icon name="download" size={18} />
    </button>
  )
}

function iconOf(mediaType = ''): IconName {
  if (/sheet|excel|csv/.test(mediaType)) return 'table'
  return mediaType.startsWith('image/') ? 'picture' : 'file'
}

/** As large as it will be, before it is there: nothing jumps. */
function Picture({ id, file }: { id: string; file: FileInfo }): JSX.Element {
  const [open, setOpen] = useState(false)
  const thumb = useBytes(`/api/files/${id}/thumbnail`)
  const { width = BOX.width, height = BOX.height } = file
  const scale = Math.min(1, BOX.width / (width ?? 1), BOX.height / (height ?? 1))
  const size = { width: Math.round((width ?? 1) * scale), height: Math.round((height ?? 1) * scale) }
  return (
    <>
      <button type="button" class="picture" onClick={() => setOpen(true)} aria-label={t.talk.openFile(file.name)}>
        {thumb ? <img src={thumb} alt={file.name} {...size} /> : <span class="picture-box" style={{ width: size.width, height: size.height }} />}
      </button>
      {open && <Viewer id={id} file={file} onClose={() => setOpen(false)} />}
    </>
  )
}

function Viewer({ id, file, onClose }: { id: string; file: FileInfo; onClose: () => void }): JSX.Element {
  const whole = useBytes(`/api/files/${id}`)
  const save = (
    <button type="button" class="button big" onClick={() => void download(id, file.name)}>
      <Icon name="download" size={18} />
      {t.talk.save} ({sizeOf(file.size)})
    </button>
  )
  return (
    <Sheet title={file.name} onClose={onClose} foot={save} wide>
      <p class="viewer">{whole ? <img src={whole} alt={file.name} /> : <span class="soft">{t.loading}</span>}</p>
    </Sheet>
  )
}

/** Fetched once one wants to hear it. */
function Sound({ id, file }: { id: string; file: FileInfo }): JSX.Element {
  const [wanted, setWanted] = useState(false)
  const whole = useBytes(wanted ? `/api/files/${id}` : null)
  const length = file.durationMs ? lengthOf(file.durationMs) : sizeOf(file.size)
  if (whole) return <audio class="sound" src={whole} controls autoplay aria-label={file.name} />
  return (
    <button type="button" class="file" disabled={wanted} onClick={() => setWanted(true)}>
      <Icon name="play" size={22} />
      <span class="file-text">
        <span class="unseen">{t.talk.hear}: </span>
        <b>{t.talk.voice}</b>
        <span class="soft tabular">{length}</span>
      </span>
    </button>
  )
}

/** 0:07, 12:40 */
export function lengthOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1_000)))} KB` : `${number(Math.round(bytes / 100_000) / 10)} MB`
}
