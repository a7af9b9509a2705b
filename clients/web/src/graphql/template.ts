/** A template as it was in one of its versions. */
import type { Outline, Term } from '../model/rows'
import { ask, globalId, lower, SEAT, seatFrom, type SeatAnswer } from './client'

const TEMPLATE = `query TemplateVersion($id: ID!, $version: Int) {
  template(id: $id, version: $version) {
    name updatedAt
    outline {
      title description urgency checklist labels weight
      lead ${SEAT} coordinating ${SEAT} term { days of }
    }
  }
}`

interface OutlineAnswer extends Pick<Outline, 'title' | 'description' | 'checklist' | 'labels' | 'weight'> {
  urgency: string
  lead: SeatAnswer | null
  coordinating: SeatAnswer[]
  term: { days: number; of: string } | null
}

interface Answer {
  template: { name: string; updatedAt: string; outline: OutlineAnswer } | null
}

export interface TemplateThen {
  name: string
  updatedAt: string
  outline: Outline
}

/** Null when the server cannot be asked, or has no such version. */
export async function templateVersion(id: string, version: number, signal: AbortSignal): Promise<TemplateThen | null> {
  const found = (await ask<Answer>(TEMPLATE, { id: globalId('Template', id), version }, signal))?.template
  if (!found) return null
  const { lead, coordinating, term, urgency, ...rest } = found.outline
  const outline: Outline = {
    ...rest,
    urgency: lower(urgency),
    lead: lead && seatFrom(lead),
    coordinating: coordinating.map(seatFrom),
    term: term && { days: term.days, of: lower<Term['of']>(term.of) },
  }
  return { name: found.name, updatedAt: found.updatedAt, outline }
}
