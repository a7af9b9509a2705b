/** A task's checklist: ticked, worded, ordered; each change is here at once, with or without a network. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { act } from '../../act'
import { moment, number, t } from '../../i18n'
import { words } from '../../i18n/content'
import type { Action, ActionName } from '../../model/actions'
import { doneOf, linesOf, MOST, moved } from '../../model/content'
import type { Organisation } from '../../model/organisation'
import type { Task, TaskItem } from '../../model/rows'
import { uuid } from '../../session'
import { useFocus } from '../../ui/fields'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { LineAdder } from './lines'

interface Props {
  id: string
  task: Task
  /** None in the past. */
  actions: readonly Action[]
  org: Organisation
  now: number
}

type Wording = Pick<TaskItem, 'id' | 'text'>

export function Checklist({ id, task, actions, org, now }: Props): JSX.Element | null {
  const w = words().checklist
  const postFor = (name: ActionName) => actions.find((action) => action.name === name)?.posts[0]
  const [checker, editor] = [postFor('check'), postFor('setChecklist')]
  const [adding, add] = useState(false)
  const items = task.checklist
  if (items.length === 0 && !editor) return null
  const check = checker && ((item: TaskItem) => act('check', id, task, checker, { item: item.id, done: !item.doneAt }, true))
  const set = (next: readonly Wording[], quiet: boolean) => {
    const all = next.slice(0, MOST.items).map((each) => ({ id: each.id, text: each.text }))
    if (editor) act('setChecklist', id, task, editor, { items: all }, quiet)
  }
  return (
    <section class="checklist" aria-labelledby="checklist">
      <h2 id="checklist" class="section-title">
        {w.title}
        {items.length > 0 && <span class="count">{w.count(number(doneOf(items)), number(items.length))}</span>}
        {items.length === 0 && !adding && (
          <button type="button" class="button title-button" aria-label={w.add} onClick={() => add(true)}>
            <Icon name="plus" size={18} />
            {w.addDo}
          </button>
        )}
      </h2>
      {items.length > 0 && <Bar items={items} />}
      <ul class="rows" hidden={items.length === 0 && !adding}>
        {items.map((item, place) => (
          <Item key={item.id} {...{ items, place, org, now }} {...(check ? { check } : {})} {...(editor ? { set } : {})} />
        ))}
        {editor && items.length < MOST.items && (
          <li class="item">
            <LineAdder
              key={`${adding}`}
              focus={adding}
              onAdd={(lines) => set([...items, ...lines.map((text) => ({ id: uuid(), text }))], true)}
            />
          </li>
        )}
      </ul>
    </section>
  )
}

/** How far the list is; its heading says it in numbers. */
function Bar({ items }: { items: readonly TaskItem[] }): JSX.Element {
  return (
    <div class="stack-bar" aria-hidden="true">
      <i class="done" style={{ flexGrow: doneOf(items) }} />
      <i class="rest" style={{ flexGrow: items.length - doneOf(items) }} />
    </div>
  )
}

interface ItemProps {
  items: readonly TaskItem[]
  /** Which of them it is. */
  place: number
  org: Organisation
  now: number
  /** Left out: I may not. */
  check?: (item: TaskItem) => void
  set?: (next: readonly Wording[], quiet: boolean) => void
}

function Item({ items, place, org, now, check, set }: ItemProps): JSX.Element {
  const w = words().checklist
  const item = items[place] as TaskItem
  const [renaming, rename] = useState(false)
  if (renaming) {
    const done = (text: string | null) => {
      rename(false)
      if (text && text !== item.text) set?.(items.map((each) => (each === item ? { ...each, text } : each)), true)
    }
    return <Rename text={item.text} onDone={done} />
  }
  const move = (to: number) => set?.(moved(items, place, to), true)
  const menu = [
    { label: w.rename, onPick: () => rename(true) },
    ...(place > 0 ? [{ label: w.up, onPick: () => move(place - 1) }] : []),
    ...(place < items.length - 1 ? [{ label: w.down, onPick: () => move(place + 1) }] : []),
    { label: w.remove, onPick: () => set?.(items.filter((each) => each !== item), false), danger: true },
  ]
  return (
    <li class={item.doneAt ? 'item done' : 'item'}>
      <label>
        <input type="checkbox" checked={item.doneAt !== null} disabled={!check} onChange={() => check?.(item)} />
        <span>
          {item.text}
          {item.doneAt && <small>{doneWords(item, org, now)}</small>}
        </span>
      </label>
      {set && <Menu label={w.more(item.text)} items={menu} />}
    </li>
  )
}

function doneWords({ doneAt, doneBy }: TaskItem, org: Organisation, now: number): string {
  const when = moment(Date.parse(doneAt ?? ''), now)
  const who = doneBy ? (org.official(doneBy)?.name ?? t.someone) : null
  return who ? words().checklist.doneBy(who, when) : when
}

/** The words of an item being changed: Enter keeps them, Escape does not. */
function Rename({ text, onDone }: { text: string; onDone: (text: string | null) => void }): JSX.Element {
  const w = words().checklist
  const field = useFocus<HTMLInputElement>(true)
  const done = () => onDone(linesOf(field.current?.value ?? '')[0] ?? null)
  return (
    <li class="item">
      <form
        class="line-add"
        onSubmit={(event) => {
          event.preventDefault()
          done()
        }}
      >
        <input
          ref={field}
          type="text"
          aria-label={w.renameOf}
          defaultValue={text}
          maxLength={MOST.item}
          autocomplete="off"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onDone(null)
          }}
        />
        <button type="submit" class="icon-button" aria-label={w.keep}>
          <Icon name="check" />
        </button>
      </form>
    </li>
  )
}
