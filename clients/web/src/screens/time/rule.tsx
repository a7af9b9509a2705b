/** The rule of reminders that holds for a unit: in sentences, from where it comes, changed step by step, and what it does. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { setRule } from '../../act-time'
import { t } from '../../i18n'
import { words } from '../../i18n/time'
import { myPosts, useFilling, useNow, useOrganisation, useRows } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { ReminderRule } from '../../model/rows'
import { chooser, endingOf, faultOf, holding, isDays, tidy, tries, USUAL_ENDING, type Holding } from '../../model/rule'
import { back } from '../../router'
import { Missing } from '../../ui/detail'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { shortUnit } from '../../ui/seat'
import { RuleForm } from './rule-form'
import { RulePreview } from './rule-preview'
import { RuleTrial } from './rule-trial'
import { RuleWords } from './rule-words'
import '../../styles/time.css'

export function RuleScreen({ query }: { query: URLSearchParams }): JSX.Element {
  const org = useOrganisation()
  const filling = useFilling()
  const unit = query.get('don-vi') ?? org.post(myPosts()[0])?.unit ?? ''
  if (filling)
    return (
      <div class="screen">
        <Filling />
      </div>
    )
  if (!org.unit(unit)) return <Missing icon="unit" title={words().rule.missing} />
  return <Shown key={unit} unit={unit} org={org} />
}

function Shown({ unit, org }: { unit: string; org: Organisation }): JSX.Element {
  const w = words().rule
  const rules = [...useRows('reminding').values()]
  const now = useNow()
  const post = chooser(unit, myPosts(), org)
  const held = holding(unit, rules, org)
  const told = endingOf(unit, rules, org)
  const [draft, setDraft] = useState<ReminderRule | null>(null)
  const [ending, setEnding] = useState(told)
  const [tried, setTried] = useState(false)
  const fault = draft && (faultOf(draft) ?? (isDays(ending) ? null : 'days'))
  const mayTry = tries(unit, myPosts(), org)
  const edit = () => {
    setDraft(held.rule)
    setEnding(told)
  }
  const stop = () => {
    setDraft(null)
    setTried(false)
  }
  const save = () => {
    if (!draft || fault || !post) return setTried(true)
    setRule(unit, tidy(draft), ending, post, w.saved(shortUnit(unit, org)))
    stop()
  }
  const reset = () => {
    if (post) setRule(unit, null, USUAL_ENDING, post, w.resetDone)
    stop()
  }
  return (
    <div class="screen rule">
      <header class="detail-head">
        <button type="button" class="icon-button back" onClick={() => back(`/danh-ba?don-vi=${unit}`)} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <div class="grow">
          <h1>{t.time.rule}</h1>
          <p class="soft">{org.unit(unit)?.name}</p>
        </div>
      </header>
      <Source held={held} unit={unit} org={org} />
      <div class="rule-both">
        <div>
          {draft ? <RuleForm rule={draft} onChange={setDraft} ending={ending} onEnding={setEnding} /> : <RuleWords rule={held.rule} ending={told} />}
          {draft && tried && fault && (
            <p class="error" role="alert">
              {w.fault[fault]}
            </p>
          )}
          {post ? (
            <p class="card-actions rule-actions">
              {draft ? (
                <>
                  <button type="button" class="button primary big" onClick={save}>
                    {w.save}
                  </button>
                  <button type="button" class="button big" onClick={stop}>
                    {t.cancel}
                  </button>
                </>
              ) : (
                <button type="button" class="button primary big" onClick={edit}>
                  <Icon name="edit" size={18} />
                  {held.origin === unit ? w.edit : w.own}
                </button>
              )}
              {held.origin === unit && (
                <button type="button" class="button danger big" onClick={reset}>
                  {w.reset(nameOf(holding(unit, rules, org, true), org))}
                </button>
              )}
            </p>
          ) : (
            <p class="hint">{w.readOnly}</p>
          )}
        </div>
        <RulePreview rule={draft ?? held.rule} now={now} />
      </div>
      {mayTry && !fault && <RuleTrial unit={unit} rule={tidy(draft ?? held.rule)} now={now} onSave={draft && post ? save : null} />}
    </div>
  )
}

function nameOf({ origin }: Holding, org: Organisation): string {
  return origin ? shortUnit(origin, org) : words().rule.common
}

/** Whose rule this is. */
function Source({ held, unit, org }: { held: Holding; unit: string; org: Organisation }): JSX.Element {
  const w = words().rule
  return (
    <p class="note">
      <Icon name="chain" size={16} />
      <span>
        {held.origin === unit && w.fromSelf}
        {held.origin === null && w.fromUsual}
        {held.origin !== null && held.origin !== unit && (
          <>
            {w.fromAbove} <a href={`/quy-tac-nhac?don-vi=${held.origin}`}>{org.unit(held.origin)?.name ?? '…'}</a>
          </>
        )}
      </span>
    </p>
  )
}
