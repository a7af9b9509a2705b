/** Messages in order, as far as one sees them: more is asked for near the ends, the newest stays in sight, keys go from one to the next. */
import type { OutboxEntry } from '@congvu/sync'
import type { JSX, Ref } from 'preact'
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { t } from '../i18n'
import { signed, useOrganisation } from '../live'
import { type Block, BLOCK, blocksOf, inBrief, type Line } from '../model/said'
import { shortName } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { Message, type MessageActions } from '../ui/message'

/** So near to an end, in pixels, the page beyond it is asked for; and so near to the last line one is at the end. */
const NEAR = 600
const END = 48
/** A message of one line, until it is measured. */
const TALL = 56

export interface LinesHandle {
  toEnd: () => void
  /** Puts the keys on the messages. */
  focus: () => void
}

interface Props {
  handle: Ref<LinesHandle>
  lines: readonly Line[]
  /** Between two it is clear who speaks. */
  plain: boolean
  /** Where to begin: the place of a line, or the end. */
  start: number | null
  /** Whether that line is one to be shown in the middle, and marked. */
  marked: number | null
  /** Asks for what lies beyond an end; null: there is nothing. */
  more: { before: (() => void) | null; after: (() => void) | null }
  /** What lies before cannot be had now. */
  stuck: boolean
  trails: ReadonlyMap<string, OutboxEntry['state']>
  actions: MessageActions
  /** The highest number that has been in sight. */
  onSeen: (number: number) => void
  onNewest: () => void
  onLeave: () => void
  label: string
}

export function TalkLines({ handle, lines, plain, start, marked, more, stuck, trails, actions, onSeen, onNewest, onLeave, label }: Props): JSX.Element {
  const list = useRef<VirtualizerHandle>(null)
  const atEnd = useRef(start === null)
  const [away, setAway] = useState(start !== null)
  const [at, setAt] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const org = useOrganisation()
  const whole = more.before !== null && !stuck && (start === null || start >= BLOCK)
  const blocks = useMemo(() => blocksOf(lines, whole), [lines, whole])
  const shift = usePrepended(blocks)
  const last = lines.length - 1
  const current = at === null ? last : lines.findIndex(({ message }) => message.id === at)
  const toEnd = () => list.current?.scrollToIndex(blocks.length - 1, { align: 'end' })
  useImperativeHandle(handle, () => ({ toEnd, focus: () => go(current) }), [last, current])
  const looked = () => {
    const view = list.current
    if (!view) return
    const { scrollOffset: from, viewportSize, scrollSize } = view
    const beyond = scrollSize - from - viewportSize
    atEnd.current = beyond < END && more.after === null
    setAway(!atEnd.current)
    if (from < NEAR) more.before?.()
    if (beyond < NEAR) more.after?.()
    if (document.visibilityState === 'visible') saw(view, from + viewportSize - 8)
  }
  const seen = useRef(0)
  const saw = (view: VirtualizerHandle, offset: number) => {
    const at = view.findItemIndex(offset)
    const block = blocks[at]
    if (!block || (block.lines.at(-1)?.message.number ?? 0) <= seen.current) return
    const number = numberAt(box.current, block, offset - view.getItemOffset(at))
    if (number <= seen.current) return
    seen.current = number
    onSeen(number)
  }
  /** To the line's block, and once that is drawn to the line itself. */
  const show = (line: Line, align: 'start' | 'center' | 'nearest', focus = false) => {
    const { id } = line.message
    const block = blocks.findIndex(({ lines }) => lines.includes(line))
    if (block >= 0) list.current?.scrollToIndex(block, { align })
    const drawn = () => {
      const message = box.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)
      if (focus) message?.focus({ preventScroll: true })
      message?.closest('.said')?.scrollIntoView({ block: align })
    }
    requestAnimationFrame(() => requestAnimationFrame(drawn))
  }
  useLayoutEffect(() => {
    const first = start === null ? undefined : lines[start]
    if (first) show(first, marked === null ? 'start' : 'center')
    else toEnd()
  }, [])
  useLayoutEffect(() => {
    if (atEnd.current && last >= 0) toEnd()
  }, [lines])
  useEffect(() => {
    const frame = requestAnimationFrame(looked)
    return () => cancelAnimationFrame(frame)
  }, [lines.length, more.before === null])
  useVisible(looked)
  const kept = blocks.findIndex(({ lines: some }) => some.includes(lines[current]!))
  const go = (to: number) => {
    const line = lines[Math.max(0, Math.min(last, to))]
    if (!line) return
    setAt(line.message.id)
    show(line, 'nearest', true)
  }
  const keys = (event: KeyboardEvent) => {
    const focused = (event.target as HTMLElement).closest<HTMLElement>('.message')
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key]
    if (event.key === 'Escape') onLeave()
    else if (focused && step !== undefined) go(lines.findIndex(({ message }) => message.id === focused.dataset['id']) + step)
    else if (focused === event.target && event.key === 'Enter') focused?.querySelector<HTMLElement>('.message-more')?.click()
    else return
    event.preventDefault()
  }
  return (
    <div ref={box} class="talk-view" onKeyDown={keys}>
      <div class="talk-lines" role="list" aria-label={label}>
        <Virtualizer
          ref={list}
          data={blocks}
          itemSize={TALL * BLOCK}
          shift={shift}
          keepMounted={kept < 0 ? [] : [kept]}
          onScroll={looked}
          onResize={() => atEnd.current && toEnd()}
        >
          {(block: Block) => (
            <div key={block.key} data-block={block.key}>
              {block.lines.map((line) => (
                <Message
                  key={line.message.id}
                  {...line}
                  org={org}
                  plain={plain}
                  marked={marked !== null && line.message.order === marked}
                  trail={trails.get(line.message.id) ?? (line.message.pending && line.message.number === 0 ? 'sent' : null)}
                  current={line === lines[current]}
                  actions={actions}
                />
              ))}
            </div>
          )}
        </Virtualizer>
      </div>
      {away && <ToNewest lines={lines} onNewest={onNewest} />}
      <Heard lines={lines} />
    </div>
  )
}

