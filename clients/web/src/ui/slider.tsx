/** A slider through time: drag to a minute, or let it run from the beginning to now. */
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { clock, moment, t } from '../i18n'
import { Icon } from './icon'

interface Props {
  from: number
  now: number
  /** Null: the present. */
  value: number | null
  onChange: (at: number | null) => void
  label: string
}

const STEPS = 1000
const RUN = 9_000

export function TimeSlider({ from, now, value, onChange, label }: Props): JSX.Element {
  const id = useId()
  const [running, setRunning] = useState(false)
  const shown = useRef(value)
  shown.current = value
  const at = value ?? now
  const place = Math.round(((at - from) / Math.max(1, now - from)) * STEPS)
  const set = (next: number) => onChange(next >= STEPS ? null : Math.round(from + ((now - from) * next) / STEPS))
  useEffect(() => {
    if (!running) return
    let frame = 0
    const begun = performance.now()
    const start = shown.current === null ? 0 : (shown.current - from) / (now - from)
    const run = (time: number) => {
      const done = start + (time - begun) / RUN
      set(Math.min(STEPS, Math.round(done * STEPS)))
      if (done >= 1) setRunning(false)
      else frame = requestAnimationFrame(run)
    }
    frame = requestAnimationFrame(run)
    return () => cancelAnimationFrame(frame)
  }, [running])
  return (
    <div class={value === null ? 'slider' : 'slider past'}>
      <button
        type="button"
        class="icon-button"
        onClick={() => setRunning(!running)}
        aria-label={running ? t.slider.stop : t.slider.run}
      >
        <Icon name={running ? 'pause' : 'history'} />
      </button>
      <div class="slider-track">
        <label for={id} class="unseen">
          {label}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={STEPS}
          value={place}
          aria-valuetext={value === null ? t.task.sliderNow : t.task.sliderAt(moment(at, now))}
          onInput={(event) => {
            setRunning(false)
            set(Number((event.target as HTMLInputElement).value))
          }}
        />
        <div class="slider-ends" aria-hidden="true">
          <span>{moment(from, now)}</span>
          {value !== null && <b>{clock(at)}</b>}
          <span>{t.task.sliderNow}</span>
        </div>
      </div>
      <button
        type="button"
        class="icon-button slider-back"
        disabled={value === null}
        aria-label={t.task.sliderBack}
        title={t.task.sliderBack}
        onClick={() => {
          setRunning(false)
          onChange(null)
        }}
      >
        <Icon name="undo" />
      </button>
    </div>
  )
}
