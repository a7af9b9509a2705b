/** Recurring work being written: what is asked of whom, when, about which period, until when; with what it would give. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { changeRecurring, setUp } from '../../act-recurring'
import { t } from '../../i18n'
import { words } from '../../i18n/recurring'
import { myPosts, signed, useNow, useOrganisation } from '../../live'
import type { Organisation } from '../../model/organisation'
import { decider, draftOf, emptyDraft, isDirective, lacks, scheduleOf, wantedOf, type Draft, type Lack } from '../../model/recurring'
import type { Recurrence, Urgency } from '../../model/rows'
import { dateOf } from '../../model/workdays'
import { back, go } from '../../router'
import { Acting } from '../../ui/acting'
import { Choice } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Picker, remember } from '../../ui/picker'
import { FormEditor } from '../form-editor'
import { Preview } from './preview'
import { Terms } from './terms'
import { Texts } from './texts'
import { Title } from './title'
import { When } from './when'

const URGENCIES: readonly Urgency[] = ['normal', 'urgent', 'very-urgent', 'flash']

interface Props {
  query: URLSearchParams
  /** One that is changed; without, a new one. */
  known?: { id: string; fields: Recurrence }
}

const key = () => `congvu.recurring.${signed().official}`

/** The one left on this device, or a new one; the address may name for which unit. */
function beginning(query: URLSearchParams, org: Organisation, now: number): Draft {
  const fresh = emptyDraft(dateOf(now))
  const unit = query.get('don-vi')
  if (unit && org.unit(unit)) return { ...fresh, to: [{ unit, post: query.get('chuc-vu') }] }
  try {
    return { ...fresh, ...(JSON.parse(localStorage.getItem(key()) ?? 'null') as Draft | null) }
  } catch {
    return fresh
  }
}

export function Editor({ query, known }: Props): JSX.Element {
  const r = words()
  const org = useOrganisation()
  const now = useNow()
  const posts = known ? [decider(known.fields, myPosts(), org) ?? ''] : myPosts()
  const [post, setPost] = useState(posts[0] ?? '')
  const [draft, setDraft] = useState(() => (known ? draftOf(known.fields) : beginning(query, org, now)))
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes })
  useEffect(() => {
    if (!known) localStorage.setItem(key(), JSON.stringify(draft))
  }, [draft])
  const missing = lacks(draft, post, org)
  const wrong = (...lack: Lack[]) => {
    const first = tried ? lack.find((each) => missing.includes(each)) : undefined
    return first ? (r.lack[first] ?? null) : null
  }
  const save = () => {
    if (missing.length > 0) {
      setTried(true)
      requestAnimationFrame(() => form.current?.querySelector('.error')?.scrollIntoView({ block: 'center' }))
      return
    }
    remember(draft.to.length < 10 ? draft.to : [])
    const [wanted, schedule] = [wantedOf(draft), scheduleOf(draft)]
    if (known) changeRecurring(known.id, wanted, schedule, post, r.saved)
    const id = known?.id ?? setUp(wanted, schedule, post, r.created)
    localStorage.removeItem(key())
    go(`/dinh-ky/${id}`, true)
  }
  return (
    <div class="screen recurring-editor">
      <header class="detail-head">
        <button type="button" class="icon-button" onClick={() => back(known ? `/dinh-ky/${known.id}` : '/dinh-ky')} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <h1 class="grow">{known ? <Title text={known.fields.title} /> : r.new}</h1>
      </header>
      {known && <p class="note">{r.fromNext}</p>}
      <div class="rule-both">
        <form
          ref={form}
          id="recurring"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <section class="paper">
            <Texts draft={draft} set={set} tried={tried} error={wrong('title')} />
            <Choice
              legend={t.urgency.label}
              value={draft.urgency}
              onChange={(urgency) => set({ urgency })}
              options={URGENCIES.map((value) => ({ value, label: t.urgency[value], tone: value }))}
            />
          </section>
          <Whom draft={draft} set={set} error={wrong('to', 'people', 'notAllowed')} formError={wrong('question')} />
          <When draft={draft} set={set} error={wrong('interval', 'weekdays', 'days')} untilError={wrong('until')} clockError={wrong('clock')} />
          <Terms draft={draft} set={set} error={wrong('offset', 'due')} beginsError={wrong('begins')} />
        </form>
        <Preview draft={draft} ready={missing.every((each) => ['title', 'to', 'people', 'notAllowed', 'question'].includes(each))} now={now} />
      </div>
      <footer class="form-foot">
        <Acting posts={posts} value={post} onChange={setPost} org={org} />
        <button type="submit" form="recurring" class="button primary big">
          {known ? r.save : r.create}
        </button>
      </footer>
    </div>
  )
}

interface WhomProps {
  draft: Draft
  set: (changes: Partial<Draft>) => void
  error: string | null
  formError: string | null
}

/** Of whom it is asked: one lead with others beside, or units that answer a form. */
function Whom({ draft, set, error, formError }: WhomProps): JSX.Element {
  const r = words()
  const more = draft.form.length > 0 || draft.coordinating.length > 0 || draft.chaser.length > 0
  return (
    <section class="paper">
      <h2>{r.whom}</h2>
      <Picker label={r.to} chosen={draft.to} onChange={(to) => set({ to })} many error={error} />
      <details open={more || formError !== null}>
        <summary>
          {t.assign.form}, {t.assign.coordinating.toLowerCase()}
        </summary>
        <FormEditor form={draft.form} onChange={(form) => set({ form })} error={formError} />
        {!isDirective(draft) && (
          <>
            <Picker label={r.coordinating} chosen={draft.coordinating} onChange={(coordinating) => set({ coordinating })} many exclude={draft.to} />
            <Picker label={r.chaser} chosen={draft.chaser} onChange={(chaser) => set({ chaser })} exclude={draft.to} />
          </>
        )}
      </details>
    </section>
  )
}
