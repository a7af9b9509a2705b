/** Trying a rule on a past period: which, how far it has come, a way to stop it, and what went wrong. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { number } from '../../i18n'
import { words as evaluationWords } from '../../i18n/evaluation'
import { words } from '../../i18n/trial'
import { periodName } from '../../model/evaluation'
import type { Progress } from '../../model/trial'
import { tried } from '../../trials'
import { Icon } from '../../ui/icon'

interface Props<T> {
  path: Parameters<typeof tried>[0]
  /** What is tried, but for the period; another one makes the result stale. */
  wanted: object
  periods: readonly string[]
  children: (found: T) => ComponentChildren
}

interface State<T> {
  progress: Progress | null
  found: { value: T; of: string } | null
  problem: string | null
  running: boolean
}

const IDLE = { progress: null, found: null, problem: null, running: false }

export function Trying<T>({ path, wanted, periods, children }: Props<T>): JSX.Element {
  const w = words()
  const [period, setPeriod] = useState(periods[1] ?? periods[0] ?? '')
  const [state, setState] = useState<State<T>>(IDLE)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const asked = JSON.stringify(wanted)
  const start = async () => {
    const control = new AbortController()
    stop.current = control
    setState({ ...IDLE, running: true })
    const progressed = (progress: Progress) => !control.signal.aborted && setState((last) => ({ ...last, progress }))
    const { found, problem } = await tried<T>(path, { ...wanted, period }, progressed, control.signal)
    if (!control.signal.aborted) setState({ ...IDLE, found: found && { value: found, of: asked }, problem: found ? null : (problem ?? w.broken) })
  }
  const cancel = () => {
    stop.current?.abort()
    setState({ ...IDLE, problem: w.cancelled })
  }
  return (
    <div class="trying">
      <div class="trying-start">
        <label class="select">
          <span>{w.period}</span>
          <select value={period} disabled={state.running} onChange={({ currentTarget }) => setPeriod(currentTarget.value)}>
            {periods.map((each) => (
              <option key={each} value={each}>
                {periodName(each, evaluationWords().quarter)}
              </option>
            ))}
          </select>
        </label>
        {state.running ? (
          <button type="button" class="button big" onClick={cancel}>
            <Icon name="stop" size={18} />
            {w.cancel}
          </button>
        ) : (
          <button type="button" class="button primary big" onClick={() => void start()}>
            <Icon name="play" size={18} />
            {state.found ?? state.problem ? w.again : w.start}
          </button>
        )}
      </div>
      {state.running && <Bar progress={state.progress} />}
      {state.problem && (
        <p class="banner" role="alert">
          {state.problem}
        </p>
      )}
      {state.found && state.found.of !== asked && (
        <p class="banner" role="status">
          {w.stale}
        </p>
      )}
      {state.found && children(state.found.value)}
    </div>
  )
}

function Bar({ progress }: { progress: Progress | null }): JSX.Element {
  const w = words()
  const said = progress ? w.progress(number(progress.done), number(progress.of)) : w.starting
  return (
    <div class="trying-progress">
      <progress max={progress?.of ?? 1} value={progress?.done ?? 0} aria-label={said} />
      <p class="soft tabular" role="status">
        {said}
      </p>
    </div>
  )
}
