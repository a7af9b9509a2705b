/** The questions that every recipient answers. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import type { DraftQuestion } from '../model/draft'
import { Choice, TextField } from '../ui/fields'
import { Icon } from '../ui/icon'

interface Props {
  form: readonly DraftQuestion[]
  onChange: (form: DraftQuestion[]) => void
  error: string | null
}

const KINDS = ['number', 'choice', 'text'] as const

export function FormEditor({ form, onChange, error }: Props): JSX.Element {
  const change = (at: number, part: Partial<DraftQuestion>) =>
    onChange(form.map((question, place) => (place === at ? { ...question, ...part } : question)))
  const add = () => onChange([...form, { label: '', kind: 'number', unit: '', options: '', required: true }])
  return (
    <div class="form-editor">
      {form.map((question, at) => (
        <fieldset key={at} class="question">
          <legend>{t.assign.question(at + 1)}</legend>
          <button
            type="button"
            class="icon-button"
            aria-label={t.assign.removeQuestion(at + 1)}
            onClick={() => onChange(form.filter((_, place) => place !== at))}
          >
            <Icon name="trash" />
          </button>
          <TextField
            label={t.assign.questionLabel}
            value={question.label}
            onInput={(label) => change(at, { label })}
            max={300}
            focus={!question.label}
          />
          <Choice
            legend={t.assign.questionKind}
            value={question.kind}
            onChange={(kind) => change(at, { kind })}
            options={KINDS.map((value) => ({ value, label: t.assign.kinds[value] }))}
          />
          {question.kind === 'number' && (
            <TextField
              label={`${t.assign.measure} (${t.optional})`}
              placeholder={t.assign.measureHint}
              value={question.unit}
              onInput={(unit) => change(at, { unit })}
              max={30}
            />
          )}
          {question.kind === 'choice' && (
            <TextField
              label={t.assign.options}
              value={question.options}
              onInput={(options) => change(at, { options })}
              lines={3}
            />
          )}
          <label class="check">
            <input
              type="checkbox"
              checked={question.required}
              onChange={(event) => change(at, { required: (event.target as HTMLInputElement).checked })}
            />
            <span>{t.assign.must}</span>
          </label>
        </fieldset>
      ))}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <button type="button" class="button" onClick={add}>
        <Icon name="plus" size={18} />
        {t.assign.addQuestion}
      </button>
    </div>
  )
}
