/** The values of a rule's parameters by their names, as commands and tries take them. */
import type { Rule } from '../../graphql/evaluation'

export type Values = Record<string, unknown>

/** Those that are numbers of their own, in the order of the form. */
export const NUMBERS = [
  'lead',
  'coordinating',
  'quantity',
  'quality',
  'progress',
  'perReturn',
  'perDelay',
  'daysPerDelay',
  'results',
  'excellent',
  'good',
  'completed',
  'greenFrom',
  'redBelow',
] as const

export function valuesOf(rule: Rule): Values {
  return Object.fromEntries(rule.parameters.map(({ name, value }) => [name, value]))
}

/** Which periods it judges. */
export function kindOf(rule: Rule): 'month' | 'quarter' {
  return valuesOf(rule)['period'] === 'quarter' ? 'quarter' : 'month'
}

/** Those that are no whole number from 0 on. */
export function wrongNumbers(values: Values): (typeof NUMBERS)[number][] {
  return NUMBERS.filter((name) => !(Number.isInteger(values[name]) && Number(values[name]) >= 0))
}
