/**
 * How the system's Chromium is started: without what needs a screen, a sandbox or other hosts, and without the browser's own pages: for
 * every window it would load the address bar's list, some 400 scripts, on the processor that the measured page runs on.
 */

const WITHOUT = [
  'LocalNetworkAccessChecks',
  'LocalNetworkAccessChecksWebSockets',
  'PreloadTopChromeWebUI',
  'PreloadTopChromeWebUILessNavigations',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]

export const chromium = {
  executablePath: process.env['CONGVU_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A microphone that beeps, and may be used.
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--disable-features=${WITHOUT.join(',')}`,
  ],
}
