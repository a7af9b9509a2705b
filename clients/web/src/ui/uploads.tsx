/** Files on their way: how far each is, and pause, go on, take away. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import type { UploadList } from '../uploads'
import { sizeOf } from './files'
import { Icon } from './icon'

export function Uploads({ uploads }: { uploads: UploadList }): JSX.Element | null {
  if (uploads.list.length === 0) return null
  return (
    <ul class="uploads">
      {uploads.list.map(({ key, name, size, sent, state }) => (
        <li key={key} class={`upload ${state}`}>
          <span class="upload-name">{name}</span>
          <span class="soft">{state === 'failed' ? t.talk.uploadFailed : sizeOf(size)}</span>
          <progress max={size || 1} value={state === 'done' ? size || 1 : sent} aria-label={t.talk.progress(name)} />
          {state === 'sending' && (
            <button type="button" class="icon-button" aria-label={t.talk.pause(name)} onClick={() => uploads.pause(key)}>
              <Icon name="pause" size={18} />
            </button>
          )}
          {(state === 'paused' || state === 'failed') && (
            <button type="button" class="icon-button" aria-label={t.talk.resume(name)} onClick={() => uploads.resume(key)}>
              <Icon name="sync" size={18} />
            </button>
          )}
          <button type="button" class="icon-button" aria-label={t.talk.removeFile(name)} onClick={() => uploads.remove(key)}>
            <Icon name="close" size={18} />
          </button>
        </li>
      ))}
    </ul>
  )
}
