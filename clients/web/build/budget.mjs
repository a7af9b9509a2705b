/** The main script's size after gzip: the build fails when it is over. Budget: 120 KB, for cheap phones on weak networks. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 120_000
const dist = new URL('../dist/', import.meta.url)
const sizes = readdirSync(new URL('assets/', dist))
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => [name, gzipSync(readFileSync(new URL(`assets/${name}`, dist)), { level: 9 }).length])
for (const [name, size] of sizes) console.log(`${String(size).padStart(7)} ${name}`)
const page = readFileSync(new URL('index.html', dist), 'utf8')
const launch = sizes.filter(([name]) => name.endsWith('.js') && page.includes(name)).reduce((sum, [, size]) => sum + size, 0)
console.log(`main script ${launch} of ${BUDGET} bytes gzipped`)
if (/<script(?![^>]*\bsrc=)|\sstyle=/.test(page))
  throw new Error('index.html has inline script or style: the content security policy forbids it')
if (launch === 0 || launch > BUDGET) throw new Error(`main script is ${launch} bytes gzipped, over ${BUDGET}`)
