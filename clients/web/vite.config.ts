/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `vite --mode fixture`: the generated city instead of a server, to draw screens with. */
function fixture(): Plugin {
  return {
    name: 'fixture',
    configureServer(server) {
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
    rollupOptions: { input: { index: here('index.html'), demo: here('demo.html') } },
  },
  server: {
    proxy: {
      '/api': process.env['CONGVU_URL'] ?? 'http://127.0.0.1:8000',
      '/graphql': process.env['CONGVU_URL'] ?? 'http://127.0.0.1:8000',
    },
  },
  test: { include: ['test/**/*.test.ts'] },
}))
