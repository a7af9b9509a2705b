/** A title that each time fills: what stands for the period or a day is drawn as a place to fill. */
import type { JSX } from 'preact'

export function Title({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(/(\{[^{}]*\})/).map((part, place) =>
        place % 2 === 1 ? (
          <span key={place} class="hole">
            {part.slice(1, -1)}
          </span>
        ) : (
          part
        ),
      )}
    </>
  )
}
