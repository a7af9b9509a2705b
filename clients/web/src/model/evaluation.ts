/** Periods of evaluation: months like "2026-07" and quarters like "2026-Q3". */
const ZONE = 7 * 60 * 60_000

/** The months and quarters that have begun, the newest first: as many as one looks back to. */
export function periods(now: number, kind: 'month' | 'quarter', count: number): string[] {
  const local = new Date(now + ZONE)
  const months = kind === 'month' ? 1 : 3
  const begun = local.getUTCFullYear() * 12 + local.getUTCMonth()
  const newest = Math.floor(begun / months)
  return Array.from({ length: count }, (_, back) => {
    const first = (newest - back) * months
    const year = Math.floor(first / 12)
    const month = (first % 12) + 1
    return kind === 'month' ? `${year}-${String(month).padStart(2, '0')}` : `${year}-Q${Math.ceil(month / 3)}`
  })
}

/** The period in course and those after it: as many as one would adopt a rule from. */
export function ahead(now: number, kind: 'month' | 'quarter', count: number): string[] {
  const months = kind === 'month' ? 1 : 3
  const local = new Date(now + ZONE)
  const first = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + (count - 1) * months))
  return periods(first.getTime(), kind, count).reverse()
}

/** "11/2026" or "quý 4/2026"; `quarter` is how that is said. */
export function periodName(period: string, quarter: (number: string, year: string) => string): string {
  const [year = '', rest = ''] = period.split('-')
  return rest.startsWith('Q') ? quarter(rest.slice(1), year) : `${rest}/${year}`
}
