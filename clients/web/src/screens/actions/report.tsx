/** Reporting progress in ten seconds: how far, and one line. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { useOnceSent, useUploads } from '../../uploads'
import { Attach } from '../../ui/attach'
import { Choice, TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from './body'

const STEPS: readonly number[] = [25, 50, 75, 100]

export function ReportBody({ task, give, acting, words, onClose }: BodyProps): JSX.Element {
  // Suspended work is told of, and not handed in.
  const steps = task.state === 'suspended' ? STEPS.slice(0, -1) : STEPS
  const [percent, setPercent] = useState<number>(steps.find((step) => step > task.percent) ?? steps.at(-1) ?? 0)
  const [text, setText] = useState(words)
  const [tried, setTried] = useState(false)
  const done = percent === 100
  const uploads = useUploads()
  const send = useOnceSent(uploads, () => {
    const said = { text: text.trim(), ...(uploads.done.length > 0 ? { files: uploads.done } : {}) }
    if (done) give('submit', said)
    else give('report', { percent, ...said })
  })
  const attempt = () => (text.trim() ? send.start() : setTried(true))
  return (
    <Sheet
      title={t.report.title}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={attempt}>
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
        options={steps.map((value) => ({ value, label: value === 100 ? t.report.done : `${value}%` }))}
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
      <Attach uploads={uploads} note={send.waits ? t.talk.queued : null} />
    </Sheet>
  )
}
