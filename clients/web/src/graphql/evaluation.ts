/** What people's work comes to in a period, by which rule, and why. */
import { ask, globalId, lower, uuidIn } from './client'

export type Level = 'excellent' | 'good' | 'completed' | 'failed' | 'none'
export type Light = 'green' | 'yellow' | 'red' | 'none'
export type Origin = 'DECREE' | 'PRACTICE' | 'CHOICE' | 'OWN'

export interface Line {
  taskId: string
  task: { title: string } | null
  part: 'LEAD' | 'COORDINATING'
  outcome: 'IN_TIME' | 'LATE' | 'OVERDUE'
  units: number
  daysLate: number
  lateBefore: boolean
  delays: number
  returns: number
  excuse: { days: number; returns: number; leftOut: boolean } | null
  quantityLost: number
  qualityLost: number
  progressLost: number
  lost: number
}

export interface Parameter {
  name: string
  value: unknown
  origin: Origin
  reference: string | null
  says: string
}

export interface Rule {
  id: string | null
  title: string
  unit: { id: string } | null
  state: string
  starts: string | null
  paper: string | null
  parameters: Parameter[]
}

export interface Summary {
  official: string
  unit: string
  units: number
  percent: number
  points: number
  mostPoints: number
  level: Level
  light: Light
}

export interface Evaluation extends Summary {
  quantity: number
  quality: number
  progress: number
  rule: Rule
  lines: Line[]
}

const RULE = '{ id title state starts paper unit { id } parameters { name value origin reference says } }'
const SUMMARY = 'official { id } unit { id } units percent points mostPoints level light'

const ONE = `query Evaluation($period: String!, $official: ID) {
  evaluation(period: $period, official: $official) {
    ${SUMMARY} quantity quality progress
    rule ${RULE}
    lines {
      taskId task { title } part outcome units daysLate lateBefore delays returns
      excuse { days returns leftOut } quantityLost qualityLost progressLost lost
    }
  }
}`

const MANY = `query Evaluations($unit: ID!, $period: String!, $after: String) {
  evaluations(unit: $unit, period: $period, first: 50, after: $after) {
    nodes { ${SUMMARY} }
    pageInfo { hasNextPage endCursor }
  }
}`

const RULES = `query EvaluationRules($unit: ID!) { evaluationRules(unit: $unit) ${RULE} }`

interface SummaryAnswer extends Omit<Summary, 'official' | 'unit' | 'level' | 'light'> {
  official: { id: string } | null
  unit: { id: string } | null
  level: string
  light: string
}

function summary<T extends SummaryAnswer>(answer: T): Omit<T, keyof SummaryAnswer> & Summary {
  const { official, unit, level, light } = answer
  return {
    ...answer,
    official: official ? uuidIn(official.id) : '',
    unit: unit ? uuidIn(unit.id) : '',
    level: lower<Level>(level),
    light: lower<Light>(light),
  }
}

/** One's own, or that of somebody whom one leads; null: it cannot be asked for, or there is nothing. */
export async function evaluation(period: string, official: string | null, signal: AbortSignal): Promise<Evaluation | null> {
  type Answer = SummaryAnswer & Omit<Evaluation, keyof Summary>
  const whose = official ? globalId('Official', official) : null
  const found = (await ask<{ evaluation: Answer | null }>(ONE, { period, official: whose }, signal))?.evaluation
  if (!found) return null
  return { ...summary(found), lines: found.lines.map((line) => ({ ...line, taskId: plainId(line.taskId) })) }
}

/** Ids of tasks that one does not see may come as they are. */
function plainId(id: string): string {
  return /^[0-9a-f-]{36}$/.test(id) ? id : uuidIn(id)
}

export interface SummaryPage {
  people: Summary[]
  after: string | null
}

export async function evaluations(unit: string, period: string, after: string | null, signal: AbortSignal): Promise<SummaryPage | null> {
  const found = await ask<{ evaluations: { nodes: SummaryAnswer[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }>(
    MANY,
    { unit: globalId('Unit', unit), period, after },
    signal,
  )
  if (!found) return null
  const { nodes, pageInfo } = found.evaluations
  return { people: nodes.map(summary), after: pageInfo.hasNextPage ? pageInfo.endCursor : null }
}

export async function evaluationRules(unit: string, signal: AbortSignal): Promise<Rule[] | null> {
  return (await ask<{ evaluationRules: Rule[] }>(RULES, { unit: globalId('Unit', unit) }, signal))?.evaluationRules ?? null
}

/** The titles of tasks by their ids, as far as one sees them; null: the server cannot be asked. */
export async function titles(tasks: readonly string[], signal: AbortSignal): Promise<Record<string, string> | null> {
  if (tasks.length === 0) return {}
  const query = `query Titles { ${tasks.map((task, place) => `t${place}: task(id: "${task}") { title }`).join(' ')} }`
  const found = await ask<Record<string, { title: string } | null>>(query, {}, signal)
  return found && Object.fromEntries(tasks.flatMap((task, place) => (found[`t${place}`] ? [[task, found[`t${place}`]?.title ?? '']] : [])))
}
