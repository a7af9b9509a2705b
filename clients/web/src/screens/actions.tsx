/** The sheets behind the buttons: each asks for no more than its command needs. */
import type { JSX } from 'preact'
import { useEffect, useReducer, useState } from 'preact/hooks'
import { act, answerAndSubmit } from '../act'
import { moment, t } from '../i18n'
import { myPosts, rows, useNow, useOrganisation, useRow } from '../live'
import { actionsFor, doer, type Action, type ActionName } from '../model/actions'
import type { Organisation } from '../model/organisation'
import type { Question, Seat, Task } from '../model/rows'
import { iso } from '../model/time'
import { Acting } from '../ui/acting'
import { Choice, Deadline, TextField, useFocus } from '../ui/fields'
import { Picker, remember } from '../ui/picker'
import { Sheet } from '../ui/sheet'

let asked: { action: Action; id: string; words: string } | null = null
const listeners = new Set<() => void>()

/** Begin an action on a task: at once if it needs nothing, else by its sheet; `words` were written before and refused. */
export function start(action: Action, id: string, words = ''): void {
  const task = rows('task').get(id)
  if (!task) return
  if (action.name === 'accept') return act('accept', id, task.fields, action.posts[0] ?? '')
  asked = { action, id, words }
  listeners.forEach((listener) => listener())
}

function stop(): void {
  asked = null
  listeners.forEach((listener) => listener())
}

/** Where the sheet of the action in hand is drawn. */
export function ActionHost(): JSX.Element | null {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    const listener = () => redraw(0)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return asked && <ActionSheet key={`${asked.action.name}/${asked.id}`} {...asked} />
}

interface BodyProps {
  id: string
  task: Task
  org: Organisation
  now: number
  posts: readonly string[]
  /** Gives the command and closes. */
  give: (name: ActionName, args: Record<string, unknown>) => void
  acting: JSX.Element
  post: string
  words: string
}

function ActionSheet({ action, id, words }: { action: Action; id: string; words: string }): JSX.Element | null {
  const org = useOrganisation()
  const task = useRow('task', id)?.fields
  const now = useNow()
  const [post, setPost] = useState(action.posts[0] ?? '')
  if (!task) return null
  const Body = BODIES[action.name]
  const give = (name: ActionName, args: Record<string, unknown>) => {
    act(name, id, task, post, args)
    stop()
  }
  const acting = <Acting posts={action.posts} value={post} onChange={setPost} org={org} />
  return <Body {...{ id, task, org, now, give, acting, post, words, posts: action.posts }} />
}

function Subject({ task }: { task: Task }): JSX.Element {
  return <p class="subject">{task.title}</p>
}

const STEPS = [25, 50, 75, 100] as const

