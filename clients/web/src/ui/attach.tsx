/** Adding files to what one writes: from the device, or on a phone straight from its camera. */
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { t } from '../i18n'
import type { UploadList } from '../uploads'
import { Files } from './files'
import { Icon, type IconName } from './icon'
import { useCoarse } from './media'
import { Uploads } from './uploads'

interface Props {
  /** Files that are there already. */
  kept?: readonly string[]
  uploads: UploadList
  error?: string | null
  note?: string | null
}

export function Attach({ kept = [], uploads, error, note }: Props): JSX.Element {
  const camera = useCoarse()
  return (
    <div class="field">
      {kept.length > 0 && <Files ids={kept} />}
      <Uploads uploads={uploads} />
      <p class="card-actions">
        {camera && <Pick icon="camera" label={t.talk.camera} onFiles={uploads.add} accept="image/*" capture="environment" />}
        <Pick icon="clip" label={t.talk.attach} onFiles={uploads.add} multiple />
      </p>
      {note && (
        <p class="hint" role="status">
          {note}
        </p>
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

interface PickProps {
  icon: IconName
  label: string
  onFiles: (files: File[]) => void
  accept?: string
  capture?: 'environment'
  multiple?: boolean
}

/** A button that opens the device's own picker. */
function Pick({ icon, label, onFiles, ...input }: PickProps): JSX.Element {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class="button attach" onClick={() => picker.current?.click()}>
        <Icon name={icon} size={18} />
        {label}
      </button>
      <input
        {...input}
        ref={picker}
        type="file"
        hidden
        aria-label={label}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </>
  )
}
