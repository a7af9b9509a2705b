/** Tables that were downloaded, as spreadsheets read them: CSV with its byte order mark, and the first sheet of an XLSX. */
import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'

/** The lines of a CSV file; quoted cells may hold commas and quotes. */
export async function csvLines(path: string): Promise<string[][]> {
  const text = await readFile(path, 'utf8')
  if (!text.startsWith('\ufeff')) throw new Error('no byte order mark: Excel would not know that it is UTF-8')
  return text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''))
}

/** The lines of the first sheet of an XLSX file; numbers as they are written. */
export async function xlsxLines(path: string): Promise<string[][]> {
  const files = unzipped(await readFile(path))
  const texts = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = '']) => plain(item))
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  return [...sheet.matchAll(/<row .*?<\/row>/gs)].map(([row]) =>
    [...row.matchAll(/<c r="[A-Z]+\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes = '', inner = '']) => {
      const value = /<v>(.*?)<\/v>/.exec(inner)?.[1] ?? ''
      return attributes.includes('t="s"') ? (texts[Number(value)] ?? '') : value || plain(inner)
    }),
  )
}

function plain(xml: string): string {
  return xml.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** The text files of a ZIP archive, by its central directory (PKWARE APPNOTE, 4.3). */
function unzipped(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  const found = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, name, extra, comment] = [10, 20, 28, 30, 32].map((place) => (place === 20 ? bytes.readUInt32LE(at + place) : bytes.readUInt16LE(at + place))) as [number, number, number, number, number]
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + size)
    found.set(bytes.toString('utf8', at + 46, at + 46 + name), (method === 8 ? inflateRawSync(packed) : packed).toString('utf8'))
    at += 46 + name + extra + comment
  }
  return found
}