function ReportBody({ task, give, acting, words }: BodyProps): JSX.Element {
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
      onClose={stop}
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

/** A sheet that asks for one text, needed or not. */
function oneText(
  title: () => string,
  label: () => string,
  name: ActionName,
  field: string,
  options: { needed?: boolean; danger?: boolean; button?: () => string } = {},
) {
  return function OneText({ task, give, acting, words }: BodyProps): JSX.Element {
    const [text, setText] = useState(words)
    const [tried, setTried] = useState(false)
    const send = () => {
      if (options.needed && !text.trim()) return setTried(true)
      give(name, text.trim() ? { [field]: text.trim() } : {})
    }
    return (
      <Sheet
        title={title()}
        onClose={stop}
        foot={
          <>
            {acting}
            <button type="button" class={options.danger ? 'button danger big' : 'button primary big'} onClick={send}>
              {(options.button ?? (() => t.action[name]))()}
            </button>
          </>
        }
      >
        <Subject task={task} />
        <TextField
          label={options.needed ? label() : `${label()} (${t.optional})`}
          value={text}
          onInput={setText}
          lines={3}
          focus
          error={tried && !text.trim() ? t.needReason : null}
        />
      </Sheet>
    )
  }
}

function DeclineBody({ task, give, acting, words }: BodyProps): JSX.Element {
  const [reason, setReason] = useState(words)
  const [suggested, setSuggested] = useState<Seat[]>([])
  const [tried, setTried] = useState(false)
  const send = () =>
    reason.trim() ? give('decline', { reason: reason.trim(), suggested: suggested[0] ?? null }) : setTried(true)
  return (
    <Sheet
      title={t.decline.title}
      onClose={stop}
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

function ExtensionBody({ task, now, give, acting, words }: BodyProps): JSX.Element {
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
      onClose={stop}
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

function GrantBody({ task, now, give, acting }: BodyProps): JSX.Element {
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
      onClose={stop}
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

/** Approve or return: the result is in sight before one decides. */
function decide(name: 'complete' | 'endorse' | 'return') {
  return function Decide({ task, now, give, acting, words }: BodyProps): JSX.Element {
    const [remark, setRemark] = useState(words)
    const [tried, setTried] = useState(false)
    const approve = name === 'return' ? (task.waiting === 'link' ? 'endorse' : 'complete') : name
    const back = () => (remark.trim() ? give('return', { reason: remark.trim() }) : setTried(true))
    const yes = () => give(approve, remark.trim() ? { remark: remark.trim() } : {})
    return (
      <Sheet
        title={t.decide.title}
        onClose={stop}
        foot={
          <>
            {acting}
            <button type="button" class="button big" onClick={back}>
              {t.decide.return}
            </button>
            <button type="button" class="button primary big" onClick={yes}>
              {approve === 'endorse' ? t.decide.endorse : t.decide.complete}
            </button>
          </>
        }
      >
        <Subject task={task} />
        {task.lastReport && (
          <blockquote>
            <b>
              {task.lastReport.percent}% · {moment(Date.parse(task.lastReport.at), now)}
            </b>
            <br />
            {task.lastReport.text || t.erased}
          </blockquote>
        )}
        <Answers task={task} />
        <TextField
          label={`${t.decide.remark} (${t.optional})`}
          value={remark}
          onInput={setRemark}
          lines={2}
          error={tried && !remark.trim() ? t.decide.returnReason : null}
        />
      </Sheet>
    )
  }
}

/** The answers given to a form, as a list. */
export function Answers({ task }: { task: Pick<Task, 'form' | 'answers'> }): JSX.Element | null {
  if (Object.keys(task.answers).length === 0) return null
  return (
    <dl class="answers">
      {task.form.map(({ key, label, unit }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{task.answers[key] === undefined ? '–' : `${String(task.answers[key])}${unit ? ` ${unit}` : ''}`}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A sheet that asks to whom, and why or with which words. */
function toSeat(title: () => string, label: () => string, name: 'subAssign' | 'reassign') {
  return function ToSeat({ task, org, give, acting, post, words: before }: BodyProps): JSX.Element {
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
        onClose={stop}
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

function ChangeDeadlineBody({ task, now, give, acting }: BodyProps): JSX.Element {
  const [at, setAt] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const wrong = at === null || at <= now
  const send = () =>
    wrong || at === null ? setTried(true) : give('changeDeadline', { deadline: iso(at), reason: reason.trim() || null })
  return (
    <Sheet
      title={t.changeDeadline.title}
      onClose={stop}
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

function AnswerBody({ id, task, acting, post }: BodyProps): JSX.Element {
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
    stop()
  }
  return (
    <Sheet
      title={t.answer.title}
      onClose={stop}
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

const BODIES: Record<ActionName, (props: BodyProps) => JSX.Element> = {
  accept: ReportBody,
  answer: AnswerBody,
  report: ReportBody,
  submit: oneText(
    () => t.submit.title,
    () => t.submit.text,
    'submit',
    'text',
  ),
  endorse: decide('endorse'),
  complete: decide('complete'),
  return: decide('return'),
  grantExtension: GrantBody,
  refuseExtension: GrantBody,
  subAssign: toSeat(
    () => t.subAssign.title,
    () => t.subAssign.to,
    'subAssign',
  ),
  requestExtension: ExtensionBody,
  decline: DeclineBody,
  reassign: toSeat(
    () => t.reassign.title,
    () => t.reassign.to,
    'reassign',
  ),
  changeDeadline: ChangeDeadlineBody,
  chase: oneText(
    () => t.chase.title,
    () => t.chase.text,
    'chase',
    'text',
  ),
  cancel: oneText(
    () => t.cancelTask.title,
    () => t.cancelTask.reason,
    'cancel',
    'reason',
    { needed: true, danger: true },
  ),
  reopen: oneText(
    () => t.reopen.title,
    () => t.reopen.reason,
    'reopen',
    'reason',
    { needed: true },
  ),
}

/** The actions on a task, read again with each draw: they are cheap. */
export function actionsOn(task: Task, org: Organisation, now: number): Action[] {
  return actionsFor(task, myPosts(), org, now)
}
