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

export function contacts(unit: string, org: Organisation, phones: Phones): Contact[] {
  return org.postsIn(unit).flatMap(({ id, fields }) => {
    const card = org.official(fields.holder)
    if (!card || !fields.holder) return []
    const mobile = phones.get(fields.holder)?.fields.number ?? null
    return [
      {
        post: id,
        title: fields.title,
        name: card.name,
        official: fields.holder,
        mobile,
        office: card.officePhone,
        email: card.email || null,
      },
    ]
  })
}

/** A number as a link that phones dial. */
export function tel(number: string): string {
  return `tel:${number.replaceAll(/[^\d+]/g, '')}`
}
