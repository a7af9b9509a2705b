/** Giving work, on one sheet: what, to whom, by when. To many at once it becomes a directive. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { assign, issue } from '../act'
import { moment, t } from '../i18n'
import { myPosts, signed, sync, useNow, useOrganisation } from '../live'
import { contentOf, EMPTY, everyone, isDirective, lacks, questions, type Draft, type Lack } from '../model/draft'
import type { Organisation } from '../model/organisation'
import type { Seat, Urgency } from '../model/rows'
import { iso } from '../model/time'
import { back, go } from '../router'
import { saidIn } from '../to-task'
import { useUploads } from '../uploads'
import { Acting } from '../ui/acting'
import { Choice, Deadline, TextField } from '../ui/fields'
import { Icon } from '../ui/icon'
import { Picker, remember } from '../ui/picker'
import { Sheet } from '../ui/sheet'
import { useMayAnnounce } from './announcements'
import { AssignContent, FromTemplate } from './assign-content'
import { FormEditor } from './form-editor'

/** From so many recipients on one is asked once more. */
const MANY = 10
const URGENCIES: readonly Urgency[] = ['normal', 'urgent', 'very-urgent', 'flash']

function key(): string {
  return `congvu.draft.${signed().official}`
}

/** The draft left on this device, or a new one; the address may name whom it is for, or refused work to edit. */
function beginning(query: URLSearchParams, org: Organisation, post: string): Draft {
  const again = sync()
    .outbox()
    .find(({ id }) => id === query.get('lai'))
  if (again) return fromRefused(again.args as Record<string, unknown>)
  const said = saidIn(query.get('tu-tin'))
  if (said) return { ...EMPTY, title: said.split('\n')[0]?.slice(0, 300) ?? '', detail: said }
  const unit = query.get('don-vi')
  const named = unit && org.unit(unit) ? [{ unit, post: query.get('chuc-vu') }] : null
  const to = query.get('tat-ca') ? everyone(post, org) : named
  try {
    const kept = JSON.parse(localStorage.getItem(key()) ?? 'null') as Draft | null
    return { ...EMPTY, ...kept, ...(to ? { to } : {}) }
  } catch {
    return { ...EMPTY, ...(to ? { to } : {}) }
  }
}

function fromRefused(args: Record<string, unknown>): Draft {
  const units = (args['units'] as string[] | undefined)?.map((unit): Seat => ({ unit, post: null }))
  const form = (args['form'] as ReturnType<typeof questions> | undefined) ?? []
  return {
    title: String(args['title'] ?? ''),
    detail: String(args['text'] ?? args['description'] ?? ''),
    to: units ?? (args['lead'] ? [args['lead'] as Seat] : []),
    coordinating: (args['coordinating'] as Seat[] | undefined) ?? [],
    deadline: Date.parse(String(args['deadline'])),
    urgency: (args['urgency'] as Urgency | undefined) ?? 'normal',
    form: form.map(({ label, kind, unit, options, required }) => ({
      label,
      kind: kind === 'file' ? 'text' : kind,
      unit: unit ?? '',
      options: options.join('\n'),
      required,
    })),
    checklist: (args['checklist'] as string[] | undefined) ?? [],
    labels: (args['labels'] as string[] | undefined) ?? [],
    weight: (args['weight'] as number | undefined) ?? 1,
    files: (args['files'] as string[] | undefined) ?? [],
    template: null,
  }
}

