/** How it goes and how it went: a bar while it does, then what failed and why, to be tried again. */
import type { JSX } from 'preact'
import { number } from '../../i18n'
import { words } from '../../i18n/lists'
import { useStatus } from '../../live'
import type { BulkName } from '../../model/bulk'
import { Icon } from '../../ui/icon'
import { Sheet } from '../../ui/sheet'
import { ended, type Run, type RunState } from './run'
import { TaskTitle } from './weighed'

interface Props {
  name: BulkName
  title: string
  run: Run
  onClose: () => void
  onFinished: (left: readonly string[]) => void
}

export function Outcome({ name, title, run, onClose, onFinished }: Props): JSX.Element | null {
  const w = words()
  const state = run.state
  if (!state) return null
  const { done, failed } = state
  const over = ended(state)
  const close = () => (over ? onFinished(failed.map(({ task }) => task)) : onClose())
  return (
    <Sheet
      title={title}
      onClose={close}
      foot={
        over && (
          <>
            {failed.length > 0 && (
              <button type="button" class="button primary big" onClick={run.retry}>
                {w.retry(number(failed.length))}
              </button>
            )}
            <button type="button" class={failed.length > 0 ? 'button big' : 'button primary big'} onClick={close}>
              {failed.length > 0 ? w.keepFailed : w.finish}
            </button>
          </>
        )
      }
    >
      {over ? (
        <p class="card-state" role="status">
          {done > 0 && <Icon name="check" />}
          <b>{w.done[name](number(done))}</b>
        </p>
      ) : (
        <Progress state={state} />
      )}
      {failed.length > 0 && (
        <section class="weighed">
          <h3>{w.failed(number(failed.length))}</h3>
          <ul class="weighed-tasks">
            {failed.map(({ task, reason }) => (
              <li key={task}>
                <TaskTitle id={task} />
                <span class="error">{reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Sheet>
  )
}

function Progress({ state: { all, done, failed } }: { state: RunState }): JSX.Element {
  const w = words()
  const live = useStatus().connection === 'live'
  const so = done + failed.length
  return (
    <div class="progress-line">
      <p role="status">{w.running(number(so), number(all))}</p>
      <progress max={all} value={so} aria-label={w.running(number(so), number(all))} />
      {!live && <p class="hint">{w.waiting(number(all - so))}</p>}
    </div>
  )
}
