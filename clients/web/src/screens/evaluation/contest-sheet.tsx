/** Contest one's figure: a task of it, or the whole period. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { contest, judgesOf } from '../../act-evaluation'
import { words } from '../../i18n/evaluation'
import { myPosts, useOrganisation } from '../../live'
import { TextField } from '../../ui/fields'
import { shortUnit } from '../../ui/seat'
import { Sheet } from '../../ui/sheet'

interface Props {
  period: string
  unit: string
  task: string | null
  title: string
  onClose: () => void
}

export function ContestSheet({ period, unit, task, title, onClose }: Props): JSX.Element {
  const e = words()
  const org = useOrganisation()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const post = myPosts().find((each) => org.post(each)?.unit === unit) ?? myPosts()[0]
  const to = post ? judgesOf(post, org) : null
  const send = () => {
    if (!reason.trim()) return setTried(true)
    if (!post || !to) return
    contest({ unit: org.post(post)?.unit ?? unit, to, period, reason: reason.trim(), task }, post, e.sent)
    onClose()
  }
  return (
    <Sheet
      title={task ? e.contestTask(title) : e.contestWhole}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" disabled={!to} onClick={send}>
          {e.send}
        </button>
      }
    >
      <p class="hint">{to ? e.contestHint(shortUnit(to, org)) : e.contestNobody}</p>
      <TextField
        label={e.reason}
        value={reason}
        onInput={setReason}
        lines={4}
        focus
        error={tried && !reason.trim() ? e.needReason : null}
      />
    </Sheet>
  )
}
