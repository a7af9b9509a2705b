/** One unit of the board: where it stands, what it answered, whom to call. */
import type { JSX } from 'preact'
import { chaseUnits } from '../act'
import { moment, t } from '../i18n'
import { useOrganisation, useRow, useRows } from '../live'
import { dotOf } from '../model/board'
import { contacts } from '../model/reach'
import type { Directive, Line } from '../model/rows'
import { DotMark } from '../ui/dot'
import { Icon } from '../ui/icon'
import { Sheet } from '../ui/sheet'
import { Answers } from './given'
import { Person } from './person'
import type { Known } from './directive'

interface Props {
  unit: string
  known: Known | undefined
  directive: Directive
  id: string
  /** My post that issued it; null: I only watch. */
  post: string | null
  now: number
  sheet: boolean
  onClose: () => void
}

export function UnitCard(props: Props): JSX.Element {
  const org = useOrganisation()
  const name = org.unit(props.unit)?.name ?? ''
  if (props.sheet)
    return (
      <Sheet title={name} onClose={props.onClose}>
        <Card {...props} />
      </Sheet>
    )
  return (
    <aside class="card" aria-label={name}>
      <header class="card-head">
        <h2>{name}</h2>
        <button type="button" class="icon-button" onClick={props.onClose} aria-label={t.close}>
          <Icon name="close" />
        </button>
      </header>
      <Card {...props} />
    </aside>
  )
}

function Card({ unit, known, directive, id, post, now }: Props): JSX.Element {
  const org = useOrganisation()
  const phones = useRows('phone')
  const people = contacts(unit, org, phones).slice(0, 3)
  const line = known?.line
  const dot = line ? dotOf(line, now) : 'sent'
  const settled = dot === 'submitted' || dot === 'done' || dot === 'cancelled'
  const task = useRow('task', known?.id)?.fields
  const chase = () => post && chaseUnits(id, [unit], known ? [known.id] : [], post)
  return (
    <div class="card-body">
      <p class="card-state">
        <DotMark dot={dot} size={24} />
        <b>{t.dot[dot]}</b>
      </p>
      {line && <Steps line={line} now={now} />}
      {line?.declineReason && <blockquote>{line.declineReason}</blockquote>}
      {line && Object.keys(line.answers).length > 0 ? (
        <Answers task={{ form: directive.form, answers: line.answers }} />
      ) : (
        directive.form.length > 0 && <p class="soft">{t.directive.noAnswer}</p>
      )}
      <h3>{t.directive.people}</h3>
      <ul class="people">
        {people.map((contact) => (
          <Person key={contact.post} contact={contact} />
        ))}
      </ul>
      <p class="card-actions">
        {post && !settled && directive.state === 'issued' && (
          <button type="button" class="button primary" onClick={chase}>
            <Icon name="megaphone" size={18} />
            {t.action.chase}
          </button>
        )}
        {task && known && (
          <a class="button" href={`/viec/${known.id}`}>
            {t.directive.openTask}
          </a>
        )}
      </p>
    </div>
  )
}

function Steps({ line, now }: { line: Line; now: number }): JSX.Element {
  const steps = [
    [t.dot.opened, line.openedAt],
    [t.dot.accepted, line.acceptedAt],
    [t.answer.given, line.answeredAt],
    [t.dot.submitted, line.submittedAt],
    [t.dot.done, line.completedAt],
    [t.done.chase, line.chasedAt],
  ] as const
  return (
    <ul class="steps">
      {steps.map(
        ([label, at]) =>
          at && (
            <li key={label}>
              <span>{label}</span>
              <b class="tabular">{moment(Date.parse(at), now)}</b>
            </li>
          ),
      )}
    </ul>
  )
}
