/** What the built app weighs after gzip. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)

/** The page that begins it all. */
export const page = () => readFileSync(new URL('index.html', dist), 'utf8')

/**
 * Every script and style sheet with its size in bytes.
 * @returns {[string, number][]}
 */
export function sizes() {
  return readdirSync(new URL('assets/', dist))
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => [name, gzipSync(readFileSync(new URL(`assets/${name}`, dist)), { level: 9 }).length])
}

/** Bytes of script that the page asks for before anything is shown. */
export function launch() {
  const asked = page()
  return sizes().reduce((sum, [name, size]) => sum + (name.endsWith('.js') && asked.includes(name) ? size : 0), 0)
}

/** The style sheets of the page, in the order in which they hold. */
export function styles() {
  return [...page().matchAll(/rel="stylesheet"[^>]*href="\/([^"]+)"/g)].map(([, name]) => readFileSync(new URL(name, dist), 'utf8'))
}
