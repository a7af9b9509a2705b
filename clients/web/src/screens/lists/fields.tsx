/** What an action on many needs besides the tasks: words, a seat, a deadline. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { useNow } from '../../live'
import type { BulkName } from '../../model/bulk'
import type { Seat } from '../../model/rows'
import { iso } from '../../model/time'
import { Deadline, TextField } from '../../ui/fields'
import { Picker } from '../../ui/picker'

interface Asked {
  fields: JSX.Element
  args: Record<string, unknown>
  to: Seat | null
  /** Whether all is there; else what lacks is said. */
  ready: () => boolean
}

export function useFields(name: BulkName): Asked {
  const now = useNow()
  const [text, setText] = useState('')
  const [to, setTo] = useState<Seat[]>([])
  const [at, setAt] = useState<number | null>(null)
  const [tried, setTried] = useState(false)
  const seat = to[0] ?? null
  const lacks = name === 'reassign' ? !seat : name === 'changeDeadline' && (at === null || at <= now)
  const said = text.trim() || null
  const args = {
    chase: said ? { text: said } : {},
    reassign: { lead: seat, reason: said },
    changeDeadline: { deadline: at === null ? null : iso(at), reason: said },
  }[name]
  const label = { chase: t.chase.text, reassign: t.reassign.reason, changeDeadline: t.changeDeadline.reason }[name]
  const wrong = at === null ? t.assign.needDeadline : t.deadline.past
  const fields = (
    <>
      {name === 'reassign' && (
        <Picker label={t.reassign.to} chosen={to} onChange={setTo} error={tried && lacks ? t.assign.needTo : null} />
      )}
      {name === 'changeDeadline' && <Deadline value={at} onChange={setAt} now={now} error={tried && lacks ? wrong : null} />}
      <TextField
        label={`${label} (${t.optional})`}
        value={text}
        onInput={setText}
        lines={name === 'chase' ? 3 : 2}
        focus={name === 'chase'}
      />
    </>
  )
  const ready = () => {
    setTried(true)
    return !lacks
  }
  return { fields, args, to: seat, ready }
}
