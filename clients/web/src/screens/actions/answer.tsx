/** Answering a directive: its form, filled in within seconds. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { answerAndSubmit } from '../../act'
import { t } from '../../i18n'
import type { Question } from '../../model/rows'
import { Choice, TextField, useFocus } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from './body'

export function AnswerBody({ id, task, acting, post, onClose }: BodyProps): JSX.Element {
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(task.form.map(({ key }) => [key, task.answers[key] === undefined ? '' : String(task.answers[key])])),
  )
  const [tried, setTried] = useState(false)
  const missing = (question: Question) => question.required && !values[question.key]?.trim()
  const bad = (question: Question) =>
    question.kind === 'number' && values[question.key] !== '' && !Number.isFinite(Number(values[question.key]))
  const send = () => {
    if (task.form.some((question) => missing(question) || bad(question))) return setTried(true)
    const answers = task.form
      .filter(({ kind }) => kind !== 'file')
      .map(({ key, kind }) => {
        const value = values[key]?.trim() ?? ''
        return { question: key, value: value === '' ? null : kind === 'number' ? Number(value) : value }
      })
    answerAndSubmit(id, task, post, answers)
    onClose()
  }
  return (
    <Sheet
      title={t.answer.title}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={send}>
            {t.answer.send}
          </button>
        </>
      }
    >
      <Subject task={task} />
      {task.form.map((question, place) => (
        <QuestionField
          key={question.key}
          question={question}
          value={values[question.key] ?? ''}
          focus={place === 0}
          error={tried && (missing(question) || bad(question)) ? t.answer.fill(question.label) : null}
          onInput={(value) => setValues({ ...values, [question.key]: value })}
        />
      ))}
    </Sheet>
  )
}

interface QuestionProps {
  question: Question
  value: string
  onInput: (value: string) => void
  error: string | null
  focus: boolean
}

function QuestionField({ question, value, onInput, error, focus }: QuestionProps): JSX.Element {
  const label = `${question.label}${question.unit ? ` (${question.unit})` : ''}${question.required ? '' : ` – ${t.optional}`}`
  switch (question.kind) {
    case 'choice':
      return (
        <Choice
          legend={label}
          value={value}
          onChange={onInput}
          options={question.options.map((option) => ({ value: option, label: option }))}
          error={error}
        />
      )
    case 'number':
      return <NumberField label={label} value={value} onInput={onInput} error={error} focus={focus} />
    case 'file':
      return (
        <p class="hint">
          {question.label}: {t.answer.file}
        </p>
      )
    default:
      return <TextField label={label} value={value} onInput={onInput} error={error} focus={focus} lines={2} />
  }
}

function NumberField({
  label,
  value,
  onInput,
  error,
  focus,
}: {
  label: string
  value: string
  onInput: (value: string) => void
  error: string | null
  focus: boolean
}): JSX.Element {
  const field = useFocus<HTMLInputElement>(focus)
  return (
    <label class={error ? 'field wrong number' : 'field number'}>
      <span>{label}</span>
      <input
        ref={field}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={value}
        aria-invalid={error ? true : undefined}
        onInput={(event) => onInput((event.target as HTMLInputElement).value.replaceAll(/\s/g, '').replace(',', '.'))}
      />
      {error && (
        <span class="error" role="alert">
          {error}
        </span>
      )}
    </label>
  )
}
