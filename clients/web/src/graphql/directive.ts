/** A directive's board as it was at a moment. */
import type { Line } from '../model/rows'
import { iso } from '../model/time'
import { ask, lower, uuidIn } from './client'

const BOARD = `query BoardAsOf($id: ID!, $asOf: DateTime) {
  directive(id: $id, asOf: $asOf) {
    board {
      unit { id }
      state openedAt acceptedAt percent submittedAt completedAt deadline answers answeredAt declineReason inTime chasedAt
    }
  }
}`

type LineAnswer = Pick<
  Line,
  | 'openedAt'
  | 'acceptedAt'
  | 'percent'
  | 'submittedAt'
  | 'completedAt'
  | 'deadline'
  | 'answers'
  | 'answeredAt'
  | 'declineReason'
  | 'inTime'
  | 'chasedAt'
> & {
  unit: { id: string } | null
  state: string
}

export type PastLine = Omit<LineAnswer, 'unit' | 'state'> & Pick<Line, 'state'>

/** What each addressed unit had done by `at`, by unit; null when the server cannot be asked. */
export async function boardAsOf(id: string, at: number, signal: AbortSignal): Promise<ReadonlyMap<string, PastLine> | null> {
  const found = await ask<{ directive: { board: LineAnswer[] } | null }>(BOARD, { id, asOf: iso(at) }, signal)
  if (!found?.directive) return null
  return new Map(
    found.directive.board.flatMap(({ unit, state, ...line }) =>
      unit ? [[uuidIn(unit.id), { ...line, state: lower(state) }]] : [],
    ),
  )
}
