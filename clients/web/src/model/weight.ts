/** How much a task counts beside others: from LIGHTEST to HEAVIEST, as the server has it; usual work is 1. */
export const LIGHTEST = 0.1
export const HEAVIEST = 10

export function weighs(weight: number): boolean {
  return weight >= LIGHTEST && weight <= HEAVIEST
}
