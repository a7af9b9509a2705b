/** Starts what specs need: a server for each worker, unless CONGVU_E2E_READY already names them, and the bundled SDK. */
import type { FullConfig } from '@playwright/test'
import { bundle } from './bundle.ts'
import { startServer } from './server.ts'

export default async function setup({ workers }: FullConfig): Promise<() => Promise<unknown>> {
  process.env['CONGVU_E2E_SDK'] = await bundle()
  if (process.env['CONGVU_E2E_READY'] !== undefined) return async () => {}
  const servers = await Promise.all(Array.from({ length: workers }, startServer))
  process.env['CONGVU_E2E_READY'] = JSON.stringify(servers.map(({ ready }) => ready))
  return () => Promise.all(servers.map((server) => server.stop()))
}
