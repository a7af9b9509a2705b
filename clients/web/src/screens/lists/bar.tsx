/** Below the list: how many are picked, and what can be done with them. */
import type { JSX } from 'preact'
import { number } from '../../i18n'
import { words } from '../../i18n/lists'
import { BULK, type BulkName } from '../../model/bulk'
import { Icon, type IconName } from '../../ui/icon'

const ICON: Record<BulkName, IconName> = { chase: 'megaphone', reassign: 'swap', changeDeadline: 'calendar' }

interface Props {
  picked: number
  of: number
  onAll: () => void
  onNone: () => void
  onLeave: () => void
  onStart: (name: BulkName) => void
}

export function BulkBar({ picked, of, onAll, onNone, onLeave, onStart }: Props): JSX.Element {
  const w = words()
  const whole = picked === of
  return (
    <div class="bulk-bar" role="group" aria-label={w.bar}>
      <div class="bulk-count">
        <p role="status">{picked > 0 ? w.picked(number(picked)) : w.pick}</p>
        <button type="button" class="button plain" disabled={of === 0} onClick={whole && picked > 0 ? onNone : onAll}>
          {whole && picked > 0 ? w.none : w.all(number(of))}
        </button>
        <button type="button" class="icon-button" aria-label={w.leave} title={w.leave} onClick={onLeave}>
          <Icon name="close" />
        </button>
      </div>
      <div class="bulk-actions">
        {BULK.map((name) => (
          <button key={name} type="button" class="button" disabled={picked === 0} onClick={() => onStart(name)}>
            <Icon name={ICON[name]} size={18} />
            {w.action[name]}
          </button>
        ))}
      </div>
    </div>
  )
}
