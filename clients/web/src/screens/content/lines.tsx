/** Lines of a checklist that is not begun yet, and the field in which lines are added: many at once when they are pasted. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words } from '../../i18n/content'
import { linesOf, MOST, moved } from '../../model/content'
import { useFocus } from '../../ui/fields'
import { Icon } from '../../ui/icon'

/** Enter adds, and the field stays for the next. */
export function LineAdder({ onAdd, focus }: { onAdd: (lines: string[]) => void; focus?: boolean }): JSX.Element {
  const field = useFocus<HTMLInputElement>(focus)
  const w = words().checklist
  const [text, write] = useState('')
  const add = (lines: string[]) => {
    if (lines.length > 0) onAdd(lines)
    write('')
  }
  return (
    <div class="line-add">
      <input
        ref={field}
        type="text"
        aria-label={w.add}
        placeholder={w.add}
        value={text}
        maxLength={MOST.item}
        autocomplete="off"
        enterkeyhint="done"
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onKeyDown={(event) => {
          // A word that is still being composed is finished by this key.
          if (event.key !== 'Enter' || event.isComposing) return
          event.preventDefault()
          add(linesOf(text))
        }}
        onPaste={(event) => {
          const lines = linesOf(event.clipboardData?.getData('text') ?? '')
          if (lines.length < 2) return
          event.preventDefault()
          add([...linesOf(text), ...lines])
        }}
      />
      <button type="button" class="icon-button" aria-label={w.addDo} disabled={!text.trim()} onClick={() => add(linesOf(text))}>
        <Icon name="plus" />
      </button>
    </div>
  )
}

interface Props {
  lines: readonly string[]
  onChange: (lines: string[]) => void
}

export function Lines({ lines, onChange }: Props): JSX.Element {
  const w = words().checklist
  return (
    <div class="field" role="group" aria-label={w.title}>
      <span class="label">{w.title}</span>
      <ol class="rows lines">
        {lines.map((line, place) => (
          <li key={`${place}/${line}`} class="item">
            <span class="grow">{line}</span>
            {place > 0 && (
              <button type="button" class="icon-button" aria-label={w.upOf(line)} onClick={() => onChange(moved(lines, place, place - 1))}>
                <Icon name="up" size={18} />
              </button>
            )}
            <button
              type="button"
              class="icon-button"
              aria-label={w.removeOf(line)}
              onClick={() => onChange(lines.filter((_, other) => other !== place))}
            >
              <Icon name="close" size={18} />
            </button>
          </li>
        ))}
        {lines.length < MOST.items && (
          <li class="item">
            <LineAdder onAdd={(more) => onChange([...lines, ...more].slice(0, MOST.items))} />
          </li>
        )}
      </ol>
      <p class="hint">{lines.length < MOST.items ? w.addHint : w.most(number(MOST.items))}</p>
    </div>
  )
}
