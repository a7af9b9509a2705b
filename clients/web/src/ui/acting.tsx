/** As whom I act: a chip; with several posts that may, a choice. */
import type { JSX } from 'preact'
import { moment, t } from '../i18n'
import type { Organisation } from '../model/organisation'
import { basisOf } from '../standing'
import { Icon } from './icon'
import { postName } from './seat'

interface Props {
  posts: readonly string[]
  value: string
  onChange: (post: string) => void
  org: Organisation
}

export function Acting({ posts, value, onChange, org }: Props): JSX.Element {
  if (posts.length < 2) {
    return (
      <p class="acting">
        <Icon name="user" size={16} />
        <span class="unseen">{t.as.label}: </span>
        {nameOf(value, org)}
      </p>
    )
  }
  return (
    <label class="acting many">
      <Icon name="swap" size={16} />
      <span class="unseen">{t.as.label}</span>
      <select value={value} onChange={(event) => onChange((event.target as HTMLSelectElement).value)}>
        {posts.map((post) => (
          <option key={post} value={post}>
            {nameOf(post, org)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The post; one that is not mine with the reason why I may act in it. */
function nameOf(post: string, org: Organisation): string {
  const lent = basisOf(post)
  if (!lent) return postName(post, org)
  const until = moment(lent.end, Date.now())
  return lent.paper ? t.as.delegated(postName(post, org), lent.paper, until) : t.as.standing(postName(post, org), until)
}
