/** Deadlines: asking for time, granting it, setting another. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { moment, t } from '../../i18n'
import { iso } from '../../model/time'
import { Deadline, TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from './body'

export function ExtensionBody({ task, now, give, acting, words, onClose }: BodyProps): JSX.Element {
  const from = Math.max(now, Date.parse(task.deadline))
  const [until, setUntil] = useState<number | null>(null)
  const [reason, setReason] = useState(words)
  const [tried, setTried] = useState(false)
  const late = until !== null && until <= from
  const send = () =>
    reason.trim() && until && !late ? give('requestExtension', { deadline: iso(until), reason: reason.trim() }) : setTried(true)
  return (
    <Sheet
      title={t.extension.title}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={send}>
            {t.extension.send}
          </button>
        </>
      }
    >
      <Subject task={task} />
      <Deadline
        legend={t.extension.until}
        value={until}
        onChange={setUntil}
        now={now}
        from={Date.parse(task.deadline)}
        error={tried && (!until || late) ? t.needLater : null}
      />
      <TextField
        label={t.extension.reason}
        value={reason}
        onInput={setReason}
        lines={2}
        error={tried && !reason.trim() ? t.needReason : null}
      />
    </Sheet>
  )
}

export function GrantBody({ task, now, give, acting, onClose }: BodyProps): JSX.Element {
  const asked = task.extension
  const [until, setUntil] = useState<number | null>(asked ? Date.parse(asked.deadline) : null)
  const [remark, setRemark] = useState('')
  const [tried, setTried] = useState(false)
  const refuse = () => (remark.trim() ? give('refuseExtension', { reason: remark.trim() }) : setTried(true))
  const grant = () =>
    until && give('grantExtension', { deadline: iso(until), ...(remark.trim() ? { remark: remark.trim() } : {}) })
  return (
    <Sheet
      title={t.extension.decideTitle}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button big" onClick={refuse}>
            {t.extension.refuse}
          </button>
          <button type="button" class="button primary big" onClick={grant}>
            {t.extension.grant}
          </button>
        </>
      }
    >
      <Subject task={task} />
      {asked && (
        <blockquote>
          <b>{t.extension.asked(moment(Date.parse(asked.deadline), now))}</b>
          <br />
          {asked.reason}
        </blockquote>
      )}
      <Deadline legend={t.extension.grantUntil} value={until} onChange={setUntil} now={now} from={Date.parse(task.deadline)} />
      <TextField
        label={t.decide.remark}
        value={remark}
        onInput={setRemark}
        lines={2}
        error={tried && !remark.trim() ? t.extension.refuseReason : null}
      />
    </Sheet>
  )
}

export function ChangeDeadlineBody({ task, now, give, acting, onClose }: BodyProps): JSX.Element {
  const [at, setAt] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const wrong = at === null || at <= now
  const send = () =>
    wrong || at === null ? setTried(true) : give('changeDeadline', { deadline: iso(at), reason: reason.trim() || null })
  return (
    <Sheet
      title={t.changeDeadline.title}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={send}>
            {t.action.changeDeadline}
          </button>
        </>
      }
    >
      <Subject task={task} />
      <Deadline
        value={at}
        onChange={setAt}
        now={now}
        error={tried && wrong ? (at === null ? t.assign.needDeadline : t.deadline.past) : null}
      />
      <TextField label={`${t.changeDeadline.reason} (${t.optional})`} value={reason} onInput={setReason} lines={2} />
    </Sheet>
  )
}
