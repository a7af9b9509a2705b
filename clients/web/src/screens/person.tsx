/** A person with the ways to reach them, each a target large enough for a thumb. */
import type { JSX } from 'preact'
import { t } from '../i18n'
import { tel, type Contact } from '../model/reach'
import { Away } from '../ui/away'
import { Icon } from '../ui/icon'

export function Person({ contact }: { contact: Contact }): JSX.Element {
  const number = contact.mobile ?? contact.office
  const name = contact.name || t.erased
  return (
    <li class="person">
      <span class="person-text">
        <b>
          {name} <Away official={contact.official} />
        </b>
        <span>{contact.title}</span>
        {number && <span class="tabular">{number}</span>}
      </span>
      {number && (
        <a class="button round" href={tel(number)} aria-label={t.directive.call(name)}>
          <Icon name="phone" />
        </a>
      )}
      {contact.email && (
        <a class="button round" href={`mailto:${contact.email}`} aria-label={`${t.directory.mail}: ${name}`}>
          <Icon name="mail" />
        </a>
      )}
    </li>
  )
}
