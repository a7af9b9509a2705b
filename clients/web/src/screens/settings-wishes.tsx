/** How I want to be told: by group, in which hours, by e-mail, and of which channels more or less. */
import type { JSX } from 'preact'
import { choose, mute, USUAL } from '../act-inbox'
import { t } from '../i18n'
import { rows, useRows } from '../live'
import type { Preferences } from '../model/rows'
import { Choice, Switch } from '../ui/fields'

type Wishes = Preferences['wishes']
type Group = Wishes['ways'][number]['group']

const GROUPS: readonly Group[] = ['assigned', 'progress', 'reminder', 'announcement', 'mention', 'direct']
const NIGHT = { start: '21:00', end: '06:30' }

export function SettingsWishes(): JSX.Element {
  const wishes = [...useRows('preferences').values()][0]?.fields.wishes ?? USUAL
  return (
    <section class="paper">
      <h2>{t.wishes.title}</h2>
      {GROUPS.map((group) => (
        <Ways key={group} group={group} wishes={wishes} />
      ))}
      <Quiet wishes={wishes} />
      <Switch label={t.wishes.digest} on={wishes.digest} onChange={(digest) => choose({ digest })} />
      <Switch label={t.wishes.hidden} on={wishes.contentHidden} onChange={(contentHidden) => choose({ contentHidden })} />
      <Levels wishes={wishes} />
    </section>
  )
}

function Ways({ group, wishes }: { group: Group; wishes: Wishes }): JSX.Element {
  const ways = wishes.ways.find((each) => each.group === group)?.ways ?? ['push']
  const set = (value: 'push' | 'inbox') => {
    const others = wishes.ways.filter((each) => each.group !== group)
    choose({ ways: [...others, { group, ways: value === 'push' ? ['push'] : [] }] })
  }
  return (
    <Choice<'push' | 'inbox'>
      legend={t.wishes.group[group] ?? group}
      value={ways.includes('push') ? 'push' : 'inbox'}
      onChange={set}
      options={[
        { value: 'push', label: t.wishes.push },
        { value: 'inbox', label: t.wishes.inboxOnly },
      ]}
    />
  )
}

function Quiet({ wishes: { quiet } }: { wishes: Wishes }): JSX.Element {
  const time = (name: 'start' | 'end', label: string) => (
    <label class="inline">
      {label}
      <input
        type="time"
        value={(quiet ?? NIGHT)[name]}
        onChange={({ currentTarget: { value } }) => value && choose({ quiet: { ...(quiet ?? NIGHT), [name]: value } })}
      />
    </label>
  )
  return (
    <>
      <Switch label={t.wishes.quiet} on={quiet !== null} onChange={(on) => choose({ quiet: on ? NIGHT : null })} />
      <p class="hint">{t.wishes.quietHint}</p>
      {quiet && (
        <p class="card-actions">
          {time('start', t.wishes.from)}
          {time('end', t.wishes.to)}
        </p>
      )}
    </>
  )
}

function Levels({ wishes: { levels } }: { wishes: Wishes }): JSX.Element {
  return (
    <>
      <h3>{t.wishes.muted}</h3>
      {levels.length === 0 && <p class="hint">{t.wishes.noneMuted}</p>}
      <ul class="plain">
        {levels.map(({ channel, level }) => (
          <li key={channel}>
            {rows('channel').get(channel)?.fields.name || t.inbox.gone} · {t.wishes.level[level]}{' '}
            <button type="button" class="link" onClick={() => mute(channel, null)}>
              {t.wishes.level.usual}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