export function Assign({ query }: { query: URLSearchParams }): JSX.Element {
  const org = useOrganisation()
  const now = useNow()
  const posts = myPosts()
  const [post, setPost] = useState(() => posts.find((each) => everyone(each, org).length > 0) ?? posts[0] ?? '')
  const [draft, setDraft] = useState(() => beginning(query, org, post))
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const uploads = useUploads()
  const [more, setMore] = useState(draft.form.length > 0 || draft.coordinating.length > 0)
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  useEffect(() => localStorage.setItem(key(), JSON.stringify(draft)), [draft])
  const missing = lacks(draft, post, org, now)
  const wrong = (lack: Lack, text: string) => (tried && missing.includes(lack) ? text : null)
  const send = (sure: boolean) => {
    localStorage.removeItem(key())
    const again = query.get('lai')
    const made = give({ ...draft, files: [...draft.files, ...uploads.done] }, post, sure, query.get('tu-tin'))
    if (again) sync().discard(again)
    go(made, true)
  }
  const attempt = () => {
    if (missing.length > 0 || uploads.busy) setTried(true)
    else if (draft.to.length >= MANY) setAsking(true)
    else send(false)
  }
  return (
    <div class="screen assign">
      <header class="detail-head">
        <button type="button" class="icon-button" onClick={() => back('/')} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <h1 class="grow">{t.assign.title}</h1>
        {useMayAnnounce() && (
          <a class="button" href="/cong-bo/moi">
            <Icon name="megaphone" size={18} />
            {t.announcement.new}
          </a>
        )}
      </header>
      <form
        class="paper"
        onSubmit={(event) => {
          event.preventDefault()
          attempt()
        }}
        noValidate
      >
        <FromTemplate
          asked={query.get('mau')}
          draft={draft}
          now={now}
          onChange={(next) => {
            setDraft(next)
            setMore(next.coordinating.length > 0)
          }}
        />
        <TextField
          label={t.assign.what}
          placeholder={t.assign.whatHint}
          value={draft.title}
          onInput={(title) => set({ title })}
          max={500}
          focus={!draft.title}
          error={wrong('title', t.assign.needTitle)}
        />
        <To
          draft={draft}
          set={set}
          post={post}
          org={org}
          error={wrong('to', t.assign.needTo) ?? wrong('people', t.assign.manyPeople) ?? wrong('notAllowed', t.assign.notAllowed)}
        />
        <Deadline
          value={draft.deadline}
          onChange={(deadline) => set({ deadline })}
          now={now}
          error={wrong('deadline', t.assign.needDeadline) ?? wrong('past', t.deadline.past)}
        />
        <Choice
          legend={t.urgency.label}
          value={draft.urgency}
          onChange={(urgency) => set({ urgency })}
          options={URGENCIES.map((value) => ({ value, label: t.urgency[value], tone: value }))}
        />
        <TextField
          label={`${t.assign.detail} (${t.optional})`}
          value={draft.detail}
          onInput={(detail) => set({ detail })}
          lines={3}
          max={20_000}
        />
        <details open={more} onToggle={(event) => setMore((event.target as HTMLDetailsElement).open)}>
          <summary>
            {t.assign.form}, {t.assign.coordinating.toLowerCase()}
          </summary>
          <FormEditor
            form={draft.form}
            onChange={(form) => set({ form })}
            error={wrong('question', t.assign.needQuestion) ?? wrong('options', t.assign.needOptions)}
          />
          {!isDirective(draft) && (
            <Picker
              label={t.assign.coordinating}
              chosen={draft.coordinating}
              onChange={(coordinating) => set({ coordinating })}
              many
              exclude={draft.to}
            />
          )}
        </details>
        <AssignContent draft={draft} set={set} uploads={uploads} error={tried && uploads.busy ? t.announcement.uploading : null} />
        <footer class="form-foot">
          <Acting posts={posts} value={post} onChange={setPost} org={org} />
          <button type="submit" class="button primary big">
            {isDirective(draft) ? t.assign.many(draft.to.length) : t.assign.one}
          </button>
        </footer>
      </form>
      {asking && draft.deadline && (
        <Sheet
          title={t.assign.confirmTitle(draft.to.length)}
          onClose={() => setAsking(false)}
          foot={
            <>
              <button type="button" class="button big" onClick={() => setAsking(false)}>
                {t.cancel}
              </button>
              <button type="button" class="button primary big" onClick={() => send(true)}>
                {t.assign.many(draft.to.length)}
              </button>
            </>
          }
        >
          <p class="subject">{draft.title}</p>
          <p>{t.assign.confirmText(draft.to.length, moment(draft.deadline, now))}</p>
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
  error: string | null
}

/** Whom it is for; one tap takes all wards, shown as one. */
function To({ draft, set, post, org, error }: ToProps): JSX.Element {
  const all = useMemo(() => everyone(post, org), [post, org])
  const taken = all.length > 0 && draft.to.length === all.length && draft.to.every(({ unit }, place) => unit === all[place]?.unit)
  if (taken) {
    return (
      <div class="field">
        <span class="label">{t.assign.to}</span>
        <p class="picked">
          <span class="picked-seat">
            <Icon name="grid" size={16} />
            {t.assign.allWards(all.length)}
            <button type="button" aria-label={t.assign.remove(t.assign.all(all.length))} onClick={() => set({ to: [] })}>
              <Icon name="close" size={16} />
            </button>
          </span>
        </p>
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
      </div>
    )
  }
  return (
    <div class="to">
      {all.length > 1 && (
        <button type="button" class="button all" onClick={() => set({ to: all })}>
          <Icon name="grid" size={18} />
          {t.assign.all(all.length)}
        </button>
      )}
      <Picker label={t.assign.to} chosen={draft.to} onChange={(to) => set({ to })} many error={error} />
    </div>
  )
}

/** Gives the command; the address of what was made. */
function give(draft: Draft, post: string, sure: boolean, message: string | null): string {
  remember(draft.to.length < MANY ? draft.to : [])
  const deadline = iso(draft.deadline ?? 0)
  const title = draft.title.trim()
  if (isDirective(draft)) {
    const text = draft.detail.trim() || title
    return `/chi-dao/${issue({ title, text, deadline, urgency: draft.urgency, form: questions(draft), units: draft.to.map(({ unit }) => unit) }, post, sure)}`
  }
  const lead = draft.to[0] as Seat
  const description = draft.detail.trim()
  const source = message ? { source: { kind: 'message', reference: message } } : {}
  const words = { title, ...(description ? { description } : {}), ...source, ...contentOf(draft) }
  const seats = { lead, coordinating: draft.coordinating, following: [], chaser: null }
  return `/viec/${assign({ ...words, ...seats, urgency: draft.urgency, deadline }, post)}`
}
