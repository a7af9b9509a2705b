/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What every file of the generated city holds: a street under water. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#b9c6cc"/>
<path d="M0 90h120v150H0zM150 60h110v180H150zM300 100h180v140H300z" fill="#8d6f5c"/><path d="M20 120h30v40H20zM180 90h30v40h-30zM330 130h40v40h-40z" fill="#f3d9a4"/>
<path d="M0 230q60-14 120 0t120 0 120 0 120 0v130H0z" fill="#5f8791"/><path d="M0 280q60-12 120 0t120 0 120 0 120 0" fill="none" stroke="#dfe9ec" stroke-width="4"/></svg>`

/** What moves with any post of the generated city. */
const HAND_OVER = JSON.stringify({
  data: {
    handOverPreview: {
      openTasks: 23,
      directives: 1,
      delegationsGiven: 1,
      delegationsReceived: 0,
      absences: 0,
      moderatedChannels: 2,
      unsentDrafts: 3,
      parts: [
        { part: 'LEAD', count: 9 },
        { part: 'ASSIGNER', count: 14 },
        { part: 'COORDINATING', count: 0 },
        { part: 'WAITING', count: 5 },
      ],
      tasks: { nodes: [{ id: 'VGFzazphYWE', title: 'Rà soát các điểm ngập sâu và phương án bơm cưỡng bức', deadline: '2026-12-04T10:00:00Z' }] },
    },
  },
})

/** `vite --mode fixture`: the generated city instead of a server, to draw screens with. */
function fixture(): Plugin {
  return {
    name: 'fixture',
    configureServer(server) {
      server.middlewares.use('/api/files', (_request, response) => {
        response.setHeader('content-type', 'image/svg+xml')
        response.end(PICTURE)
      })
      server.middlewares.use('/graphql', (request, response) => {
        let body = ''
        request.on('data', (part: Buffer) => (body += part.toString()))
        request.on('end', () => response.end(body.includes('handOverPreview') ? HAND_OVER : '{}'))
      })
      server.middlewares.use('/api/session', (request, response) => {
        let body = ''
        request.on('data', (part: Buffer) => (body += part.toString()))
        request.on('end', () => {
          const { login } = JSON.parse(body || '{}') as { login?: string }
          response.statusCode = login === 'sai' ? 401 : request.method === 'DELETE' ? 204 : 200
          response.end(JSON.stringify({ accessToken: 'fixture', official: login ?? '', realtime: 'ws://fixture' }))
        })
      })
    },
  }
}

interface Module {
  importers: readonly string[]
}

/** Whether the page's first script comes to a module by imports that wait for nothing; that script itself is none of them. */
function atLaunch(id: string, moduleOf: (id: string) => Module | null, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const importers = moduleOf(id)?.importers ?? []
  return importers.some((importer) => importer === here('src/main.tsx') || atLaunch(importer, moduleOf, seen))
}

export default defineConfig(({ mode }) => ({
  resolve: {
    alias: {
      react: 'preact/compat',
      'react-dom': 'preact/compat',
      ...(mode === 'fixture' ? { '@congvu/sync': here('dev/memory.ts') } : {}),
    },
  },
  plugins: [
    ...(mode === 'fixture' ? [fixture()] : []),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'worker.ts',
      registerType: 'prompt',
      injectRegister: null,
      disable: mode === 'fixture',
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png}'], globIgnores: ['demo*', 'assets/demo*'] },
      manifest: {
        id: '/',
        name: 'Công vụ',
        short_name: 'Công vụ',
        description: 'Giao việc, theo dõi, báo cáo trong cơ quan nhà nước',
        lang: 'vi',
        start_url: '/',
        display: 'standalone',
        background_color: '#f5f4f1',
        theme_color: '#8e1b20',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    target: ['es2022', 'safari17', 'chrome114'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: here('index.html'), demo: here('demo.html') },
      // Asked for together, so they are packed together: in many small files the same words are packed many times.
      // What all pages' styles build on comes with it, before their own.
      output: {
        codeSplitting: {
          groups: [{ name: (id, build) => (/\.[jt]sx?$|\/(tokens|base)\.css$/.test(id) && atLaunch(id, (each) => build.getModuleInfo(each)) ? 'launch' : null) }],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': process.env['CONGVU_URL'] ?? 'http://127.0.0.1:8000',
      '/graphql': process.env['CONGVU_URL'] ?? 'http://127.0.0.1:8000',
    },
  },
  test: { include: ['test/**/*.test.ts'] },
}))
