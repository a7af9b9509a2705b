/** The versions of a unit's rule: what each says and where that comes from; a draft is changed, and adopted from a period. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { rule as give } from '../../act-evaluation'
import { useAsked } from '../../asked'
import { uuidIn } from '../../graphql/client'
import { evaluationRules, type Rule } from '../../graphql/evaluation'
import { words } from '../../i18n/evaluation'
import { myPosts, useOrganisation } from '../../live'
import { periodName, periods } from '../../model/evaluation'
import { TextField } from '../../ui/fields'
import { Filling } from '../../ui/loading'
import { Sheet } from '../../ui/sheet'
import { camel, Parameters } from './basis'

const NUMBERS = [
  'lead',
  'coordinating',
  'quantity',
  'quality',
  'progress',
  'perReturn',
  'perDelay',
  'daysPerDelay',
  'results',
  'excellent',
  'good',
  'completed',
  'greenFrom',
  'redBelow',
] as const

export function Rules({ unit, now }: { unit: string; now: number }): JSX.Element {
  const e = words()
  const org = useOrganisation()
  const found = useAsked((signal) => evaluationRules(unit, signal), unit)
  const [editing, edit] = useState<Rule | null>(null)
  const [adopting, adopt] = useState<Rule | null>(null)
  const post = myPosts().find((each) => org.post(each)?.powers.some(({ name }) => name === 'administer')) ?? null
  if (!found.value)
    return found.state === 'asking' ? (
      <Filling />
    ) : (
      <p class="banner">
        {e.offline}
        <button type="button" class="button" onClick={found.again}>
          {e.again}
        </button>
      </p>
    )
  return (
    <>
      {post && (
        <button type="button" class="button" onClick={() => give('evaluationRule.draft', { unit, title: e.draft }, post, e.drafted)}>
          {e.draft}
        </button>
      )}
      {found.value.map((rule) => (
        <section key={rule.id ?? 'default'} class="paper" aria-label={rule.title || e.ruleDefault}>
          <h2>
            {rule.title || e.ruleDefault} <span class="state-tag">{e.ruleState[rule.state.toLowerCase()] ?? rule.state}</span>
          </h2>
          {(rule.starts ?? rule.paper) && (
            <p class="soft">{[rule.starts && periodName(rule.starts, e.quarter), rule.paper].filter(Boolean).join(' · ')}</p>
          )}
          <details open={rule.state === 'DRAFT'}>
            <summary>{e.basis}</summary>
            <Parameters parameters={rule.parameters} />
          </details>
          {post && rule.id && rule.state === 'DRAFT' && (
            <span class="line-actions">
              <button type="button" class="button" onClick={() => edit(rule)}>
                {e.save}
              </button>
              <button type="button" class="button primary" onClick={() => adopt(rule)}>
                {e.adopt}
              </button>
            </span>
          )}
        </section>
      ))}
      {editing && post && <Edit rule={editing} post={post} onClose={() => edit(null)} />}
      {adopting && post && <Adopt rule={adopting} post={post} now={now} onClose={() => adopt(null)} />}
    </>
  )
}

function Edit({ rule, post, onClose }: { rule: Rule; post: string; onClose: () => void }): JSX.Element {
  const e = words()
  const known = Object.fromEntries(rule.parameters.map(({ name, value }) => [camel(name), value]))
  const [title, setTitle] = useState(rule.title)
  const [values, setValues] = useState<Record<string, unknown>>(known)
  const save = () => {
    give('evaluationRule.change', { rule: uuidIn(rule.id ?? ''), title, parameters: values }, post, e.saved)
    onClose()
  }
  return (
    <Sheet
      title={rule.title}
      onClose={onClose}
      wide
      foot={
        <button type="button" class="button primary big" onClick={save}>
          {e.save}
        </button>
      }
    >
      <TextField label={e.draftTitle} value={title} onInput={setTitle} />
      <div class="parameter-fields">
        {NUMBERS.map((name) => (
          <label key={name} class="field">
            <span>{e.parameter[name]}</span>
            <input
              type="number"
              min={0}
              value={String(values[name] ?? '')}
              onInput={(event) => setValues({ ...values, [name]: Number((event.target as HTMLInputElement).value) })}
            />
          </label>
        ))}
      </div>
    </Sheet>
  )
}

function Adopt({ rule, post, now, onClose }: { rule: Rule; post: string; now: number; onClose: () => void }): JSX.Element {
  const e = words()
  const kind = rule.parameters.find(({ name }) => name === 'period')?.value === 'quarter' ? 'quarter' : 'month'
  const ahead = periods(now + (kind === 'month' ? 62 : 185) * 86_400_000, kind, 2)
  const [starts, setStarts] = useState(ahead[1] ?? '')
  const [paper, setPaper] = useState('')
  const send = () => {
    give('evaluationRule.adopt', { rule: uuidIn(rule.id ?? ''), starts, ...(paper.trim() ? { paper: paper.trim() } : {}) }, post, e.adopted)
    onClose()
  }
  return (
    <Sheet
      title={`${e.adopt}: ${rule.title}`}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={send}>
          {e.adopt}
        </button>
      }
    >
      <label class="field">
        <span>{e.adoptFrom}</span>
        <select value={starts} onChange={(event) => setStarts((event.target as HTMLSelectElement).value)}>
          {ahead.map((each) => (
            <option key={each} value={each}>
              {periodName(each, e.quarter)}
            </option>
          ))}
        </select>
      </label>
      <TextField label={e.paper} value={paper} onInput={setPaper} />
    </Sheet>
  )
}
