/** A page of the app is opened on a slow CPU, as on a cheap phone. */
import type { CDPSession, Page } from '@playwright/test'
import { city } from '../support/city.ts'

export const SLOWDOWN = 6

/** Slows a page's CPU down. */
export async function slowed(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  return devtools
}

/** Milliseconds from the start of the navigation to the frame with the first element that is `wanted`. */
export async function opened(page: Page, path: string, wanted: string): Promise<number> {
  await page.addInitScript(`new MutationObserver((_, observer) => {
    if (!document.querySelector(${JSON.stringify(wanted)})) return
    observer.disconnect()
    requestAnimationFrame(() => (window.usable = performance.now()))
  }).observe(document, { childList: true, subtree: true })`)
  await page.goto(new URL(path, city().url).href)
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => (window.usable ? resolve(window.usable) : setTimeout(look, 20))
    look()
  })`)
}
