/** Writing an announcement, on one sheet: what, to whom, whether all are to acknowledge it and by when. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { announce } from '../act-announcement'
import { number, t } from '../i18n'
import { myPosts, signed, sync, useNow, useOrganisation } from '../live'
import { readers } from '../model/announcement'
import { besides, circles, EMPTY, lacks, takenOf, type Draft, type Lack } from '../model/announcing'
import type { Organisation } from '../model/organisation'
import type { Announcement } from '../model/rows'
import { iso } from '../model/time'
import { back, go } from '../router'
import { Acting } from '../ui/acting'
import { Attach } from '../ui/attach'
import { Check, Choice, Deadline, TextField } from '../ui/fields'
import { Icon } from '../ui/icon'
import { Picker } from '../ui/picker'
import { Sheet } from '../ui/sheet'
import { useUploads } from '../uploads'

/** From so many people on one is asked once more. */
const MANY = 30

function key(): string {
  return `congvu.announcement.${signed().official}`
}

/** The draft left on this device, refused work to edit, or a new one. */
function beginning(query: URLSearchParams): Draft {
  const again = sync()
    .outbox()
    .find(({ id }) => id === query.get('lai'))
  if (again) return fromRefused(again.args as Record<string, unknown>)
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(key()) ?? '{}') as Partial<Draft>) }
  } catch {
    return EMPTY
  }
}

function fromRefused(args: Record<string, unknown>): Draft {
  const by = args['acknowledgeBy'] ? Date.parse(String(args['acknowledgeBy'])) : null
  return { ...EMPTY, ...(args as Partial<Draft>), acknowledgeBy: by }
}

export function Announce({ query }: { query: URLSearchParams }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const posts = myPosts()
  const able = posts.filter((each) => circles(each, org).length > 0)
  const [post, setPost] = useState(() => able[0] ?? posts[0] ?? '')
  const [draft, setDraft] = useState(() => beginning(query))
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const uploads = useUploads()
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  useEffect(() => localStorage.setItem(key(), JSON.stringify(draft)), [draft])
  const told = useMemo(() => {
    const found = readers({ units: draft.units, author: signed().official }, org)
    return [...found.values()].reduce((sum, list) => sum + list.length, 0)
  }, [draft.units, org])
  const missing = lacks(draft, post, org, now)
  const wrong = (lack: Lack, text: string) => (tried && missing.includes(lack) ? text : null)
  const send = (sure: boolean) => {
    localStorage.removeItem(key())
    const again = query.get('lai')
    const made = give({ ...draft, attachments: [...draft.attachments, ...uploads.done] }, post, sure)
    if (again) sync().discard(again)
    go(`/cong-bo/${made}`, true)
  }
  const attempt = () => {
    if (missing.length > 0 || uploads.busy) setTried(true)
    else if (told >= MANY) setAsking(true)
    else send(false)
  }
  return (
    <div class="screen assign">
      <header class="detail-head">
        <button type="button" class="icon-button" onClick={() => back('/cong-bo')} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <h1>{t.announcement.new}</h1>
      </header>
      <form
        class="paper"
        onSubmit={(event) => {
          event.preventDefault()
          attempt()
        }}
        noValidate
      >
        <TextField
          label={t.announcement.title}
          placeholder={t.announcement.titleHint}
          value={draft.title}
          onInput={(title) => set({ title })}
          max={500}
          focus={!draft.title}
          error={wrong('title', t.announcement.needTitle)}
        />
        <TextField
          label={t.announcement.text}
          value={draft.text}
          onInput={(text) => set({ text })}
          lines={6}
          max={20_000}
          error={wrong('text', t.announcement.needText)}
        />
        <Attach kept={draft.attachments} uploads={uploads} error={tried && uploads.busy ? t.announcement.uploading : null} />
        <To
          draft={draft}
          set={set}
          post={post}
          org={org}
          told={told}
          error={wrong('to', t.assign.needTo) ?? wrong('notAllowed', t.announcement.notAllowed)}
        />
        <Choice<Announcement['urgency']>
          legend={t.urgency.label}
          value={draft.urgency}
          onChange={(urgency) => set({ urgency })}
          options={(['normal', 'urgent'] as const).map((value) => ({ value, label: t.urgency[value], tone: value }))}
        />
        <Check
          label={t.announcement.ask}
          hint={t.announcement.askHint}
          value={draft.acknowledge}
          onChange={(acknowledge) => set({ acknowledge })}
        />
        {draft.acknowledge && (
          <Deadline
            legend={`${t.announcement.acknowledgeBy} (${t.optional})`}
            value={draft.acknowledgeBy}
            onChange={(acknowledgeBy) => set({ acknowledgeBy })}
            now={now}
            error={wrong('past', t.deadline.past)}
          />
        )}
        <footer class="form-foot">
          <Acting posts={able.length > 0 ? able : posts} value={post} onChange={setPost} org={org} />
          <button type="submit" class="button primary big">
            <Icon name="megaphone" size={18} />
            {t.announcement.send}
          </button>
        </footer>
      </form>
      {asking && (
        <Sheet
          title={t.announcement.confirmTitle(number(told))}
          onClose={() => setAsking(false)}
          foot={
            <>
              <button type="button" class="button big" onClick={() => setAsking(false)}>
                {t.cancel}
              </button>
              <button type="button" class="button primary big" onClick={() => send(true)}>
                {t.announcement.send}
              </button>
            </>
          }
        >
          <p class="subject">{draft.title}</p>
          <p>{t.announcement.confirmText(draft.units.length, number(told))}</p>
        </Sheet>
      )}
    </div>
  )
}

