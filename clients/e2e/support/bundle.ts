/** The SDK as one script for a bare page: `congvu.openSync` and the rest. */
import { join } from 'node:path'
import { build } from 'vite'

const ENTRY = join(import.meta.dirname, '../../sync/src/index.ts')

/** The script's text. */
export async function bundle(): Promise<string> {
  const lib = { entry: ENTRY, name: 'congvu', formats: ['iife' as const], fileName: 'sdk' }
  const made = await build({ configFile: false, logLevel: 'warn', build: { write: false, minify: false, target: 'es2022', lib } })
  const [output] = Array.isArray(made) ? made : [made]
  if (output === undefined || !('output' in output)) throw new Error('the SDK was not built')
  return output.output[0].code
}
