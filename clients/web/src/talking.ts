/** Places where one talks, as the screens need them: one by its id, all of them as a list, and who I am there. */
import { useMemo } from 'preact/hooks'
import { wishes } from './act-inbox'
import { myPosts, rows, signed, useOrganisation, useRow, useRows } from './live'
import { meOf, type Me } from './model/calling'
import { conversations, joined, wants, type Conversation, type Level } from './model/talk'
import { channelPlace, directivePlace, taskPlace, type TalkPlace } from './model/talk-place'
import { useReads } from './reads'

export function useMe(): Me {
  const org = useOrganisation()
  const posts = myPosts()
  const { official } = signed()
  return useMemo(() => meOf(official, posts, org), [org, official, posts.join()])
}

/** A unit's or a channel's place, or that of a task or directive; null: not on this device. */
export function useTalkPlace(id: string): TalkPlace | null {
  const org = useOrganisation()
  const channel = useRow('channel', id)?.fields
  const task = useRow('task', id)?.fields
  const directive = useRow('directive', id)?.fields
  const talk = useRow('talk', id)?.fields
  const member = joined(useRows('member')).has(id)
  const posts = myPosts()
  return useMemo(() => {
    const standing = { official: signed().official, posts, org }
    if (channel) return channelPlace(id, channel, member, standing)
    if (task) return taskPlace(id, task, talk, standing)
    return directive ? directivePlace(id, directive, talk, standing) : null
  }, [id, channel, task, directive, talk, member, org, posts.join()])
}

/** All my conversations, worked out anew when something is said or read. */
export function useConversations(): Conversation[] {
  const org = useOrganisation()
  const [channels, talks, messages, members] = [useRows('channel'), useRows('talk'), useRows('message'), useRows('member')]
  const [tasks, directives, reads, preferences] = [useRows('task'), useRows('directive'), useReads(), useRows('preferences')]
  const me = useMe()
  return useMemo(
    () => conversations({ channels, talks, messages, members, tasks, directives, levels: wishes().levels, reads, org, me }),
    [channels, talks, messages, members, tasks, directives, reads, preferences, org, me],
  )
}

/** In how many conversations there is something new that I want to be told of. */
export function useWanting(): number {
  return useConversations().filter(wants).length
}

export function useLevel(place: string): Level {
  useRows('preferences')
  return wishes().levels.find(({ channel }) => channel === place)?.level ?? null
}

/** Where a place is read: at a task or directive beside it. `order`: at that message, in a thread if it is an answer. */
export function hrefOf(place: string, order?: number, thread: string | null = null): string {
  const at = order === undefined ? '' : `tin=${order}${thread ? `&luong=${thread}` : ''}`
  if (rows('task').has(place)) return `/viec/${place}?muc=trao-doi${at && `&${at}`}`
  if (rows('directive').has(place)) return `/chi-dao/${place}?muc=trao-doi${at && `&${at}`}`
  return `/trao-doi/${place}${at && `?${at}`}`
}
