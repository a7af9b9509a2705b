/** A draft of the rule being changed: its name and numbers; as it is written it can be tried. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { rule as give } from '../../act-evaluation'
import { uuidIn } from '../../graphql/client'
import type { Rule } from '../../graphql/evaluation'
import { words } from '../../i18n/evaluation'
import { words as trialWords } from '../../i18n/trial'
import { Check, Field, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'
import { NUMBERS, valuesOf, wrongNumbers, type Values } from './parameters'

interface Props {
  rule: Rule
  /** As it was left when it was tried. */
  values?: Values
  post: string
  onTry: (values: Values) => void
  onClose: () => void
}

export function Edit({ rule, values: left, post, onTry, onClose }: Props): JSX.Element {
  const e = words()
  const [title, setTitle] = useState(rule.title)
  const [values, setValues] = useState<Values>(left ?? valuesOf(rule))
  const [tried, setTried] = useState(false)
  const wrong = wrongNumbers(values)
  const whenRight = (then: () => void) => (wrong.length > 0 ? setTried(true) : then())
  const save = () => {
    give('evaluationRule.change', { rule: uuidIn(rule.id ?? ''), title: title.trim() || rule.title, parameters: values }, post, e.saved)
    onClose()
  }
  return (
    <Sheet
      title={rule.title}
      onClose={onClose}
      wide
      foot={
        <>
          <button type="button" class="button big" onClick={() => whenRight(() => onTry(values))}>
            <Icon name="history" size={18} />
            {trialWords().try}
          </button>
          <button type="button" class="button primary big" onClick={() => whenRight(save)}>
            {e.save}
          </button>
        </>
      }
    >
      <TextField label={e.draftTitle} value={title} onInput={setTitle} max={300} />
      <div class="parameter-fields">
        {NUMBERS.map((name) => (
          <Field key={name} label={e.parameter[name] ?? name} error={tried && wrong.includes(name) ? e.wrongNumber : null}>
            {(ids) => (
              <input
                {...ids}
                type="number"
                inputMode="numeric"
                min={0}
                value={String(values[name] ?? '')}
                onInput={({ currentTarget: { value } }) => setValues({ ...values, [name]: value === '' ? '' : Number(value) })}
              />
            )}
          </Field>
        ))}
      </div>
      <Check label={e.parameter['carried'] ?? ''} value={values['carried'] === true} onChange={(carried) => setValues({ ...values, carried })} />
    </Sheet>
  )
}
