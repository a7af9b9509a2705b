/** The sheets behind the buttons: each asks for no more than its command needs. */
import type { JSX } from 'preact'
import { useEffect, useReducer, useState } from 'preact/hooks'
import { act } from '../../act'
import { t } from '../../i18n'
import { myPosts, rows, useNow, useOrganisation, useRow } from '../../live'
import { actionsFor, type Action, type ActionName } from '../../model/actions'
import { actionsLent, joined } from '../../model/lent'
import type { Organisation } from '../../model/organisation'
import type { Task } from '../../model/rows'
import { lentToMe } from '../../standing'
import { Acting } from '../../ui/acting'
import { later } from '../../ui/later'
import { AnswerBody } from './answer'
import type { BodyProps } from './body'
import { ChangeDeadlineBody, ExtensionBody, GrantBody } from './deadline'
import { decide } from './decide'
import { DeclineBody, toSeat } from './pass'
import { ReportBody } from './report'
import { oneText } from './words'

interface Asked {
  action: Action & { name: keyof typeof BODIES }
  id: string
  words: string
}

let asked: Asked | null = null
const listeners = new Set<() => void>()

/** Begin an action on a task: at once if it needs nothing, else by its sheet; `words` were written before and refused. */
export function start(action: Action, id: string, words = ''): void {
  const task = rows('task').get(id)
  if (!task) return
  if (action.name === 'accept') return act('accept', id, task.fields, action.posts[0] ?? '')
  if (action.name === 'check' || action.name === 'setChecklist') return
  asked = { action: { ...action, name: action.name }, id, words }
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

function ActionSheet({ action, id, words }: Asked): JSX.Element | null {
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
  return <Body {...{ id, task, org, now, give, acting, post, words, onClose: stop, posts: action.posts }} />
}

const ofContent = (name: 'label' | 'setWeight' | 'suspend' | 'resume') =>
  later<BodyProps>(
    () => import('../content/sheets').then(({ SHEETS }) => SHEETS[name]),
    () => null,
  )

/** The sheet of each action that needs one. */
const BODIES: Record<Exclude<ActionName, 'accept' | 'check' | 'setChecklist'>, (props: BodyProps) => JSX.Element | null> = {
  answer: AnswerBody,
  report: ReportBody,
  submit: oneText(
    () => t.submit.title,
    () => t.submit.text,
    'submit',
    'text',
    { files: true },
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
  label: ofContent('label'),
  setWeight: ofContent('setWeight'),
  suspend: ofContent('suspend'),
  resume: ofContent('resume'),
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
  const own = actionsFor(task, myPosts(), org, now)
  const lent = lentToMe()
  if (lent.length === 0) return own
  return joined([...own, ...actionsLent(task, lent, now, (post) => actionsFor(task, [post], org, now))])
}
