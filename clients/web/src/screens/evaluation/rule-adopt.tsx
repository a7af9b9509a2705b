/** A draft of the rule is adopted from a period on, by a paper that says so. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { rule as give } from '../../act-evaluation'
import { uuidIn } from '../../graphql/client'
import type { Rule } from '../../graphql/evaluation'
import { t } from '../../i18n'
import { words } from '../../i18n/evaluation'
import { ahead, periodName } from '../../model/evaluation'
import { Field, TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { kindOf } from './parameters'

interface Props {
  rule: Rule
  post: string
  now: number
  onClose: () => void
}

export function Adopt({ rule, post, now, onClose }: Props): JSX.Element {
  const e = words()
  const starts = ahead(now, kindOf(rule), 3)
  const [start, setStart] = useState(starts[1] ?? '')
  const [paper, setPaper] = useState('')
  const send = () => {
    give('evaluationRule.adopt', { rule: uuidIn(rule.id ?? ''), starts: start, ...(paper.trim() ? { paper: paper.trim() } : {}) }, post, e.adopted)
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
      <Field label={e.adoptFrom}>
        {(ids) => (
          <select {...ids} value={start} onChange={({ currentTarget }) => setStart(currentTarget.value)}>
            {starts.map((each) => (
              <option key={each} value={each}>
                {periodName(each, e.quarter)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField label={`${e.paper} (${t.optional})`} value={paper} onInput={setPaper} max={300} />
    </Sheet>
  )
}
