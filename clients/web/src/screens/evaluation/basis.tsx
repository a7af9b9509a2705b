/** A rule's parameters, and where each comes from. */
import type { JSX } from 'preact'
import type { Parameter, Rule } from '../../graphql/evaluation'
import { number, t } from '../../i18n'
import { words } from '../../i18n/evaluation'

export function Basis({ rule }: { rule: Rule }): JSX.Element {
  const e = words()
  return (
    <details class="basis">
      <summary>
        {e.rule}: {rule.title || e.ruleDefault}
        {rule.paper && ` (${rule.paper})`} — {e.basis}
      </summary>
      <Parameters parameters={rule.parameters} />
    </details>
  )
}

export function Parameters({ parameters }: { parameters: readonly Parameter[] }): JSX.Element {
  const e = words()
  return (
    <dl class="parameters">
      {parameters.map(({ name, value, origin, reference, says }) => (
        <div key={name}>
          <dt>{e.parameter[name] ?? name}</dt>
          <dd>
            <b>{said(value)}</b>
            <span class={`origin ${origin.toLowerCase()}`}>{reference ?? e.origin[origin]}</span>
            <span class="soft">{says}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function said(value: unknown): string {
  if (typeof value === 'number') return number(value)
  if (typeof value === 'boolean') return value ? words().yes : words().no
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(said).join('; ')
  if (value && typeof value === 'object') {
    return Object.entries(value)
      .map(([key, each]) => `${t.urgency[dashed(key) as keyof typeof t.urgency] ?? key} ${said(each)}`)
      .join(', ')
  }
  const kinds: Record<string, string> = words().kinds
  return kinds[String(value)] ?? String(value)
}

/** very-urgent of veryUrgent. */
function dashed(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
