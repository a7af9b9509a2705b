/** Files on their way: what they are, how far each is, and pause, go on, take away. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import type { Sending, UploadList } from '../uploads'
import { sizeOf } from './files'
import { Icon } from './icon'

export function Uploads({ uploads }: { uploads: UploadList }): JSX.Element | null {
  if (uploads.list.length === 0) return null
  return (
    <ul class="uploads">
      {uploads.list.map((each) => (
        <li key={each.key} class={`upload ${each.state}`}>
          <Preview {...each} />
          <span class="upload-text">
            <span class="upload-name">{each.name}</span>
            <span class="soft">{words(each)}</span>
          </span>
          {each.state !== 'done' && (
            <progress max={each.size || 1} value={each.sent} aria-label={t.talk.progress(each.name)} />
          )}
          {each.state === 'sending' && each.tus && (
            <button type="button" class="icon-button" aria-label={t.talk.pause(each.name)} onClick={() => uploads.pause(each.key)}>
              <Icon name="pause" size={18} />
            </button>
          )}
          {(each.state === 'paused' || each.state === 'failed') && (
            <button type="button" class="icon-button" aria-label={t.talk.resume(each.name)} onClick={() => uploads.resume(each.key)}>
              <Icon name="sync" size={18} />
            </button>
          )}
          <button type="button" class="icon-button" aria-label={t.talk.removeFile(each.name)} onClick={() => uploads.remove(each.key)}>
            <Icon name="close" size={18} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Preview({ preview, mediaType, name }: Sending): JSX.Element {
  if (preview && mediaType.startsWith('image/')) return <img class="upload-picture" src={preview} alt="" />
  if (preview) return <audio class="upload-sound" src={preview} controls aria-label={name} />
  return (
    <span class="upload-picture">
      <Icon name="file" />
    </span>
  )
}

function words({ state, size, sent }: Sending): string {
  if (state === 'failed') return navigator.onLine ? t.talk.uploadFailed : t.talk.uploadWaits
  if (state === 'done') return sizeOf(size)
  return `${Math.floor((sent / Math.max(1, size)) * 100)}% · ${sizeOf(size)}`
}
