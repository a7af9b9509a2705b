/** In whose name an action on many is given, and what the server says would become of each. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { COMMAND } from '../../act'
import { weigh } from '../../graphql/bulk'
import { myPosts, rows, useNow, useOrganisation } from '../../live'
import { mayAct, preview, type BulkName, type Preview } from '../../model/bulk'
import { actingAs } from '../../standing'
import { actionsOn } from '../actions'

/** My posts that may do it to some of them; where the device knows of none, all mine: the server says why not. */
export function usePosts(name: BulkName, ids: readonly string[]): readonly string[] {
  const org = useOrganisation()
  const now = useNow()
  return useMemo(() => {
    const tasks = ids.flatMap((id) => rows('task').get(id)?.fields ?? [])
    const may = mayAct(name, tasks.map((task) => actionsOn(task, org, now)))
    return may.length > 0 ? may : myPosts()
  }, [name, ids])
}

/** The server's word on each of them; asked once `args` is there. */
export function useWeighed(name: BulkName, ids: readonly string[], post: string, args: object | null) {
  const [found, set] = useState<Preview | null>(null)
  const [failed, fail] = useState(false)
  const [done, say] = useState(0)
  const [round, again] = useState(0)
  const key = args && JSON.stringify(args)
  useEffect(() => {
    set(null)
    fail(false)
    say(0)
    if (!args) return undefined
    const stop = new AbortController()
    void weigh(COMMAND[name], ids, actingAs(post, name), args, stop.signal, say).then((weighed) => {
      if (stop.signal.aborted) return
      fail(weighed === null)
      set(weighed && preview(weighed))
    })
    return () => stop.abort()
  }, [key, post, round])
  return { found, failed, done, again: () => again(round + 1) }
}
