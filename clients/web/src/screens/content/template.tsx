/** One template: what work given by it begins with, and what it said in its earlier versions. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { retireTemplate } from '../../act-content'
import { useAsked } from '../../asked'
import { templateVersion } from '../../graphql/template'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/content'
import { myPosts, useFilling, useNow, useOrganisation, useRow } from '../../live'
import type { Organisation } from '../../model/organisation'
import type { Template } from '../../model/rows'
import { keeper } from '../../model/template'
import { back } from '../../router'
import { Missing } from '../../ui/detail'
import { Field } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { Menu } from '../../ui/menu'
import { shortUnit } from '../../ui/seat'
import { DuePreview, OutlineShown } from './outline'
import '../../styles/content.css'

export function TemplateScreen({ id, query }: { id: string; query: URLSearchParams }): JSX.Element {
  const org = useOrganisation()
  const template = useRow('template', id)?.fields
  const filling = useFilling()
  if (!template && filling)
    return (
      <div class="screen">
        <Filling />
      </div>
    )
  return template ? <Shown id={id} template={template} org={org} asked={Number(query.get('ban')) || null} /> : <Missing icon="copy" title={words().template.missing} />
}

interface ShownProps {
  id: string
  template: Template
  org: Organisation
  /** The version that the address names. */
  asked: number | null
}

function Shown({ id, template, org, asked }: ShownProps): JSX.Element {
  const w = words().template
  const now = useNow()
  const [version, setVersion] = useState(asked)
  const { name, outline, unit, retired, updatedAt } = template
  const post = keeper(unit, myPosts(), org)
  return (
    <article class="screen template">
      <header class="detail-head">
        <button type="button" class="icon-button back" onClick={() => back('/mau-viec')} aria-label={t.back}>
          <Icon name="back" />
        </button>
        <div class="grow">
          <h1>{name}</h1>
          <p class="facts">
            <span class="state-tag">{w.version(number(template.version))}</span>
            <span>{shortUnit(unit, org)}</span>
            <span>{w.changed(moment(Date.parse(updatedAt), now))}</span>
          </p>
        </div>
      </header>
      {retired ? (
        <p class="note">
          <Icon name="trash" size={18} />
          {w.retiredNote}
        </p>
      ) : (
        <div class="actions">
          <a class="button primary big" href={`/giao?mau=${id}`}>
            {w.use}
          </a>
          {post && (
            <>
              <a class="button big" href={`/mau-viec/${id}/sua`}>
                {w.edit}
              </a>
              <Menu label={t.task.moreActions} items={[{ label: w.retire, onPick: () => retireTemplate(id, post), danger: true }]} />
            </>
          )}
        </div>
      )}
      {template.version > 1 && <Versions newest={template.version} value={version ?? template.version} onChange={setVersion} />}
      {version !== null && version !== template.version ? (
        <Older id={id} version={version} org={org} now={now} />
      ) : (
        <>
          {outline.term && !retired && <DuePreview term={outline.term} />}
          <OutlineShown outline={outline} org={org} />
        </>
      )}
    </article>
  )
}

interface VersionsProps {
  newest: number
  value: number
  onChange: (version: number) => void
}

function Versions({ newest, value, onChange }: VersionsProps): JSX.Element {
  const w = words().template
  const all = Array.from({ length: newest }, (_, place) => newest - place)
  return (
    <Field label={w.versions}>
      {(ids) => (
        <select {...ids} value={value} onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}>
          {all.map((version) => (
            <option key={version} value={version}>
              {version === newest ? w.now(number(version)) : w.version(number(version))}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** As it was: asked of the server, since the device keeps the newest only. */
function Older({ id, version, org, now }: { id: string; version: number; org: Organisation; now: number }): JSX.Element {
  const w = words().template
  const { value, state } = useAsked((signal) => templateVersion(id, version, signal), `${id}/${version}`)
  if (state === 'failed') return <p class="note">{w.offline}</p>
  if (state === 'asking' || !value)
    return (
      <p class="note" role="status">
        {w.loading}
      </p>
    )
  return (
    <>
      <p class="note" role="status">
        <Icon name="history" size={18} />
        {w.older(moment(Date.parse(value.updatedAt), now))}
      </p>
      <OutlineShown outline={value.outline} org={org} />
    </>
  )
}
