/** Name and text of each time, with what may be put in that stands for the period and its days. */
import type { JSX } from 'preact'
import { words } from '../../i18n/recurring'
import { PLACEHOLDERS, unknownPlaceholder, type Draft } from '../../model/recurring'
import { TextField } from '../../ui/fields'

interface Props {
  draft: Draft
  set: (changes: Partial<Draft>) => void
  tried: boolean
  error: string | null
}

export function Texts({ draft, set, tried, error }: Props): JSX.Element {
  const r = words()
  const wrong = (text: string) => {
    const unknown = tried ? unknownPlaceholder(text) : null
    return unknown === null ? null : r.unknown(unknown, PLACEHOLDERS.map((each) => `{${each}}`).join(', '))
  }
  const put = (name: string) => set({ title: `${draft.title}${/\s$|^$/.test(draft.title) ? '' : ' '}{${name}}` })
  return (
    <>
      <TextField
        label={r.what}
        placeholder={r.whatHint}
        value={draft.title}
        onInput={(title) => set({ title })}
        max={450}
        focus={!draft.title}
        error={error ?? wrong(draft.title)}
      />
      <div class="inserts" role="group" aria-label={r.insert}>
        <span class="soft">{r.insert}</span>
        {PLACEHOLDERS.map((name) => (
          <button key={name} type="button" class="button" title={r.placeholder[name]} aria-label={`${r.insert} {${name}}: ${r.placeholder[name] ?? ''}`} onClick={() => put(name)}>
            {`{${name}}`}
          </button>
        ))}
      </div>
      <TextField
        label={`${r.content} (${r.optional})`}
        value={draft.description}
        onInput={(description) => set({ description })}
        lines={3}
        max={20_000}
        error={wrong(draft.description)}
      />
    </>
  )
}
