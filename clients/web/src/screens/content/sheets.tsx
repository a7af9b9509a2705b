/** The sheets of what changes a task's labels and weight, and of suspending and resuming it. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/content'
import type { ActionName } from '../../model/actions'
import { atDay, iso } from '../../model/time'
import { weighs } from '../../model/weight'
import { Choice, Deadline, TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from '../actions/body'
import { useWorkdays } from '../time/calendar-row'
import { LabelField } from './label-field'
import { WeightField } from './weight-field'
import '../../styles/content.css'

interface FootProps {
  acting: JSX.Element
  label: string
  onClick: () => void
}

function Foot({ acting, label, onClick }: FootProps): JSX.Element {
  return (
    <>
      {acting}
      <button type="button" class="button primary big" onClick={onClick}>
        {label}
      </button>
    </>
  )
}

function LabelBody({ task, give, acting, onClose }: BodyProps): JSX.Element {
  const w = words().label
  const [labels, set] = useState<readonly string[]>(task.labels)
  return (
    <Sheet title={w.title} onClose={onClose} foot={<Foot acting={acting} label={w.save} onClick={() => give('label', { labels })} />}>
      <Subject task={task} />
      <LabelField labels={labels} onChange={set} />
    </Sheet>
  )
}

function WeightBody({ task, give, acting, onClose }: BodyProps): JSX.Element {
  const w = words().weight
  const [weight, set] = useState(task.weight)
  const save = () => weighs(weight) && give('setWeight', { weight })
  return (
    <Sheet title={w.title} onClose={onClose} foot={<Foot acting={acting} label={w.save} onClick={save} />}>
      <Subject task={task} />
      <WeightField weight={weight} onChange={set} />
    </Sheet>
  )
}

function SuspendBody({ task, now, give, acting, words: written, onClose }: BodyProps): JSX.Element {
  const w = words().suspend
  const [reason, setReason] = useState(written || (task.suspension?.reason ?? ''))
  const [until, setUntil] = useState<number | null>(() => later(task.suspension?.until, now))
  const [tried, setTried] = useState(false)
  const over = until !== null && until <= now
  const save = () =>
    reason.trim() && !over ? give('suspend', { reason: reason.trim(), until: until === null ? null : iso(until) }) : setTried(true)
  const chips = [
    { at: atDay(now, 7, 8), label: w.week },
    { at: atDay(now, 14, 8), label: w.twoWeeks },
    { at: atDay(now, 30, 8), label: w.month },
  ]
  return (
    <Sheet
      title={task.suspension ? w.change : w.title}
      onClose={onClose}
      foot={<Foot acting={acting} label={task.suspension ? w.save : t.action.suspend} onClick={save} />}
    >
      <Subject task={task} />
      <TextField
        label={w.reason}
        placeholder={w.reasonHint}
        value={reason}
        onInput={setReason}
        lines={2}
        focus
        error={tried && !reason.trim() ? t.needReason : null}
      />
      <Deadline
        legend={`${w.until} (${t.optional})`}
        value={until}
        onChange={setUntil}
        now={now}
        chips={chips}
        error={tried && over ? t.deadline.past : null}
      />
      <p class="hint">{w.effect}</p>
    </Sheet>
  )
}

/** What was promised, if it is still to come. */
function later(until: string | null | undefined, now: number): number | null {
  const at = Date.parse(until ?? '')
  return at > now ? at : null
}

function ResumeBody({ task, now, give, acting, onClose }: BodyProps): JSX.Element {
  const w = words().resume
  const due = Date.parse(task.deadline)
  const moved = useWorkdays().notBefore(due + now - Date.parse(task.suspension?.at ?? task.deadline), due)
  const [way, setWay] = useState<'moved' | 'own'>('moved')
  const [until, setUntil] = useState<number | null>(null)
  const [tried, setTried] = useState(false)
  const wrong = way === 'own' && (until === null || until <= now)
  const resume = () =>
    wrong ? setTried(true) : give('resume', way === 'own' && until !== null ? { deadline: iso(until) } : {})
  return (
    <Sheet title={w.title} onClose={onClose} foot={<Foot acting={acting} label={w.do} onClick={resume} />}>
      <Subject task={task} />
      <Choice<'moved' | 'own'>
        legend={t.deadline.label}
        value={way}
        onChange={setWay}
        options={[
          { value: 'moved', label: w.moved(moment(moved, now)) },
          { value: 'own', label: w.deadline },
        ]}
      />
      {way === 'own' && (
        <Deadline
          legend={w.deadline}
          value={until}
          onChange={setUntil}
          now={now}
          error={tried && wrong ? (until === null ? t.assign.needDeadline : t.deadline.past) : null}
        />
      )}
    </Sheet>
  )
}

export const SHEETS: Record<Extract<ActionName, 'label' | 'setWeight' | 'suspend' | 'resume'>, (props: BodyProps) => JSX.Element> = {
  label: LabelBody,
  setWeight: WeightBody,
  suspend: SuspendBody,
  resume: ResumeBody,
}
