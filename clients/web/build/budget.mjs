/** The main script's size after gzip: the build fails when it is over. Budget: 120 KB, for cheap phones on weak networks. */
import { launch, page, sizes, styles } from './launch.mjs'

const BUDGET = 120_000
const script = launch()
for (const [name, size] of sizes()) console.log(`${String(size).padStart(7)} ${name}`)
console.log(`main script ${script} of ${BUDGET} bytes gzipped`)
if (/<script(?![^>]*\bsrc=)|\sstyle=/.test(page()))
  throw new Error('index.html has inline script or style: the content security policy forbids it')
if (!styles()[0]?.includes('--paper:')) throw new Error('index.html asks for other styles before the tokens that they build on')
if (script === 0 || script > BUDGET) throw new Error(`main script is ${script} bytes gzipped, over ${BUDGET}`)
