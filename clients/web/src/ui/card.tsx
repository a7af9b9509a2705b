/** A thing shown with a message: as much of it as the reader's device has. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { rows, useNow, useOrganisation } from '../live'
import type { Organisation } from '../model/organisation'
import type { Message } from '../model/rows'
import { hrefOf } from '../talking'
import { Icon, type IconName } from './icon'
import { Light, Urgent } from './light'
import { postName, seatName, shortUnit } from './seat'

type Card = Message['cards'][number]

const ICON: Record<Card['kind'], IconName> = { task: 'tasks', directive: 'grid', official: 'user', unit: 'unit', message: 'chat' }

export function CardLine({ kind, id }: Card): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const task = kind === 'task' ? rows('task').get(id)?.fields : undefined
  const { title, detail } = wordsOf({ kind, id }, org)
  return (
    <a class="talk-card" href={addressOf({ kind, id }, org)}>
      <Icon name={ICON[kind]} size={20} />
      <span class="talk-card-text">
        <b>
          {task && <Urgent urgency={task.urgency} />}
          {title ?? t.talk.notHere}
        </b>
        <span class="soft">
          {task && <Light task={task} now={now} />} {detail}
        </span>
      </span>
    </a>
  )
}

function wordsOf({ kind, id }: Card, org: Organisation): { title: string | undefined; detail: string } {
  switch (kind) {
    case 'task': {
      const task = rows('task').get(id)?.fields
      return { title: task?.title, detail: task ? seatName(task.lead, org) : t.find.kind.task }
    }
    case 'directive': {
      const directive = rows('directive').get(id)?.fields
      return { title: directive?.title, detail: directive ? t.directive.units(directive.units.length) : t.find.kind.directive }
    }
    case 'official': {
      const post = org.postsOf(id)[0]
      return { title: org.official(id)?.name, detail: post ? postName(post.id, org) : '' }
    }
    case 'unit':
      return { title: org.unit(id) && shortUnit(id, org), detail: org.unit(id)?.code ?? '' }
    case 'message': {
      const message = rows('message').get(id)?.fields
      return { title: message?.text, detail: org.official(message?.author)?.name ?? t.find.kind.message }
    }
  }
}

function addressOf({ kind, id }: Card, org: Organisation): string {
  switch (kind) {
    case 'task':
      return `/viec/${id}`
    case 'directive':
      return `/chi-dao/${id}`
    case 'official':
      return `/danh-ba?don-vi=${org.postsOf(id)[0]?.fields.unit ?? ''}`
    case 'unit':
      return `/danh-ba?don-vi=${id}`
    case 'message': {
      const message = rows('message').get(id)?.fields
      return message ? hrefOf(message.channel, message.order, message.thread) : '/trao-doi'
    }
  }
}
