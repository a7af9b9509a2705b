/** Passing work on, giving it to another, giving it back. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { doer } from '../../model/actions'
import type { Seat } from '../../model/rows'
import { TextField } from '../../ui/fields'
import { Picker, remember } from '../../ui/picker'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from './body'

export function DeclineBody({ task, give, acting, words, onClose }: BodyProps): JSX.Element {
  const [reason, setReason] = useState(words)
  const [suggested, setSuggested] = useState<Seat[]>([])
  const [tried, setTried] = useState(false)
  const send = () =>
    reason.trim() ? give('decline', { reason: reason.trim(), suggested: suggested[0] ?? null }) : setTried(true)
  return (
    <Sheet
      title={t.decline.title}
      onClose={onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button danger big" onClick={send}>
            {t.decline.send}
          </button>
        </>
      }
    >
      <Subject task={task} />
      <TextField
        label={t.decline.reason}
        value={reason}
        onInput={setReason}
        lines={2}
        focus
        error={tried && !reason.trim() ? t.needReason : null}
      />
      <Picker
        label={`${t.decline.suggest} (${t.optional})`}
        chosen={suggested}
        onChange={setSuggested}
        unitsOnly
        exclude={[doer(task)]}
      />
    </Sheet>
  )
}

/** A sheet that asks to whom, and why or with which words. */
export function toSeat(title: () => string, label: () => string, name: 'subAssign' | 'reassign') {
  return function ToSeat({ task, org, give, acting, post, words: before, onClose }: BodyProps): JSX.Element {
    const suggested = name === 'reassign' ? task.decline?.suggested : null
    const [to, setTo] = useState<Seat[]>(suggested ? [suggested] : [])
    const [words, setWords] = useState(before)
    const [tried, setTried] = useState(false)
    const send = () => {
      const seat = to[0]
      if (!seat) return setTried(true)
      remember([seat])
      const text = words.trim() ? words.trim() : null
      give(name, name === 'subAssign' ? { to: seat, remark: text } : { lead: seat, reason: text })
    }
    const within = name === 'subAssign' ? org.post(post)?.unit : undefined
    return (
      <Sheet
        title={title()}
        onClose={onClose}
        foot={
          <>
            {acting}
            <button type="button" class="button primary big" onClick={send}>
              {t.action[name]}
            </button>
          </>
        }
      >
        <Subject task={task} />
        {task.decline && (
          <blockquote>
            <b>{t.task.declined}</b>
            <br />
            {task.decline.reason}
          </blockquote>
        )}
        <Picker
          label={label()}
          chosen={to}
          onChange={setTo}
          {...(within ? { within } : {})}
          exclude={[task.assigner, ...task.chain]}
          error={tried && !to[0] ? t.assign.needTo : null}
        />
        <TextField
          label={`${name === 'subAssign' ? t.subAssign.remark : t.reassign.reason} (${t.optional})`}
          value={words}
          onInput={setWords}
          lines={2}
        />
      </Sheet>
    )
  }
}
