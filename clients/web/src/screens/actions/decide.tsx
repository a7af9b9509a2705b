/** Approving or returning: the result is in sight before one decides. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { moment, t } from '../../i18n'
import { TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Answers } from '../given'
import { Subject, type BodyProps } from './body'

/** Approve or return: the result is in sight before one decides. */
export function decide(name: 'complete' | 'endorse' | 'return') {
  return function Decide({ task, now, give, acting, words, onClose }: BodyProps): JSX.Element {
    const [remark, setRemark] = useState(words)
    const [tried, setTried] = useState(false)
    const approve = name === 'return' ? (task.waiting === 'link' ? 'endorse' : 'complete') : name
    const back = () => (remark.trim() ? give('return', { reason: remark.trim() }) : setTried(true))
    const yes = () => give(approve, remark.trim() ? { remark: remark.trim() } : {})
    return (
      <Sheet
        title={t.decide.title}
        onClose={onClose}
        foot={
          <>
            {acting}
            <button type="button" class="button big" onClick={back}>
              {t.decide.return}
            </button>
            <button type="button" class="button primary big" onClick={yes}>
              {approve === 'endorse' ? t.decide.endorse : t.decide.complete}
            </button>
          </>
        }
      >
        <Subject task={task} />
        {task.lastReport && (
          <blockquote>
            <b>
              {task.lastReport.percent}% · {moment(Date.parse(task.lastReport.at), now)}
            </b>
            <br />
            {task.lastReport.text || t.erased}
          </blockquote>
        )}
        <Answers task={task} />
        <TextField
          label={`${t.decide.remark} (${t.optional})`}
          value={remark}
          onInput={setRemark}
          lines={2}
          error={tried && !remark.trim() ? t.decide.returnReason : null}
        />
      </Sheet>
    )
  }
}
