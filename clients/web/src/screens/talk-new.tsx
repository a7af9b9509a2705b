/** A new conversation: with one person, a group, a channel; or an open channel to join. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { create, direct, join } from '../act-channel'
import { number, t } from '../i18n'
import { useRows } from '../live'
import { fold } from '../model/search'
import { joined } from '../model/talk'
import { go } from '../router'
import { Choice, TextField } from '../ui/fields'
import { Icon } from '../ui/icon'
import { PeoplePicker } from '../ui/people'
import { Sheet } from '../ui/sheet'

type Kind = 'people' | 'private' | 'open' | 'join'

const KINDS = ['people', 'private', 'open', 'join'] as const

export function NewTalk({ onClose }: { onClose: () => void }): JSX.Element {
  const [kind, setKind] = useState<Kind>('people')
  const [title, setTitle] = useState('')
  const [topic, setTopic] = useState('')
  const [people, setPeople] = useState<readonly string[]>([])
  const [tried, setTried] = useState(false)
  const named = kind !== 'people' || people.length > 1
  const lacksPeople = kind === 'people' && people.length === 0
  const begin = () => {
    if (lacksPeople || (named && !title.trim())) return setTried(true)
    const [one] = people
    const channel = { kind: kind === 'people' ? ('group' as const) : (kind as 'open' | 'private'), title: title.trim(), topic: topic.trim() || null, members: people }
    const id = !named && one ? direct(one) : create(channel)
    onClose()
    go(`/trao-doi/${id}`)
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
      <Choice<Kind> legend={t.talk.what} value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: t.talk.kinds[value] }))} />
      {kind === 'join' ? (
        <OpenChannels onClose={onClose} />
      ) : (
        <>
          <p class="hint kind-hint">{t.talk.kindHints[kind]}</p>
          {kind !== 'people' && <Named title={title} topic={topic} tried={tried} onTitle={setTitle} onTopic={setTopic} />}
          <PeoplePicker label={t.talk.people} chosen={people} onChange={setPeople} error={tried && lacksPeople ? t.talk.choosePeople : null} />
          {kind === 'people' && named && (
            <TextField
              label={t.talk.name}
              placeholder={t.talk.nameHint}
              value={title}
              onInput={setTitle}
              max={120}
              error={tried && !title.trim() ? t.talk.nameIt : null}
            />
          )}
        </>
      )}
    </Sheet>
  )
}

interface NamedProps {
  title: string
  topic: string
  tried: boolean
  onTitle: (title: string) => void
  onTopic: (topic: string) => void
}

function Named({ title, topic, tried, onTitle, onTopic }: NamedProps): JSX.Element {
  return (
    <>
      <TextField
        label={t.talk.name}
        placeholder={t.talk.nameHint}
        value={title}
        onInput={onTitle}
        max={120}
        error={tried && !title.trim() ? t.talk.nameIt : null}
      />
      <TextField label={`${t.talk.topic} (${t.optional})`} value={topic} onInput={onTopic} max={500} />
    </>
  )
}

/** Open channels that I am not in, found by name; the device knows them all. */
function OpenChannels({ onClose }: { onClose: () => void }): JSX.Element {
  const [words, setWords] = useState('')
  const mine = joined(useRows('member'))
  const open = [...useRows('channel').values()].filter(({ id, fields }) => fields.kind === 'open' && !fields.archived && !mine.has(id))
  const asked = fold(words.trim())
  const found = open.filter(({ fields }) => fold(`${fields.name} ${fields.topic ?? ''}`).includes(asked))
  if (open.length === 0) return <p class="hint">{t.talk.noOpen}</p>
  return (
    <>
      <div class="search">
        <Icon name="search" size={18} />
        <input type="search" aria-label={t.talk.search} placeholder={t.talk.search} value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </div>
      <ul class="rows found">
        {found.map(({ id, fields }) => (
          <li key={id} class="row">
            <a class="row-link" href={`/trao-doi/${id}`} onClick={onClose}>
              <span class="row-title">{fields.name}</span>
            </a>
            <span class="row-meta">
              <span>{t.talk.memberCount(fields.memberCount)}</span>
              {fields.topic && <span class="row-who">{fields.topic}</span>}
              {fields.count > 0 && <span>{t.talk.messageCount(number(fields.count))}</span>}
            </span>
            <button
              type="button"
              class="button"
              aria-label={`${t.talk.join}: ${fields.name}`}
              onClick={() => {
                join(id, fields)
                onClose()
                go(`/trao-doi/${id}`)
              }}
            >
              {t.talk.join}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="hint">{t.talk.nothing}</p>}
    </>
  )
}
