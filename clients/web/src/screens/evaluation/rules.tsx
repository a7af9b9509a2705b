/** The versions of a unit's rule: what each says and where that comes from; tried on a past period, drafted, changed, adopted. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { rule as give } from '../../act-evaluation'
import { useAsked } from '../../asked'
import { uuidIn } from '../../graphql/client'
import { evaluationRules, type Rule } from '../../graphql/evaluation'
import { words } from '../../i18n/evaluation'
import { words as trialWords } from '../../i18n/trial'
import { myPosts, sync, useOrganisation, useRows } from '../../live'
import { periodName } from '../../model/evaluation'
import type { Organisation } from '../../model/organisation'
import { tries } from '../../model/rule'
import { Icon } from '../../ui/icon'
import { shortUnit } from '../../ui/seat'
import { Parameters } from './basis'
import { kindOf, valuesOf, type Values } from './parameters'
import { Adopt } from './rule-adopt'
import { Edit } from './rule-edit'
import { Trial } from './trial'
import { Unanswered } from './unanswered'

interface Props {
  unit: string
  now: number
  onUnit: (unit: string) => void
}

/** What is done with a version; `values`: as it is being written. */
interface Doing {
  what: 'edit' | 'adopt' | 'try'
  rule: Rule
  values?: Values
}

/** The units whose rule I may write, or whose work I lead. */
function units(own: string, org: Organisation): string[] {
  const given = myPosts().flatMap((post) => {
    const seat = org.post(post)
    const powers = seat?.powers.filter(({ name }) => name === 'administer').map(({ unit }) => unit) ?? []
    return [...(seat?.leading ? [seat.unit] : []), ...powers]
  })
  return [...new Set([own, ...given])].filter((unit) => org.unit(unit))
}

export function Rules({ unit, now, onUnit }: Props): JSX.Element {
  const e = words()
  const org = useOrganisation()
  useRows('evaluationRule')
  const found = useAsked((signal) => evaluationRules(unit, signal), `${unit} ${sync().version('evaluationRule')}`)
  const [doing, start] = useState<Doing | null>(null)
  const post = myPosts().find((each) => org.hasPower(each, 'administer', unit)) ?? null
  const mine = units(unit, org)
  const close = () => start(null)
  if (!found.value) return <Unanswered asked={found} />
  if (doing?.what === 'try') return <Tried doing={doing} unit={unit} post={post} now={now} start={start} />
  const held = found.value.find(({ state }) => state === 'IN_FORCE') ?? found.value.at(-1)
  const draft = () => post && held && give('evaluationRule.draft', { unit, title: e.draftOf(shortUnit(unit, org)), parameters: valuesOf(held) }, post, e.drafted)
  return (
    <>
      <div class="rules-head">
        {mine.length > 1 && (
          <label class="select">
            <span>{e.tabs.unit}</span>
            <select value={unit} onChange={({ currentTarget }) => onUnit(currentTarget.value)}>
              {mine.map((each) => (
                <option key={each} value={each}>
                  {shortUnit(each, org)}
                </option>
              ))}
            </select>
          </label>
        )}
        {post && (
          <>
            <button type="button" class="button" onClick={draft}>
              <Icon name="plus" size={18} />
              {e.draft}
            </button>
            <p class="hint">{e.draftHint}</p>
          </>
        )}
      </div>
      {found.value.map((rule) => (
        <Version key={rule.id ?? 'default'} rule={rule} org={org} unit={unit} post={post} start={start} />
      ))}
      {doing?.what === 'edit' && post && (
        <Edit rule={doing.rule} {...(doing.values ? { values: doing.values } : {})} post={post} onTry={(values) => start({ what: 'try', rule: doing.rule, values })} onClose={close} />
      )}
      {doing?.what === 'adopt' && post && <Adopt rule={doing.rule} post={post} now={now} onClose={close} />}
    </>
  )
}

interface VersionProps {
  rule: Rule
  org: Organisation
  unit: string
  post: string | null
  start: (doing: Doing) => void
}

function Version({ rule, org, unit, post, start }: VersionProps): JSX.Element {
  const e = words()
  const from = rule.unit ? uuidIn(rule.unit.id) : null
  const isDraft = rule.state === 'DRAFT' && from === unit
  const facts = [
    from && from !== unit ? shortUnit(from, org) : null,
    rule.starts && e.startsFrom(periodName(rule.starts, e.quarter)),
    rule.paper,
  ].filter(Boolean)
  return (
    <section class="paper version" aria-label={rule.title || e.ruleDefault}>
      <h2>
        {rule.title || e.ruleDefault} <span class={`state-tag ${rule.state.toLowerCase()}`}>{rule.id ? (e.ruleState[rule.state.toLowerCase()] ?? rule.state) : e.ruleState['default']}</span>
      </h2>
      {facts.length > 0 && <p class="soft">{facts.join(' · ')}</p>}
      <details open={isDraft}>
        <summary>{e.basis}</summary>
        <Parameters parameters={rule.parameters} />
      </details>
      <span class="line-actions">
        {tries(unit, myPosts(), org) && rule.state !== 'WITHDRAWN' && (
          <button type="button" class={isDraft ? 'button primary' : 'button'} onClick={() => start({ what: 'try', rule })}>
            <Icon name="history" size={18} />
            {trialWords().try}
          </button>
        )}
        {post && isDraft && rule.id && (
          <>
            <button type="button" class="button" onClick={() => start({ what: 'edit', rule })}>
              <Icon name="edit" size={18} />
              {e.editDraft}
            </button>
            <button type="button" class="button" onClick={() => start({ what: 'adopt', rule })}>
              <Icon name="check" size={18} />
              {e.adopt}
            </button>
            <button type="button" class="button danger" onClick={() => give('evaluationRule.withdraw', { rule: uuidIn(rule.id ?? '') }, post, e.draftWithdrawn)}>
              {e.withdrawDraft}
            </button>
          </>
        )}
      </span>
    </section>
  )
}

interface TriedProps {
  doing: Doing
  unit: string
  post: string | null
  now: number
  start: (doing: Doing | null) => void
}

/** A version on trial; from there its draft is changed again, or adopted. */
function Tried({ doing: { rule, values }, unit, post, now, start }: TriedProps): JSX.Element {
  const e = words()
  const [adopting, adopt] = useState(false)
  const mayAdopt = post !== null && rule.state === 'DRAFT'
  return (
    <>
      <Trial
        unit={unit}
        title={rule.title || e.ruleDefault}
        tried={{ parameters: values ?? valuesOf(rule) }}
        kind={kindOf(rule)}
        now={now}
        onClose={() => start(values ? { what: 'edit', rule, values } : null)}
      >
        {mayAdopt ? (
          <p class="card-actions">
            <button type="button" class="button big" onClick={() => start({ what: 'edit', rule, ...(values ? { values } : {}) })}>
              <Icon name="edit" size={18} />
              {e.editDraft}
            </button>
            {!values && (
              <button type="button" class="button primary big" onClick={() => adopt(true)}>
                {trialWords().adopt}
              </button>
            )}
          </p>
        ) : (
          rule.state === 'DRAFT' && <p class="hint">{trialWords().adoptWho}</p>
        )}
      </Trial>
      {adopting && post && <Adopt rule={rule} post={post} now={now} onClose={() => start(null)} />}
    </>
  )
}
