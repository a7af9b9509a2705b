/** A voice note: recorded by the browser where it can, heard before it goes. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../i18n'
import { lengthOf } from './files'
import { Icon } from './icon'
import { toast } from './toast'

/** In the order of wish; each is taken by the server as sound. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']
const LONGEST = 10 * 60_000

export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined
}

interface Props {
  onRecorded: (file: File, durationMs: number) => void
  /** While recording, nothing else is written. */
  onRecording: (recording: boolean) => void
}

export function Voice({ onRecorded, onRecording }: Props): JSX.Element {
  const recorder = useRef<MediaRecorder | null>(null)
  const [begun, setBegun] = useState<number | null>(null)
  const stop = () => recorder.current?.state === 'recording' && recorder.current.stop()
  const cancel = () => {
    if (recorder.current) recorder.current.onstop = null
    stop()
    ended()
  }
  const ended = () => {
    recorder.current?.stream.getTracks().forEach((track) => track.stop())
    recorder.current = null
    setBegun(null)
    onRecording(false)
  }
  useEffect(() => cancel, [])
  const begin = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    if (!stream) return toast(t.talk.noMicrophone)
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
    const made = new MediaRecorder(stream, { audioBitsPerSecond: 32_000, ...(mimeType ? { mimeType } : {}) })
    const pieces: Blob[] = []
    const at = Date.now()
    made.ondataavailable = ({ data }) => void pieces.push(data)
    made.onstop = () => {
      onRecorded(fileOf(pieces, made.mimeType), Date.now() - at)
      ended()
    }
    recorder.current = made
    made.start()
    setBegun(at)
    onRecording(true)
  }
  if (begun === null)
    return (
      <button type="button" class="icon-button" aria-label={t.talk.record} title={t.talk.record} onClick={() => void begin()}>
        <Icon name="mic" />
      </button>
    )
  return (
    <div class="recording">
      <button type="button" class="icon-button" aria-label={t.talk.dropRecording} onClick={cancel}>
        <Icon name="trash" />
      </button>
      <Length begun={begun} onLongest={stop} />
      <button type="button" class="icon-button send" aria-label={t.talk.stopRecording} onClick={stop}>
        <Icon name="stop" />
      </button>
    </div>
  )
}

function Length({ begun, onLongest }: { begun: number; onLongest: () => void }): JSX.Element {
  const [now, setNow] = useState(begun)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (now - begun > LONGEST) onLongest()
  }, [now])
  return (
    <p class="recording-length tabular" role="timer">
      <i />
      {t.talk.recording} {lengthOf(now - begun)}
    </p>
  )
}

function fileOf(pieces: readonly Blob[], mimeType: string): File {
  const type = mimeType.split(';')[0] || 'audio/webm'
  const end = { 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }[type] ?? 'weba'
  return new File([...pieces], `${t.talk.voice} ${new Date().toISOString().slice(0, 16).replace('T', ' ').replace(':', 'h')}.${end}`, { type })
}
