/** Bàn giao: a post in steps: which, what moves with it, to whom, with what remark; then it is done. */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { handOver } from '../../act-time'
import { t } from '../../i18n'
import { words } from '../../i18n/time'
import { myPosts, useOrganisation } from '../../live'
import { giver } from '../../model/hand-over'
import type { Organisation } from '../../model/organisation'
import { go } from '../../router'
import { Away } from '../../ui/away'
import { Choice, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { PeoplePicker } from '../../ui/people'
import { Picker } from '../../ui/picker'
import { postName } from '../../ui/seat'
import { Sheet } from '../../ui/sheet'
import { HandOverPreview } from './hand-over-preview'
import '../../styles/time.css'

type To = 'someone' | 'nobody'

export function HandOverScreen({ query }: { query: URLSearchParams }): JSX.Element {
  const w = words().handOver
  const org = useOrganisation()
  const post = query.get('chuc-vu')
  const seat = org.post(post)
  const choose = (id: string | null) => go(id ? `/ban-giao?chuc-vu=${id}` : '/ban-giao', true)
  return (
    <div class="screen hand-over">
      <header class="screen-head">
        <h1>{t.time.handOver}</h1>
      </header>
      <Step n={1} title={w.which}>
        <Picker
          label={w.post}
          chosen={post && seat ? [{ unit: seat.unit, post }] : []}
          onChange={(seats) => choose(seats.at(-1)?.post ?? null)}
          error={post && !seat ? w.missing : null}
        />
        {!post && (
          <p class="card-actions">
            {myPosts().map((id) => (
              <button key={id} type="button" class="button" onClick={() => choose(id)}>
                <Icon name="user" size={18} />
                {postName(id, org)}
              </button>
            ))}
          </p>
        )}
        {post && seat && (
          <p class="hint">
            {w.holder(org.official(seat.holder)?.name || t.vacant)} <Away official={seat.holder} />
          </p>
        )}
      </Step>
      {post && seat && (
        <>
          <Step n={2} title={w.what}>
            <HandOverPreview key={post} post={post} />
          </Step>
          <Give key={post} post={post} org={org} />
        </>
      )}
    </div>
  )
}

function Step({ n, title, children }: { n: number; title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="paper step-card" aria-labelledby={`step-${n}`}>
      <h2 id={`step-${n}`}>
        <span class="step-number" aria-hidden="true">
          {n}
        </span>
        {title}
      </h2>
      {children}
    </section>
  )
}

/** To whom, with what words; asked once more, then done. */
function Give({ post, org }: { post: string; org: Organisation }): JSX.Element {
  const w = words().handOver
  const as = giver(post, myPosts(), org)
  const holder = org.post(post)?.holder ?? null
  const [to, setTo] = useState<To>('someone')
  const [next, setNext] = useState<string | null>(null)
  const [remark, setRemark] = useState('')
  const [tried, setTried] = useState(false)
  const [asking, ask] = useState(false)
  const [done, setDone] = useState<string | null | undefined>()
  if (done !== undefined) return <Done post={post} to={done} org={org} />
  if (!as) return <p class="note">{w.mayNot}</p>
  const heir = to === 'someone' ? next : null
  const wrong = to === 'someone' && !next ? w.needHeir : heir === holder ? w.same : null
  const name = heir ? (org.official(heir)?.name ?? '') : null
  const sure = () => {
    handOver(post, heir, remark.trim() || null, as, name ? w.done(name) : w.doneEmpty)
    ask(false)
    setDone(heir)
  }
  return (
    <>
      <Step n={3} title={w.whom}>
        <Choice<To>
          legend={w.whom}
          hideLegend
          value={to}
          onChange={setTo}
          options={[
            { value: 'someone', label: w.someone },
            { value: 'nobody', label: w.nobody },
          ]}
        />
        {to === 'someone' ? (
          <PeoplePicker
            label={w.heir}
            chosen={next ? [next] : []}
            exclude={holder ? [holder] : []}
            onChange={(people) => setNext(people.at(-1) ?? null)}
            error={tried ? wrong : null}
          />
        ) : (
          <p class="hint">{w.emptyHint}</p>
        )}
      </Step>
      <Step n={4} title={w.remark}>
        <TextField label={`${w.remarkLabel} (${t.optional})`} value={remark} onInput={setRemark} lines={3} max={1000} />
      </Step>
      <p class="card-actions">
        <button type="button" class="button primary big" onClick={() => (wrong ? setTried(true) : ask(true))}>
          {w.give}
        </button>
      </p>
      {asking && (
        <Sheet
          title={w.confirm}
          onClose={() => ask(false)}
          foot={
            <>
              <button type="button" class="button big" onClick={() => ask(false)}>
                {t.cancel}
              </button>
              <button type="button" class="button primary big" onClick={sure}>
                {w.give}
              </button>
            </>
          }
        >
          <p>{name ? w.confirmText(postName(post, org), name) : w.confirmEmpty(postName(post, org))}</p>
          {remark.trim() && <blockquote>{remark.trim()}</blockquote>}
        </Sheet>
      )}
    </>
  )
}

function Done({ post, to, org }: { post: string; to: string | null; org: Organisation }): JSX.Element {
  const w = words().handOver
  const name = to ? (org.official(to)?.name ?? '') : null
  return (
    <section class="paper done-card" role="status">
      <Icon name="checks" size={32} />
      <p>
        <b>{name ? w.done(name) : w.doneEmpty}</b>
      </p>
      <p class="soft">{w.doneHint}</p>
      <p class="card-actions">
        <a class="button" href={`/danh-ba?don-vi=${org.post(post)?.unit ?? ''}`}>
          {w.toUnit}
        </a>
        <a class="button" href="/don-vi">
          {w.toWork}
        </a>
        <a class="button" href="/ban-giao">
          {w.another}
        </a>
      </p>
    </section>
  )
}
