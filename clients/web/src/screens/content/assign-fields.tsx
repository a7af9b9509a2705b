/** What a task can be given beside its words: a checklist, labels, a weight, files. */
import type { JSX } from 'preact'
import { words } from '../../i18n/content'
import { isDirective, type Draft } from '../../model/draft'
import { Attach } from '../../ui/attach'
import type { UploadList } from '../../uploads'
import { LabelField } from './label-field'
import { Lines } from './lines'
import { WeightField } from './weight-field'
import '../../styles/content.css'

export interface FieldsProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  uploads: UploadList
  error: string | null
}

export function AssignFields({ draft, set, uploads, error }: FieldsProps): JSX.Element {
  if (isDirective(draft)) return <p class="hint">{words().assign.onlyTask}</p>
  return (
    <>
      <Lines lines={draft.checklist} onChange={(checklist) => set({ checklist })} />
      <LabelField labels={draft.labels} onChange={(labels) => set({ labels })} />
      <WeightField weight={draft.weight} onChange={(weight) => set({ weight })} />
      <Attach kept={draft.files} uploads={uploads} error={error} />
    </>
  )
}
