/** Making a template, or changing one to a new version. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { changeTemplate, createTemplate } from '../../act-content'
import { t } from '../../i18n'
import { words } from '../../i18n/content'
import { myPosts, useFilling, useOrganisation, useRow } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { Outline, Template, Urgency } from '../../model/rows'
import { BLANK, keeper, keptUnits, LONGEST_TERM } from '../../model/template'
import { weighs } from '../../model/weight'
import { back, go } from '../../router'
import { Missing } from '../../ui/detail'
import { Choice, Field, TextField } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { Picker } from '../../ui/picker'
import { shortUnit } from '../../ui/seat'
import { LabelField } from './label-field'
import { Lines } from './lines'
import { TermField } from './term-field'
import { WeightField } from './weight-field'
import '../../styles/content.css'

const URGENCIES: readonly Urgency[] = ['normal', 'urgent', 'very-urgent', 'flash']

export function TemplateEditor({ id, query }: { id?: string; query: URLSearchParams }): JSX.Element {
  const org = useOrganisation()
  const known = useRow('template', id)?.fields
  const filling = useFilling()
  const units = keptUnits(myPosts(), org)
  const unit = known?.unit ?? query.get('don-vi') ?? units[0]
  if (filling)
    return (
      <div class="screen">
        <Filling />
      </div>
    )
  if (id && !known) return <Missing icon="copy" title={words().template.missing} />
  if (!unit || !keeper(unit, myPosts(), org)) return <Missing icon="copy" title={words().template.noUnit} />
  return <Form {...(id ? { id } : {})} known={known} unit={unit} units={units} org={org} />
}

/** What keeps it from being saved. */
type Fault = 'name' | 'title' | 'days' | 'weight'

function faults(name: string, { title, term, weight }: Outline): Fault[] {
  const days = term === null || (Number.isInteger(term.days) && term.days >= 0 && term.days <= LONGEST_TERM)
  return [
    ...(name.trim() ? [] : (['name'] as const)),
    ...(title.trim() ? [] : (['title'] as const)),
    ...(days ? [] : (['days'] as const)),
    ...(weighs(weight) ? [] : (['weight'] as const)),
  ]
}

interface FormProps {
  id?: string
  known: Template | undefined
  unit: string
  units: readonly string[]
  org: Organisation
}

function Form({ id, known, unit: first, units, org }: FormProps): JSX.Element {
  const w = words().template
  const [unit, setUnit] = useState(first)
  const [name, setName] = useState(known?.name ?? '')
  const [outline, setOutline] = useState<Outline>(known?.outline ?? BLANK)
  const [tried, setTried] = useState(false)
  const set = (change: Partial<Outline>) => setOutline({ ...outline, ...change })
  const found = faults(name, outline)
  const wrong = (fault: Fault, text: string) => (tried && found.includes(fault) ? text : null)
  const save = () => {
    const post = keeper(unit, myPosts(), org)
    if (found.length > 0 || !post) return setTried(true)
    const tidy = { ...outline, title: outline.title.trim(), description: outline.description?.trim() || null }
    if (id) changeTemplate(id, name.trim(), tidy, post)
    go(`/mau-viec/${id ?? createTemplate(unit, name.trim(), tidy, post)}`, true)
  }
  return (
    <div class="screen assign">
      <header class="detail-head">
        <button type="button" class="icon-button back" onClick={() => back('/mau-viec')} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <h1>{id ? w.edit : w.new}</h1>
      </header>
      <form
        class="paper"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {!id && units.length > 1 && <UnitField {...{ unit, units, org }} onChange={setUnit} />}
        <TextField
          label={w.name}
          placeholder={w.nameHint}
          value={name}
          onInput={setName}
          max={200}
          focus={!id}
          error={wrong('name', w.needName)}
        />
        <OutlineFields outline={outline} set={set} wrong={wrong} />
        <footer class="form-foot">
          <button type="submit" class="button primary big">
            {id ? w.save : w.create}
          </button>
        </footer>
      </form>
    </div>
  )
}

interface FieldsProps {
  outline: Outline
  set: (change: Partial<Outline>) => void
  /** What is said of a fault, if it is one. */
  wrong: (fault: Fault, text: string) => string | null
}

/** What work given by it begins with. */
function OutlineFields({ outline, set, wrong }: FieldsProps): JSX.Element {
  const w = words().template
  return (
    <>
      <TextField label={w.what} value={outline.title} onInput={(title) => set({ title })} max={500} error={wrong('title', w.needTitle)} />
      <TextField
        label={`${w.detail} (${t.optional})`}
        value={outline.description ?? ''}
        onInput={(description) => set({ description })}
        lines={4}
        max={20_000}
      />
      <TermField term={outline.term} onChange={(term) => set({ term })} error={wrong('days', w.daysWrong)} />
      <Picker
        label={`${w.lead} (${t.optional})`}
        chosen={outline.lead ? [outline.lead] : []}
        onChange={([lead = null]) => set({ lead })}
        exclude={outline.coordinating}
      />
      <Picker
        label={`${t.assign.coordinating} (${t.optional})`}
        chosen={outline.coordinating}
        onChange={(coordinating) => set({ coordinating })}
        many
        exclude={outline.lead ? [outline.lead] : []}
      />
      <Choice
        legend={t.urgency.label}
        value={outline.urgency}
        onChange={(urgency) => set({ urgency })}
        options={URGENCIES.map((value) => ({ value, label: t.urgency[value], tone: value }))}
      />
      <Lines lines={outline.checklist} onChange={(checklist) => set({ checklist })} />
      <LabelField labels={outline.labels} onChange={(labels) => set({ labels })} />
      <WeightField weight={outline.weight} onChange={(weight) => set({ weight })} />
    </>
  )
}

interface UnitProps extends Pick<FormProps, 'unit' | 'units' | 'org'> {
  onChange: (unit: string) => void
}

/** Whose it will be. */
function UnitField({ unit, units, org, onChange }: UnitProps): JSX.Element {
  return (
    <Field label={words().template.unit}>
      {(ids) => (
        <select {...ids} value={unit} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {units.map((each) => (
            <option key={each} value={each}>
              {shortUnit(each, org)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
