import { defineConfig, devices } from '@playwright/test'
import { chromium } from './support/chromium.ts'

export default defineConfig({
  testDir: './specs',
  outputDir: './test-results',
  globalSetup: './support/setup.ts',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: { launchOptions: chromium, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', screenshot: 'only-on-failure' },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', testMatch: /phone/, use: { ...devices['Pixel 7'], launchOptions: chromium } },
  ],
})
