/// <reference lib="webworker" />
/** The service worker: the app's shell from disk, for every address of ours, with or without a network; and notices. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { listen } from './push/worker'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | PrecacheEntry)[] }

/** Answered by the server only: never by the shell. */
const SERVER = [/^\/api\//, /^\/graphql/, /^\/feeds\//, /^\/(healthz|readyz|metrics|openapi\.json|asyncapi\.json)$/, /^\/demo/]

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVER }))

listen(self)

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'take-over') void self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
