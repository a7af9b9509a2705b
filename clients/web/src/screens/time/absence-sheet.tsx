/** An absence of mine: from when to when, why, and who does the ordinary work of each of my seats. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { changeAbsence, declareAbsence } from '../../act-time'
import { t } from '../../i18n'
import { words } from '../../i18n/time'
import { myPosts, useNow, useOrganisation } from '../../live'
import type { Away } from '../../model/absence'
import type { Absence } from '../../model/rows'
import { dateOf, instant } from '../../model/workdays'
import { Choice, TextField } from '../../ui/fields'
import { postName } from '../../ui/seat'
import { Sheet } from '../../ui/sheet'
import { useWorkdays } from './calendar-row'
import { Moment, SeatPicker } from './parts'

const KINDS: readonly Absence['kind'][] = ['leave', 'mission', 'sick', 'other']

/** Whose place is taken: one of my posts, or all of them. */
type Place = string | null

export function AbsenceSheet({ away, onClose }: { away?: Away; onClose: () => void }): JSX.Element {
  const w = words().absence
  const org = useOrganisation()
  const now = useNow()
  const workdays = useWorkdays()
  const posts = myPosts()
  const places: readonly Place[] = posts.length > 1 ? posts : [null]
  const next = workdays.shifted(dateOf(now), 1)
  const [start, setStart] = useState(away?.start ?? instant(next, '07:30'))
  const [end, setEnd] = useState(away?.end ?? instant(next, '17:00'))
  const [kind, setKind] = useState<Absence['kind']>(away?.absence.kind ?? 'leave')
  const [note, setNote] = useState('')
  const [standIns, setStandIns] = useState<ReadonlyMap<Place, string>>(() => given(away?.absence, places))
  const [tried, setTried] = useState(false)
  const wrong = !(end > start) ? w.endsBefore : end <= now ? w.over : null
  const put = (place: Place, post: string | null) => {
    const others = [...standIns].filter(([each]) => each !== place)
    setStandIns(new Map(post ? [...others, [place, post]] : others))
  }
  const save = () => {
    if (wrong || Number.isNaN(start)) return setTried(true)
    const all = [...standIns].map(([post, standIn]) => ({ standIn, post }))
    const said = { start, end, kind, note: note.trim() || null, standIns: all }
    if (away) changeAbsence(away.id, said, w.changed)
    else declareAbsence(said, w.declared)
    onClose()
  }
  return (
    <Sheet
      title={away ? w.edit : w.declare}
      onClose={onClose}
      foot={
        <button type="button" class="button primary big" onClick={save}>
          {away ? w.save : w.declare}
        </button>
      }
    >
      {!away && (
        <Choice<Absence['kind']>
          legend={w.why}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: w.kind[value] }))}
        />
      )}
      <div class="two">
        <Moment label={w.from} value={start} onChange={setStart} error={tried && Number.isNaN(start) ? w.needTime : null} />
        <Moment label={w.until} value={end} onChange={setEnd} error={tried ? wrong : null} />
      </div>
      {places.map((place) => (
        <SeatPicker
          key={place}
          label={`${place ? w.standInOf(postName(place, org)) : w.standIn} (${t.optional})`}
          post={standIns.get(place) ?? null}
          onChange={(post) => put(place, post)}
        />
      ))}
      <p class="hint">{w.limits}</p>
      {!away && (
        <TextField label={`${w.note} (${t.optional})`} hint={w.noteHint} value={note} onInput={setNote} lines={2} max={1000} />
      )}
    </Sheet>
  )
}

/** As they stand now; one for all seats is shown at each. */
function given(absence: Absence | undefined, places: readonly Place[]): Map<Place, string> {
  const known = new Map(absence?.standIns.map(({ post, standIn }) => [post, standIn]))
  return new Map(
    places.flatMap((place): [Place, string][] => {
      const standIn = known.get(place) ?? known.get(null)
      return standIn ? [[place, standIn]] : []
    }),
  )
}
