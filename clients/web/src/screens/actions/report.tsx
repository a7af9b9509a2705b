/** Reporting progress in ten seconds: how far, and one line. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { Choice, TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from './body'

const STEPS = [25, 50, 75, 100] as const

export function ReportBody({ task, give, acting, words, onClose }: BodyProps): JSX.Element {
  const [percent, setPercent] = useState<number>(STEPS.find((step) => step > task.percent) ?? 100)
  const [text, setText] = useState(words)
  const [tried, setTried] = useState(false)
  const done = percent === 100
  const send = () => {
    if (!text.trim()) return setTried(true)
    if (done) give('submit', { text: text.trim() })
    else give('report', { percent, text: text.trim() })
  }
  return (
    <Sheet
      title={t.report.title}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={send}>
            {done ? t.report.submit : t.report.send}
          </button>
        </>
      }
    >
      <Subject task={task} />
      <Choice
        legend={t.report.percent}
        value={percent}
        onChange={setPercent}
        options={STEPS.map((value) => ({ value, label: value === 100 ? t.report.done : `${value}%` }))}
      />
      <TextField
        label={t.report.line}
        placeholder={t.report.lineHint}
        value={text}
        onInput={setText}
        lines={2}
        focus
        error={tried && !text.trim() ? t.needText : null}
      />
    </Sheet>
  )
}
