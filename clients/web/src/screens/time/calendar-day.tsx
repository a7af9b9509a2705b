/** A day of the calendar, or several in a row: worked or not, why, by which paper, and what would move. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { setDays } from '../../act-time'
import { longDay, t } from '../../i18n'
import { words } from '../../i18n/time'
import { rows } from '../../live'
import { instant, usual, type Day } from '../../model/workdays'
import { moved, range } from '../../model/year'
import { Choice, Field, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'
import { useWorkdays } from './calendar-row'

interface Props {
  /** The day in question; null: one that is to be chosen. */
  date: string | null
  year: number
  /** My post that may decide; null: I may look. */
  post: string | null
  onClose: () => void
}

export function DaySheet({ date, year, post, onClose }: Props): JSX.Element {
  const workdays = useWorkdays()
  const known = date ? workdays.of(date) : undefined
  if (date && !post) return <Look date={date} known={known} working={workdays.working(date)} onClose={onClose} />
  return <Decide date={date} known={known} year={year} post={post ?? ''} onClose={onClose} />
}

interface LookProps {
  date: string
  known: Day | undefined
  working: boolean
  onClose: () => void
}

function Look({ date, known, working, onClose }: LookProps): JSX.Element {
  const w = words().calendar
  return (
    <Sheet title={longDay(instant(date, '12:00'))} onClose={onClose}>
      {known ? (
        <>
          <p>
            <span class={known.working ? 'day-kind made' : 'day-kind off'}>{known.working ? w.made : w.off}</span> <b>{known.name}</b>
          </p>
          <p class="soft">{w.source[known.source]}</p>
        </>
      ) : (
        <p>{w.usual(working)}</p>
      )}
      <p class="hint">{w.readOnly}</p>
    </Sheet>
  )
}

function Decide({ date, known, year, post, onClose }: Omit<Props, 'post'> & { known: Day | undefined; post: string }): JSX.Element {
  const w = words().calendar
  const [from, setFrom] = useState(date ?? '')
  const [until, setUntil] = useState('')
  const [chosen, setWorking] = useState<boolean | null>(known?.working ?? null)
  const [name, setName] = useState(known?.name ?? '')
  const [paper, setPaper] = useState('')
  const [tried, setTried] = useState(false)
  const working = chosen ?? (from ? !usual(from) : false)
  const dates = range(from, until || null, working)
  const save = () => {
    if (dates.length === 0 || !name.trim()) return setTried(true)
    const days = dates.map((day): Day => ({ day, working, name: name.trim(), source: 'decided' }))
    setDays(days, [], paper.trim() || null, post, w.saved)
    onClose()
  }
  const remove = () => {
    setDays([], [from], paper.trim() || null, post, w.removed)
    onClose()
  }
  const wrong = !from ? w.needDate : dates.length === 0 ? w.needRange : null
  return (
    <Sheet
      title={date ? longDay(instant(date, '12:00')) : w.add}
      onClose={onClose}
      foot={
        <>
          {known && (
            <button type="button" class="button danger big" onClick={remove}>
              {w.remove}
            </button>
          )}
          <button type="button" class="button primary big" onClick={save}>
            {w.save}
          </button>
        </>
      }
    >
      {known && <p class="hint">{w.source[known.source]}</p>}
      <div class="two">
        {!date && <DateField label={w.from} value={from} onInput={setFrom} year={year} error={tried ? wrong : null} />}
        {!known && (
          <DateField
            label={`${w.until} (${t.optional})`}
            value={until}
            onInput={setUntil}
            year={year}
            min={from}
            error={date && tried ? wrong : null}
          />
        )}
      </div>
      <Choice<number>
        legend={w.kind}
        value={working ? 1 : 0}
        onChange={(value) => setWorking(value === 1)}
        options={[
          { value: 0, label: w.off },
          { value: 1, label: w.worked },
        ]}
      />
      <TextField
        label={w.name}
        placeholder={w.nameHint}
        value={name}
        onInput={setName}
        max={200}
        error={tried && !name.trim() ? w.needName : null}
      />
      <TextField label={`${w.paper} (${t.optional})`} placeholder={w.paperHint} value={paper} onInput={setPaper} max={200} />
      {dates.length > 0 && <Moves dates={dates} working={working} />}
    </Sheet>
  )
}

/** What becomes of deadlines, as far as this device knows them. */
export function Moves({ dates, working }: { dates: readonly string[]; working: boolean }): JSX.Element {
  const w = words().calendar
  const count = moved(dates, rows('task').values())
  const text = working ? (count > 0 ? w.movesBack(count) : w.movesBackNone) : count > 0 ? w.moves(count) : w.movesNone
  return (
    <p class={count > 0 ? 'moves some' : 'moves'} role="status">
      <Icon name="calendar" size={18} />
      <span>
        {dates.length > 1 && <b>{w.days(dates.length)}. </b>}
        {text}
      </span>
    </p>
  )
}

interface DateProps {
  label: string
  value: string
  onInput: (value: string) => void
  year: number
  min?: string
  error: string | null
}

function DateField({ label, value, onInput, year, min, error }: DateProps): JSX.Element {
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <input
          {...ids}
          type="date"
          value={value}
          min={min || `${year - 1}-01-01`}
          max={`${year + 3}-12-31`}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Field>
  )
}
