/** What one does about evaluation: contest, decide, write rules. */
import { createdId, type Change } from '@congvu/sync'
import { signed, sync } from './live'
import type { Organisation } from './model/organisation'
import type { Contest } from './model/rows'
import { iso } from './model/time'
import { toast } from './ui/toast'

interface Asked {
  unit: string
  to: string
  period: string
  reason: string
  task: string | null
}

/** The unit whose leaders decide about a contest of this post: its own, or the one above where nobody ranks before it. */
export function judgesOf(post: string, org: Organisation): string | null {
  const seat = org.post(post)
  if (!seat) return null
  const before = org.postsIn(seat.unit).some(({ id, fields }) => id !== post && fields.leading && (!seat.leading || fields.order < seat.order))
  return before ? seat.unit : (org.unit(seat.unit)?.parent ?? null)
}

export function contest(asked: Asked, post: string, said: string): void {
  const seat = { unit: asked.unit, post }
  const optimistic = (command: string): Change[] => [
    {
      collection: 'contest',
      id: createdId(command, 'contest'),
      create: {
        ...asked,
        official: signed().official,
        seat,
        attachments: [],
        state: 'open',
        excuses: [],
        answer: '',
        decidedBy: null,
        decidedAt: null,
        raisedAt: iso(Date.now()),
        version: 0,
      } satisfies Contest,
    },
  ]
  sync().send('contest.raise', asked, { as: { post }, optimistic })
  toast(said)
}

function decide(name: string, id: string, args: object, state: Contest['state'], post: string, said: string): void {
  const optimistic = () => [{ collection: 'contest' as const, id, patch: { state } }]
  sync().send(name, { contest: id, ...args }, { as: { post }, optimistic })
  toast(said)
}

export interface Excuse {
  task: string
  days: number
  returns: number
  leftOut: boolean
}

export const acceptContest = (id: string, excuses: Excuse[], answer: string, post: string, said: string): void =>
  decide('contest.accept', id, { excuses, ...(answer ? { answer } : {}) }, 'accepted', post, said)

export const refuseContest = (id: string, answer: string, post: string, said: string): void =>
  decide('contest.refuse', id, { answer }, 'refused', post, said)

export const withdrawContest = (id: string, post: string, said: string): void =>
  decide('contest.withdraw', id, {}, 'withdrawn', post, said)

/** A command about rules of evaluation: it goes at once, and is seen when the server has it. */
export function rule(name: string, args: object, post: string, said: string): void {
  sync().send(name, args, { as: { post } })
  toast(said)
}
