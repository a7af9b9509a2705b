/** Figures to take away, as a table for spreadsheets. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fetched, keep } from '../../files'
import { uuidIn } from '../../graphql/client'
import type { Query } from '../../graphql/figures'
import { words } from '../../i18n/numbers'
import { Icon } from '../../ui/icon'
import { toast } from '../../ui/toast'

const KINDS = ['xlsx', 'csv'] as const

function parameters({ of, units, below, period, asOf }: Query): URLSearchParams {
  const given = new URLSearchParams({ of: of.toLowerCase(), below: String(below) })
  for (const unit of units) given.append('units', uuidIn(unit))
  if (period) given.set('by', period.by.toLowerCase())
  if (period?.start) given.set('start', period.start)
  if (period?.end) given.set('end', period.end)
  if (asOf) given.set('asOf', asOf)
  return given
}

export function Export({ query }: { query: Query }): JSX.Element {
  const n = words()
  const [busy, setBusy] = useState(false)
  const start = (kind: (typeof KINDS)[number]) => {
    setBusy(true)
    void fetched(`/api/figures.${kind}?${parameters(query).toString()}`).then((blob) => {
      setBusy(false)
      if (blob) keep(blob, `${n.title}.${kind}`)
      else toast(n.exportFailed)
    })
  }
  return (
    <p class="exports">
      {KINDS.map((kind) => (
        <button key={kind} type="button" class="button" disabled={busy} onClick={() => start(kind)}>
          <Icon name="download" size={18} />
          {n.export} {kind.toUpperCase()}
        </button>
      ))}
    </p>
  )
}
