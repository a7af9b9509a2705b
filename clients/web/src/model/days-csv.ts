/** Days of the calendar from a table: date; worked or not; name. What is wrong is told by its line. */
import { civilOf, keyOf, type Day } from './workdays'

export type DayFault = 'columns' | 'date' | 'working' | 'name' | 'twice'

export interface Import {
  days: Day[]
  faults: { line: number; text: string; fault: DayFault }[]
}

const LONGEST = 200
const YES = ['có', 'co', 'yes', 'true', '1', 'làm', 'làm việc', 'làm bù']
const NO = ['không', 'khong', 'no', 'false', '0', 'nghỉ', 'nghi']

/** Cells of a line: by semicolons, tabs or commas; a quoted cell may contain them. */
function cells(line: string): string[] {
  const separator = [';', '\t'].find((each) => line.includes(each)) ?? ','
  const found: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] as string
    if (letter === '"' && quoted && line[at + 1] === '"') {
      cell += letter
      at += 1
    } else if (letter === '"') quoted = !quoted
    else if (letter === separator && !quoted) {
      found.push(cell)
      cell = ''
    } else cell += letter
  }
  return [...found, cell].map((each) => each.trim())
}

/** "2026-09-02" or "2/9/2026"; null: no such day. */
function dateIn(text: string): string | null {
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const date = local ? `${local[3]}-${local[2]!.padStart(2, '0')}-${local[1]!.padStart(2, '0')}` : text
  const civil = civilOf(date)
  return Number.isNaN(civil) ? null : keyOf(civil)
}

function read(line: string, known: ReadonlySet<string>): Day | DayFault {
  const [first = '', second, name] = cells(line)
  if (second === undefined || name === undefined) return 'columns'
  const date = dateIn(first)
  if (!date) return 'date'
  if (known.has(date)) return 'twice'
  const word = second.toLowerCase()
  if (!YES.includes(word) && !NO.includes(word)) return 'working'
  if (!name || name.length > LONGEST) return 'name'
  return { day: date, working: YES.includes(word), name, source: 'decided' }
}

/** A first line that begins with no date is taken for the heading. */
export function daysIn(text: string): Import {
  const found: Import = { days: [], faults: [] }
  const known = new Set<string>()
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  lines.forEach((line, place) => {
    if (!line.trim() || (place === 0 && !/^"?\d/.test(line.trim()))) return
    const day = read(line, known)
    if (typeof day === 'string') return found.faults.push({ line: place + 1, text: line, fault: day })
    known.add(day.day)
    return found.days.push(day)
  })
  return found
}
