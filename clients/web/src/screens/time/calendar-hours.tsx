/** The hours of a working day: its parts in order. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { setHours } from '../../act-time'
import { number } from '../../i18n'
import { words } from '../../i18n/time'
import type { Hours } from '../../model/workdays'
import { hoursIn } from '../../model/year'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'

/** More parts than these no working day has. */
const MOST = 4

export function HoursSheet({ hours, post, onClose }: { hours: Hours; post: string; onClose: () => void }): JSX.Element {
  const w = words().calendar
  const [spans, setSpans] = useState<Hours>(hours)
  const sum = hoursIn(spans)
  const change = (place: number, part: 'start' | 'end', value: string) =>
    setSpans(spans.map((span, at) => (at === place ? { ...span, [part]: value } : span)))
  const save = () => {
    if (sum === null) return
    setHours(spans, post, w.hoursSaved)
    onClose()
  }
  const clock = (place: number, part: 'start' | 'end') => (
    <label class="inline">
      <span>{w[part]}</span>
      <input
        type="time"
        value={spans[place]?.[part]}
        aria-invalid={sum === null ? true : undefined}
        onInput={({ currentTarget }) => change(place, part, currentTarget.value)}
      />
    </label>
  )
  return (
    <Sheet
      title={w.hours}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={save} disabled={sum === null}>
          {w.save}
        </button>
      }
    >
      {spans.map((_, place) => (
        <fieldset key={place} class="span">
          <legend>{w.span(place + 1)}</legend>
          {clock(place, 'start')}
          {clock(place, 'end')}
          {spans.length > 1 && (
            <button
              type="button"
              class="icon-button"
              aria-label={w.removeSpan(place + 1)}
              onClick={() => setSpans(spans.filter((_, at) => at !== place))}
            >
              <Icon name="trash" size={18} />
            </button>
          )}
        </fieldset>
      ))}
      {spans.length < MOST && (
        <button type="button" class="button plain" onClick={() => setSpans([...spans, { start: '', end: '' }])}>
          <Icon name="plus" size={18} />
          {w.addSpan}
        </button>
      )}
      <p class={sum === null ? 'error' : 'hint'} role="status">
        {sum === null ? w.hoursWrong : w.hoursOf(spans.map(({ start, end }) => `${start}–${end}`).join(', '), number(sum))}
      </p>
      <p class="hint">{w.hoursHint}</p>
    </Sheet>
  )
}
