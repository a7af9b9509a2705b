/** Figures of the clients in real Chromium, as one JSON object on standard output; `congvu bench` reads it. */
import { chromium as playwright } from '@playwright/test'
import { launch } from '../web/build/launch.mjs'
import { app } from './bench/app.ts'
import { sdk } from './bench/sdk.ts'
import { talk } from './bench/talk.ts'
import { chromium } from './support/chromium.ts'
import { startServer } from './support/server.ts'

const server = process.env['CONGVU_E2E_READY'] === undefined ? await startServer() : null
if (server !== null) process.env['CONGVU_E2E_READY'] = JSON.stringify([server.ready])
const browser = await playwright.launch(chromium)
try {
  const figures = {
    browser: `Chromium ${browser.version()}`,
    scriptBytes: launch(),
    sdk: await sdk(browser),
    app: await app(browser),
    talk: await talk(browser),
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
} finally {
  await browser.close()
  await server?.stop()
}
