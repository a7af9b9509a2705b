/** The SDK, or one module of it, as one script for a bare page: `congvu.openSync` and the rest. */
import { join } from 'node:path'
import { build } from 'vite'

const SOURCES = join(import.meta.dirname, '../../sync/src')

/** The script's text; what `module` exports is under `congvu`. */
export async function bundle(module = 'index.ts'): Promise<string> {
  const lib = { entry: join(SOURCES, module), name: 'congvu', formats: ['iife' as const], fileName: 'sdk' }
  const made = await build({ configFile: false, logLevel: 'warn', build: { write: false, minify: false, target: 'es2022', lib } })
  const [output] = Array.isArray(made) ? made : [made]
  if (output === undefined || !('output' in output)) throw new Error('the SDK was not built')
  return output.output[0].code
}
