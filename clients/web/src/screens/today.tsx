/** Hôm nay: what is late, what is due, what waits for my word; at most seven rows, then figures. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { longDay, number, t } from '../i18n'
import { myPosts, useFilling, useNow, useOrganisation, useRows } from '../live'
import { nextAction } from '../model/actions'
import type { Organisation } from '../model/organisation'
import { groups, shares, type Group, type Item } from '../model/today'
import { basisOf, useStoodFor } from '../standing'
import { Icon } from '../ui/icon'
import { Filling } from '../ui/loading'
import { TaskRow } from '../ui/row'
import { asWhom } from '../ui/seat'
import { actionsOn, start } from './actions'
import { Figures } from './figures'
import { useAnnouncements } from './announcements'
import { announcedToday, TodayAnnouncements } from './today-announcements'
import { TodayReminders, useReminders } from './today-reminders'
import { AskedRow, type Asked, DirectiveRow, useReports, useRunning } from './today-directives'

const LINK: Record<Group, string> = {
  late: '/don-vi?den=late&vai=lead',
  due: '/don-vi?den=soon&vai=lead',
  decide: '/don-vi?den=decide',
}

interface TodayProps {
  current?: string | undefined
  /** The personal reminder that a notice led to. */
  reminder?: string | null
}

export function Today({ current, reminder = null }: TodayProps): JSX.Element {
  const org = useOrganisation()
  const tasks = useRows('task')
  const now = useNow()
  const posts = myPosts()
  const lent = useStoodFor(now)
  const found = useMemo(() => groups(tasks.values(), posts, org, now, lent), [tasks, org, now, posts.join(), lent.join()])
  const directives = useRunning(posts, org)
  const asked = useReports(tasks, posts, org)
  const announced = announcedToday(useAnnouncements(), now)
  const sizes = { late: found.late.length, due: found.due.length, decide: asked.length + found.decide.length }
  const share = shares(sizes, 7 - Math.min(directives.length + announced.owed.length + announced.mine.length, 3))
  const filling = useFilling()
  const told = announced.owed.length + announced.mine.length
  const reminders = useReminders(reminder)
  const nothing = sizes.late + sizes.due + sizes.decide + directives.length + told + reminders.length === 0
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.today.title}</h1>
        <p class="soft">{longDay(now)}</p>
        <a class="see-all" href="/lich">
          <Icon name="calendar" size={18} />
          {t.time.agenda}
        </a>
      </header>
      <TodayReminders reminders={reminders} asked={reminder} />
      <TodayAnnouncements {...announced} />
      {directives.length > 0 && (
        <section aria-labelledby="running">
          <h2 id="running" class="section-title">
            {t.today.directives}
          </h2>
          <ul class="rows">
            {directives.slice(0, 2).map((each) => (
              <DirectiveRow key={each.id} {...each} now={now} />
            ))}
          </ul>
        </section>
      )}
      {(['late', 'due', 'decide'] as const).map((group) => (
        <GroupRows
          key={group}
          group={group}
          asked={group === 'decide' ? asked : []}
          items={found[group]}
          share={share[group]}
          org={org}
          now={now}
          current={current}
          posts={posts}
        />
      ))}
      {nothing && filling && <Filling />}
      {nothing && !filling && (
        <div class="empty">
          <Icon name="checks" size={40} />
          <p>
            <b>{t.today.empty}</b>
          </p>
          <p class="soft">{t.today.emptyHint}</p>
        </div>
      )}
      <Figures posts={posts} org={org} now={now} />
    </div>
  )
}

/** Whose work it is, where I only stand in. */
function asLent(task: Item['task'], posts: readonly string[], org: Organisation): string | undefined {
  const post = task.waitingSeat?.post
  return post && !posts.includes(post) && basisOf(post) ? t.as.lent(org.post(post)?.title ?? '…') : undefined
}

interface GroupProps {
  group: Group
  /** Directives whose reports wait; they come first. */
  asked: readonly Asked[]
  items: readonly Item[]
  /** So many rows in all. */
  share: number
  org: Organisation
  now: number
  current: string | undefined
  posts: readonly string[]
}

/** Directives take at most so many of a group's rows. */
const DIRECTIVES = 2

function GroupRows({ group, asked, items, share, org, now, current, posts }: GroupProps): JSX.Element | null {
  if (asked.length + items.length === 0) return null
  const boards = asked.slice(0, Math.min(DIRECTIVES, share))
  const shown = items.slice(0, share - boards.length)
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`} class={`section-title ${group}`}>
        {t.today[group]} <span class="count">{number(asked.length + items.length)}</span>
        {items.length > shown.length && (
          <a class="see-all" href={LINK[group]}>
            {t.seeAll(items.length)}
            <Icon name="next" size={16} />
          </a>
        )}
      </h2>
      <ul class="rows">
        {boards.map((each) => (
          <AskedRow key={each.id} {...each} />
        ))}
        {shown.map(({ id, task }) => (
          <TaskRow
            key={id}
            id={id}
            task={task}
            org={org}
            now={now}
            next={nextAction(task, actionsOn(task, org, now))}
            current={current === id}
            asWhom={asLent(task, posts, org) ?? asWhom(task, posts, org)}
            who={posts.some((post) => org.sits(post, task.lead)) ? task.assigner : task.lead}
            onNext={(action) => start(action, id)}
          />
        ))}
      </ul>
    </section>
  )
}