/** The number of the message in a block at an offset within it. */
function numberAt(box: HTMLElement | null, { key, lines }: Block, offset: number): number {
  const drawn = [...(box?.querySelector(`[data-block="${key}"]`)?.children ?? [])] as HTMLElement[]
  const at = drawn.findLastIndex(({ offsetTop }) => offsetTop <= offset)
  return lines[at]?.message.number ?? 0
}

/** Whether blocks were put before the first since they were drawn last: then the view stays with what is in it. */
function usePrepended(blocks: readonly Block[]): boolean {
  const first = blocks[0]?.key ?? 0
  const before = useRef(first)
  const prepended = first < before.current
  useLayoutEffect(() => {
    before.current = first
  })
  return prepended
}

function useVisible(looked: () => void): void {
  const latest = useRef(looked)
  latest.current = looked
  useEffect(() => {
    const seen = () => latest.current()
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [])
}

/** Down to the newest, with how many have come since one went up. */
function ToNewest({ lines, onNewest }: { lines: readonly Line[]; onNewest: () => void }): JSX.Element {
  const [from] = useState(() => lines.at(-1)?.message.number ?? 0)
  const fresh = lines.filter(({ message }) => message.number > from && message.author !== signed().official).length
  return (
    <button type="button" class="to-newest" onClick={onNewest} aria-label={fresh > 0 ? t.talk.fresh(fresh) : t.talk.toNewest}>
      {fresh > 0 && <b>{fresh}</b>}
      <Icon name="down" />
    </button>
  )
}

/** What others say while one is here, for those who listen. */
function Heard({ lines }: { lines: readonly Line[] }): JSX.Element {
  const org = useOrganisation()
  const [begun] = useState(() => lines.at(-1)?.message.number ?? 0)
  const message = lines.at(-1)?.message
  const fresh = message && message.number > begun && message.author !== signed().official
  return (
    <p class="unseen" role="status">
      {fresh && `${shortName(org.official(message.author)?.name)}: ${inBrief(message.text) || t.talk.files(message.attachments.length)}`}
    </p>
  )
}
