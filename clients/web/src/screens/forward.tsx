/** Passing a message on, with its origin: to one or several of my conversations. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { forward } from '../act-talk'
import { t } from '../i18n'
import { myPosts, rows, signed, useOrganisation } from '../live'
import { inBrief, type Spoken } from '../model/said'
import { shown, type Conversation } from '../model/talk'
import { channelPlace, directivePlace, taskPlace } from '../model/talk-place'
import { useConversations } from '../talking'
import { Icon } from '../ui/icon'
import { Sheet } from '../ui/sheet'
import { toast } from '../ui/toast'
import { iconOf } from './talks'

const MOST = 60

export function Forward({ message, onClose }: { message: Spoken; onClose: () => void }): JSX.Element {
  const org = useOrganisation()
  const [words, setWords] = useState('')
  const [chosen, choose] = useState<readonly string[]>([])
  const all = useConversations().filter(({ archived }) => !archived)
  const found = shown(all, 'all', words).slice(0, MOST)
  const send = () => {
    for (const id of chosen) {
      const place = placeOf(id)
      if (place) forward(message, place)
    }
    onClose()
    toast(t.talk.forwardDone(chosen.length))
  }
  const toggle = ({ id }: Conversation) => choose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
  return (
    <Sheet
      title={t.talk.forward}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" disabled={chosen.length === 0} onClick={send}>
          <Icon name="send" size={18} />
          {t.talk.forwardTo(chosen.length)}
        </button>
      }
    >
      <blockquote class="quoted">
        <b>{org.official(message.author)?.name ?? t.someone}</b>
        <span>{inBrief(message.text) || t.talk.files(message.attachments.length)}</span>
      </blockquote>
      <div class="search">
        <Icon name="search" size={18} />
        <input
          type="search"
          aria-label={t.talk.search}
          placeholder={t.talk.search}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <ul class="rows checks">
        {found.map((each) => (
          <li key={each.id}>
            <label class="check-row">
              <input type="checkbox" checked={chosen.includes(each.id)} onChange={() => toggle(each)} />
              <Icon name={iconOf(each.kind)} size={18} />
              <span>{each.name}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="hint">{t.talk.nothing}</p>}
    </Sheet>
  )

  function placeOf(id: string) {
    const standing = { official: signed().official, posts: myPosts(), org }
    const channel = rows('channel').get(id)?.fields
    if (channel) return channelPlace(id, channel, true, standing)
    const task = rows('task').get(id)?.fields
    if (task) return taskPlace(id, task, undefined, standing)
    const directive = rows('directive').get(id)?.fields
    return directive ? directivePlace(id, directive, undefined, standing) : null
  }
}
