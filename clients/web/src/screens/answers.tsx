/** The answers of all units in one table, added up as they come, and as a file. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { number, t } from '../i18n'
import { answered, dotOf, total, type Dot } from '../model/board'
import { csv } from '../model/csv'
import { type Organisation } from '../model/organisation'
import type { Directive, Question } from '../model/rows'
import { DotMark } from '../ui/dot'
import { Icon } from '../ui/icon'
import { lastMoment, type Known } from './directive'

interface Props {
  directive: Directive
  seen: readonly Known[]
  org: Organisation
  now: number
  shown: Dot | null
  onPick: (unit: string) => void
}

type Sort = { key: string; down: boolean }

function Sum({ question, known }: { question: Question; known: readonly Known[] }): JSX.Element {
  const sum = total(
    question,
    known.map(({ line }) => line),
  )
  if (sum.kind === 'number')
    return (
      <b>
        {number(sum.sum)}
        {question.unit ? ` ${question.unit}` : ''}
      </b>
    )
  if (sum.kind === 'text') return <span>{sum.answered || ''}</span>
  return (
    <span class="counts">
      {Object.entries(sum.counts)
        .filter(([, n]) => n > 0)
        .map(([option, n]) => (
          <span key={option}>
            {option} <b>{n}</b>
          </span>
        ))}
    </span>
  )
}

export function AnswerTable({ directive, seen, org, now, shown, onPick }: Props): JSX.Element {
  const [sort, setSort] = useState<Sort>({ key: 'unit', down: false })
  const known = useMemo(() => seen.filter(({ line }) => shown === null || dotOf(line, now) === shown), [seen, shown, now])
  const sorted = useMemo(() => [...known].sort(comparing(sort, org)), [known, sort, org])
  const head = (key: string, label: string, numeric = false) => (
    <th
      key={key}
      scope="col"
      class={numeric ? 'numeric' : undefined}
      aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => setSort({ key, down: sort.key === key ? !sort.down : numeric })}>
        {label}
        {sort.key === key && <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>}
      </button>
    </th>
  )
  const save = () => download(`${directive.title}.csv`, table(directive, sorted, org, now))
  return (
    <>
      <div class="table-box" role="region" tabIndex={0} aria-label={t.directive.table}>
        <table>
          <thead>
            <tr>
              {head('unit', t.directive.unit)}
              {head('state', t.directive.state)}
              {directive.form.map((question) => head(question.key, question.label, question.kind === 'number'))}
            </tr>
            <tr class="sum">
              <th scope="row">{t.directive.sum}</th>
              <td>{t.directive.answeredOf(answered(known.map(({ line }) => line)), known.length)}</td>
              {directive.form.map((question) => (
                <td key={question.key} class={question.kind === 'number' ? 'numeric' : undefined}>
                  <Sum question={question} known={known} />
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ id, line }) => (
              <tr key={id}>
                <th scope="row">
                  <button type="button" class="link" onClick={() => onPick(line.unit)}>
                    {org.unit(line.unit)?.name}
                  </button>
                </th>
                <td>
                  <span class="state-cell">
                    <DotMark dot={dotOf(line, now)} size={18} />
                    {t.dot[dotOf(line, now)]} <span class="soft">{lastMoment(line)}</span>
                  </span>
                </td>
                {directive.form.map((question) => (
                  <td key={question.key} class={question.kind === 'number' ? 'numeric' : undefined}>
                    {written(line.answers[question.key], question)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {sorted.length === 0 && <p class="hint">{t.directive.noneInFilter}</p>}
      </div>
      <p class="tools end">
        <button type="button" class="button" onClick={save}>
          <Icon name="download" size={18} />
          {t.directive.csv}
        </button>
      </p>
    </>
  )
}

function written(value: unknown, question: Question): string {
  if (value === undefined || value === null) return ''
  return question.kind === 'number' ? number(Number(value)) : String(value)
}

function comparing({ key, down }: Sort, org: Organisation): (a: Known, b: Known) => number {
  const way = down ? -1 : 1
  const name = ({ line }: Known) => org.unit(line.unit)?.name ?? ''
  const value = ({ line }: Known) => (key === 'state' ? `${line.state} ${lastMoment(line)}` : line.answers[key])
  const collator = new Intl.Collator('vi')
  return (a, b) => {
    if (key === 'unit') return way * collator.compare(name(a), name(b))
    const [left, right] = [value(a), value(b)]
    if (left === undefined || right === undefined)
      return left === right ? collator.compare(name(a), name(b)) : left === undefined ? 1 : -1
    return (
      way * (typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right)))
    )
  }
}

function table(directive: Directive, known: readonly Known[], org: Organisation, now: number): string {
  const head = [
    t.directive.unit,
    t.directive.state,
    t.directive.at,
    ...directive.form.map(({ label, unit }) => (unit ? `${label} (${unit})` : label)),
  ]
  const body = known.map(({ line }) => [
    org.unit(line.unit)?.name,
    t.dot[dotOf(line, now)],
    lastMoment(line),
    ...directive.form.map(({ key }) => line.answers[key]),
  ])
  return csv([head, ...body])
}

function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, ' ')
  link.click()
  URL.revokeObjectURL(link.href)
}
