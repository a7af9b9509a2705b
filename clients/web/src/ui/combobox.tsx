/** A field with which one searches and chooses, by keys or by pointing; those chosen stand above. */
import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { t } from '../i18n'
import { useFocus } from './fields'
import { Icon, type IconName } from './icon'

/** Something that can be chosen, as it is drawn. */
export interface Option {
  key: string
  look: JSX.Element
}

interface Props {
  label: string
  placeholder: string
  chosen: readonly { key: string; name: string; icon: IconName }[]
  /** By their place among those chosen. */
  onRemove: (place: number) => void
  /** Whether there is a field: not where only one can be chosen, and is. */
  open?: boolean
  query: string
  onQuery: (query: string) => void
  options: readonly Option[]
  /** They are suggestions, in less room. */
  few?: boolean
  /** Whether Enter chooses before anything is typed. */
  eager?: boolean
  /** Whether one types here first. */
  focus?: boolean
  /** By its place among the options. */
  onChoose: (place: number) => void
  /** What is said when nothing is found. */
  nothing: string
  error?: string | null | undefined
}

export function Combobox(props: Props): JSX.Element {
  const { label, placeholder, chosen, onRemove, open = true, query, onQuery, options, few, eager, focus, onChoose, nothing, error } = props
  const id = useId()
  const field = useFocus<HTMLInputElement>(focus)
  const [at, setAt] = useState(0)
  const choose = (place: number) => {
    if (options[place]) onChoose(place)
    onQuery('')
    setAt(0)
  }
  const keys = (event: KeyboardEvent) => {
    // A word that is still being composed is finished by this key.
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((place) => (place + step + options.length) % Math.max(1, options.length))
    else if (event.key === 'Enter' && (eager ? options[at] : query)) choose(at)
    else if (event.key === 'Backspace' && !query && chosen.length > 0) onRemove(chosen.length - 1)
    else return
    event.preventDefault()
  }
  return (
    <div class={error ? 'picker field wrong' : 'picker field'}>
      <label for={id}>{label}</label>
      {chosen.length > 0 && (
        <ul class="picked">
          {chosen.map(({ key, name, icon }, place) => (
            <li key={key} class="picked-seat">
              <Icon name={icon} size={16} />
              <span>{name}</span>
              <button type="button" aria-label={t.assign.remove(name)} onClick={() => onRemove(place)}>
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {open && (
        <>
          <div class="search">
            <Icon name="search" size={18} />
            <input
              ref={field}
              id={id}
              type="search"
              list={undefined}
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={options[at] ? `${id}-${at}` : undefined}
              autocomplete="off"
              spellcheck={false}
              placeholder={placeholder}
              value={query}
              onKeyDown={keys}
              onInput={({ currentTarget }) => {
                onQuery(currentTarget.value)
                setAt(0)
              }}
            />
          </div>
          {options.length === 0 && query && <p class="hint">{nothing}</p>}
          <ul class={few ? 'options few' : 'options'} id={`${id}-list`} role="listbox" aria-label={t.assign.results}>
            {options.map(({ key, look }, place) => (
              <li
                key={key}
                id={`${id}-${place}`}
                role="option"
                aria-selected={place === at}
                class={place === at ? 'option at' : 'option'}
                onClick={() => choose(place)}
              >
                {look}
              </li>
            ))}
          </ul>
        </>
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
