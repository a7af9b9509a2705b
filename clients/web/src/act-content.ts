/** What one does about templates; shown at once, offline too. */
import { createdId } from '@congvu/sync'
import { give } from './act-time'
import { words } from './i18n/content'
import { rows } from './live'
import type { Outline, Template } from './model/rows'
import { iso } from './model/time'

/** A new template of a unit; its id. */
export function createTemplate(unit: string, name: string, outline: Outline, post: string): string {
  const at = iso(Date.now())
  const create: Template = { unit, name, outline, retired: false, createdAt: at, updatedAt: at, version: 1 }
  const command = give('template.create', { unit, name, outline }, post, words().template.made, (id) => [
    { collection: 'template', id: createdId(id, 'template'), create },
  ])
  return createdId(command, 'template')
}

/** What it says from now on: another version. */
export function changeTemplate(template: string, name: string, outline: Outline, post: string): void {
  const version = (rows('template').get(template)?.fields.version ?? 0) + 1
  const patch: Partial<Template> = { name, outline, version, updatedAt: iso(Date.now()) }
  give('template.change', { template, name, outline }, post, words().template.saved, () => [
    { collection: 'template', id: template, patch },
  ])
}

/** No more work is given by it. */
export function retireTemplate(template: string, post: string): void {
  const patch: Partial<Template> = { retired: true }
  give('template.retire', { template }, post, words().template.putAway, () => [{ collection: 'template', id: template, patch }])
}
