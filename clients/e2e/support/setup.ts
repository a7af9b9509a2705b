/** Starts what all specs share, once: the server, unless CONGVU_E2E_READY already names one, and the bundled SDK. */
import { bundle } from './bundle.ts'
import { startServer } from './server.ts'

export default async function setup(): Promise<() => Promise<void>> {
  process.env['CONGVU_E2E_SDK'] = await bundle()
  if (process.env['CONGVU_E2E_READY'] !== undefined) return async () => {}
  const server = await startServer()
  process.env['CONGVU_E2E_READY'] = JSON.stringify(server.ready)
  return () => server.stop()
}