interface ToProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  post: string
  org: Organisation
  told: number
  error: string | null
}

/** Whom it is for: whole circles by one tap each, further units by name; and how many people that are. */
function To({ draft, set, post, org, told, error }: ToProps): JSX.Element {
  const known = useMemo(() => circles(post, org), [post, org])
  const taken = takenOf(draft.units, known)
  const toggle = (units: readonly string[], on: boolean) => {
    const gone = new Set(units)
    set({ units: on ? [...new Set([...draft.units, ...units])] : draft.units.filter((unit) => !gone.has(unit)) })
  }
  const single = besides(draft.units, taken)
  const picked = (units: readonly string[]) =>
    set({ units: [...draft.units.filter((unit) => !single.some((seat) => seat.unit === unit)), ...units] })
  const chosen = draft.units.map((unit) => ({ unit, post: null }))
  return (
    <div class="to">
      {known.length > 0 && (
        <div class="circles" role="group" aria-labelledby="circles">
          <span id="circles" class="label">
            {t.announcement.circles}
          </span>
          {known.map((circle) => {
            const on = taken.includes(circle)
            return (
              <button
                key={circle.key}
                type="button"
                class="button circle"
                aria-pressed={on}
                onClick={() => toggle(circle.units, !on)}
              >
                <Icon name={on ? 'check' : circle.key === 'own' ? 'unit' : 'grid'} size={18} />
                {t.announcement.circle[circle.key](circle.units.length)}
              </button>
            )
          })}
        </div>
      )}
      <Picker
        label={t.announcement.to}
        chosen={single}
        onChange={(seats) => picked(seats.map(({ unit }) => unit))}
        many
        unitsOnly
        exclude={chosen}
        error={error}
      />
      {draft.units.length > 0 && (
        <p class="told-count" aria-live="polite">
          <Icon name="user" size={16} />
          {t.announcement.told(draft.units.length, number(told))}
        </p>
      )}
    </div>
  )
}

/** Gives the command; the id of what was made. */
function give(draft: Draft, post: string, sure: boolean): string {
  const by = draft.acknowledge && draft.acknowledgeBy !== null ? iso(draft.acknowledgeBy) : null
  const { units, urgency, acknowledge, attachments } = draft
  const said = { title: draft.title.trim(), text: draft.text.trim() }
  return announce({ ...said, units, urgency, acknowledge, acknowledgeBy: by, attachments }, post, sure)
}
