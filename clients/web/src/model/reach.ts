/** How to reach the people of a unit: leaders first, then who receives for it; their numbers. */
import type { Organisation } from './organisation'
import type { Phone } from './rows'

export interface Contact {
  post: string
  title: string
  name: string
  official: string
  mobile: string | null
  office: string | null
  email: string | null
}

type Phones = ReadonlyMap<string, { fields: Phone }>

/** The people of a unit, each once with all their titles there. */
export function contacts(unit: string, org: Organisation, phones: Phones): Contact[] {
  const found = new Map<string, Contact>()
  for (const { id, fields } of org.postsIn(unit)) {
    const card = org.official(fields.holder)
    if (!card || !fields.holder) continue
    const known = found.get(fields.holder)
    const { name, officePhone, email } = card
    const mobile = phones.get(fields.holder)?.fields.number ?? null
    const first = {
      post: id,
      title: fields.title,
      name,
      official: fields.holder,
      mobile,
      office: officePhone,
      email: email || null,
    }
    found.set(fields.holder, known ? { ...known, title: `${known.title} · ${fields.title}` } : first)
  }
  return [...found.values()]
}

/** A number as a link that phones dial. */
export function tel(number: string): string {
  return `tel:${number.replaceAll(/[^\d+]/g, '')}`
}
