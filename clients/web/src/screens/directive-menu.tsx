/** What the issuer may do with a directive as a whole: another deadline, more units, end it, take it back. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { direct } from '../act'
import { t } from '../i18n'
import { useNow, useOrganisation } from '../live'
import type { Directive, Seat } from '../model/rows'
import { iso } from '../model/time'
import { Acting } from '../ui/acting'
import { Deadline, TextField } from '../ui/fields'
import { Menu } from '../ui/menu'
import { Picker } from '../ui/picker'
import { Sheet } from '../ui/sheet'

interface Props {
  id: string
  directive: Directive
  post: string
}

type Kind = 'deadline' | 'units' | 'recall' | 'close'

export function DirectiveMenu({ id, directive, post }: Props): JSX.Element | null {
  const [kind, setKind] = useState<Kind | null>(null)
  if (directive.state !== 'issued') return null
  const items = [
    { label: t.action.changeDeadline, onPick: () => setKind('deadline') },
    { label: t.directive.addUnits, onPick: () => setKind('units') },
    { label: t.directive.close, onPick: () => setKind('close') },
    { label: t.directive.recall, onPick: () => setKind('recall'), danger: true },
  ]
  const Body = kind && BODIES[kind]
  return (
    <>
      <Menu label={t.task.moreActions} items={items} />
      {Body && <Body id={id} directive={directive} post={post} onClose={() => setKind(null)} />}
    </>
  )
}

interface BodyProps extends Props {
  onClose: () => void
}

function useSending({ id, post, onClose }: BodyProps) {
  const org = useOrganisation()
  const send = (name: string, args: Record<string, unknown>, said: string, patch: object | null) => {
    direct(name, { directive: id, ...args }, post, said, patch)
    onClose()
  }
  return { send, acting: <Acting posts={[post]} value={post} onChange={() => undefined} org={org} /> }
}

function DeadlineBody(props: BodyProps): JSX.Element {
  const now = useNow()
  const { send, acting } = useSending(props)
  const [at, setAt] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const wrong = at === null || at <= now
  const give = () =>
    wrong || at === null
      ? setTried(true)
      : send('directive.changeDeadline', { deadline: iso(at), reason: reason.trim() || null }, t.done.changeDeadline, {
          deadline: iso(at),
        })
  return (
    <Sheet
      title={t.changeDeadline.title}
      onClose={props.onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={give}>
            {t.action.changeDeadline}
          </button>
        </>
      }
    >
      <Deadline value={at} onChange={setAt} now={now} error={tried && wrong ? t.deadline.past : null} />
      <TextField label={`${t.changeDeadline.reason} (${t.optional})`} value={reason} onInput={setReason} lines={2} />
    </Sheet>
  )
}

function UnitsBody(props: BodyProps): JSX.Element {
  const { send, acting } = useSending(props)
  const [units, setUnits] = useState<Seat[]>([])
  const [tried, setTried] = useState(false)
  const already = props.directive.units.map((unit) => ({ unit, post: null }))
  const give = () => {
    const ids = units.map(({ unit }) => unit)
    if (ids.length === 0) return setTried(true)
    send('directive.addUnits', { units: ids }, t.done.addUnits, { units: [...props.directive.units, ...ids] })
  }
  return (
    <Sheet
      title={t.directive.addUnits}
      onClose={props.onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button primary big" onClick={give}>
            {t.assign.one}
          </button>
        </>
      }
    >
      <Picker
        label={t.assign.to}
        chosen={units}
        onChange={setUnits}
        many
        unitsOnly
        exclude={already}
        error={tried && units.length === 0 ? t.assign.needTo : null}
      />
    </Sheet>
  )
}

function CloseBody(props: BodyProps): JSX.Element {
  const { send, acting } = useSending(props)
  return (
    <Sheet
      title={t.directive.closeTitle}
      onClose={props.onClose}
      foot={
        <>
          {acting}
          <button
            type="button"
            class="button primary big"
            onClick={() => send('directive.close', {}, t.done.closeDirective, { state: 'closed' })}
          >
            {t.directive.close}
          </button>
        </>
      }
    >
      <p>{t.directive.closeText}</p>
    </Sheet>
  )
}

function RecallBody(props: BodyProps): JSX.Element {
  const { send, acting } = useSending(props)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const give = () =>
    reason.trim() ? send('directive.recall', { reason: reason.trim() }, t.done.recall, { state: 'recalled' }) : setTried(true)
  return (
    <Sheet
      title={t.directive.recallTitle}
      onClose={props.onClose}
      foot={
        <>
          {acting}
          <button type="button" class="button danger big" onClick={give}>
            {t.directive.recall}
          </button>
        </>
      }
    >
      <p class="subject">{t.directive.recallText(props.directive.units.length)}</p>
      <TextField
        label={t.directive.recallReason}
        value={reason}
        onInput={setReason}
        lines={2}
        focus
        error={tried && !reason.trim() ? t.needReason : null}
      />
    </Sheet>
  )
}

const BODIES: Record<Kind, (props: BodyProps) => JSX.Element> = {
  deadline: DeadlineBody,
  units: UnitsBody,
  close: CloseBody,
  recall: RecallBody,
}
