/** A delegation that I give: of which post, to whom, which powers, from when to when, by which paper. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { giveDelegation } from '../../act-delegation'
import { words } from '../../i18n/time'
import { myPosts, useNow, useOrganisation } from '../../live'
import { lendable, type LentPower } from '../../model/delegation'
import { dateOf, instant } from '../../model/workdays'
import { Check, Choice, TextField } from '../../ui/fields'
import { postName } from '../../ui/seat'
import { Sheet } from '../../ui/sheet'
import { useWorkdays } from './calendar-row'
import { Moment, SeatPicker } from './parts'

export function DelegationSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const w = words().delegation
  const org = useOrganisation()
  const now = useNow()
  const workdays = useWorkdays()
  const posts = myPosts()
  const [giver, setGiver] = useState(posts[0] ?? '')
  const [receiver, setReceiver] = useState<string | null>(null)
  const [powers, setPowers] = useState<readonly LentPower[]>(['approve'])
  const [start, setStart] = useState(instant(workdays.shifted(dateOf(now), 1), '07:30'))
  const [end, setEnd] = useState(instant(workdays.shifted(dateOf(now), 5), '17:00'))
  const [paper, setPaper] = useState('')
  const [tried, setTried] = useState(false)
  const own = lendable(giver, org)
  const lent = powers.filter((power) => own.includes(power))
  const wrong = {
    receiver: receiver === null ? w.needReceiver : receiver === giver ? w.toItself : null,
    powers: lent.length === 0 ? w.needPower : null,
    start: Number.isNaN(start) ? w.needTime : null,
    end: !(end > start) ? w.endsBefore : end <= now ? w.over : null,
    paper: paper.trim() === '' ? w.needPaper : null,
  }
  const save = () => {
    if (receiver === null || Object.values(wrong).some(Boolean)) return setTried(true)
    giveDelegation({ giver, receiver, powers: lent, start, end, paper: paper.trim() }, w.done)
    onClose()
  }
  const lend = (power: LentPower, on: boolean) => setPowers(on ? [...powers, power] : powers.filter((each) => each !== power))
  return (
    <Sheet
      title={w.give}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={save}>
          {w.give}
        </button>
      }
    >
      {posts.length > 1 && (
        <Choice<string>
          legend={w.ofPost}
          value={giver}
          onChange={setGiver}
          options={posts.map((value) => ({ value, label: postName(value, org) }))}
        />
      )}
      <SeatPicker label={w.receiver} post={receiver} onChange={setReceiver} error={tried ? wrong.receiver : null} />
      <fieldset class="field">
        <legend>{w.which}</legend>
        {own.map((power) => (
          <Check key={power} label={w.power[power]} value={lent.includes(power)} onChange={(on) => lend(power, on)} />
        ))}
        {tried && wrong.powers && (
          <p class="error" role="alert">
            {wrong.powers}
          </p>
        )}
      </fieldset>
      <div class="two">
        <Moment label={w.start} value={start} onChange={setStart} error={tried ? wrong.start : null} />
        <Moment label={w.end} value={end} onChange={setEnd} error={tried ? wrong.end : null} />
      </div>
      <TextField label={w.paper} hint={w.paperHint} value={paper} onInput={setPaper} max={300} error={tried ? wrong.paper : null} />
      <p class="hint">{w.limits}</p>
    </Sheet>
  )
}
