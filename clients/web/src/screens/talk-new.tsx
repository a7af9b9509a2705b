/** A new conversation: with one person, a group, a channel; or an open channel to join. */
import { createdId } from '@congvu/sync'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../i18n'
import { myPosts, rows, signed, sync, useOrganisation, useRows } from '../live'
import type { Seat } from '../model/rows'
import { go } from '../router'
import { Choice, TextField } from '../ui/fields'
import { Picker } from '../ui/picker'
import { Sheet } from '../ui/sheet'

type Kind = 'people' | 'private' | 'open' | 'join'

export function NewTalk({ onClose }: { onClose: () => void }): JSX.Element {
  const org = useOrganisation()
  const [kind, setKind] = useState<Kind>('people')
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState<readonly Seat[]>([])
  const [error, setError] = useState<string | null>(null)
  const people = [...new Set(chosen.map(({ post }) => org.post(post)?.holder).filter((id): id is string => Boolean(id)))]
  const named = kind === 'private' || kind === 'open' || people.length > 1
  const begin = () => {
    if (people.length === 0 && kind === 'people') return setError(t.talk.choosePeople)
    if (named && !title.trim()) return setError(t.talk.nameIt)
    const channel = kind === 'people' && people.length === 1 ? direct(people[0] as string) : create(kind, title, people)
    onClose()
    go(`/trao-doi/${channel}`)
  }
  return (
    <Sheet
      title={t.talk.new}
      onClose={onClose}
      foot={
        kind !== 'join' && (
          <button type="button" class="button primary big" onClick={begin}>
            {t.talk.begin}
          </button>
        )
      }
    >
      <Choice<Kind>
        legend={t.talk.what}
        value={kind}
        onChange={setKind}
        options={(['people', 'private', 'open', 'join'] as const).map((value) => ({ value, label: t.talk.kinds[value] }))}
      />
      {kind === 'join' ? (
        <Open onClose={onClose} />
      ) : (
        <>
          <Picker label={t.talk.people} chosen={chosen} onChange={setChosen} many error={people.length === 0 ? error : null} />
          {named && (
            <TextField label={t.talk.name} value={title} onInput={setTitle} max={120} error={title.trim() ? null : error} />
          )}
        </>
      )}
    </Sheet>
  )
}

function give(name: string, args: object): string {
  return sync().send(name, args, { as: { post: myPosts()[0] ?? null } }).id
}

function create(kind: Kind, title: string, members: readonly string[]): string {
  return createdId(give('channel.create', { kind: kind === 'people' ? 'group' : kind, title, members }), 'channel')
}

/** The one channel with somebody: the one there is, or a new one; both sides can tell its id. */
function direct(official: string): string {
  const [one, other] = [official, signed().official].sort() as [string, string]
  const channel = createdId(one, `direct:${other}`)
  if (!rows('channel').has(channel)) give('channel.direct', { official })
  return channel
}

function Open({ onClose }: { onClose: () => void }): JSX.Element {
  const mine = new Set([...useRows('member').values()].filter(({ fields }) => fields.active).map(({ fields }) => fields.channel))
  const open = [...useRows('channel').values()].filter(({ id, fields }) => fields.kind === 'open' && !fields.archived && !mine.has(id))
  const join = (channel: string) => {
    give('channel.join', { channel })
    onClose()
    go(`/trao-doi/${channel}`)
  }
  if (open.length === 0) return <p class="hint">{t.talk.noOpen}</p>
  return (
    <ul class="rows">
      {open.map(({ id, fields }) => (
        <li key={id} class="row">
          <span class="row-title">{fields.name}</span>
          <span class="row-meta">{t.talk.memberCount(fields.memberCount)}</span>
          <button type="button" class="button" onClick={() => join(id)}>
            {t.talk.join}
          </button>
        </li>
      ))}
    </ul>
  )
}
