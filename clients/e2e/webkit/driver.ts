/** WebKitGTK by WebDriver (W3C), without a library: one browser, scripts run in its page. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

const DRIVER = '/usr/bin/WebKitWebDriver'
const BROWSERS = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`)

/** Whether this machine has what it takes: Debian's `webkit2gtk-driver`. */
export function available(): boolean {
  return existsSync(DRIVER) && BROWSERS.some(existsSync)
}

export class WebKit {
  private constructor(
    private readonly process: ChildProcess,
    private readonly session: string,
  ) {}

  /** Starts the driver on `port` and a browser under it. */
  static async start(port: number): Promise<WebKit> {
    const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore' })
    const base = `http://127.0.0.1:${port}`
    await ready(base)
    const options = { binary: BROWSERS.find(existsSync), args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const { sessionId } = await call<{ sessionId: string }>(`${base}/session`, 'POST', { capabilities })
    return new WebKit(driver, `${base}/session/${sessionId}`)
  }

  async goto(url: string): Promise<void> {
    await call(`${this.session}/url`, 'POST', { url })
  }

  async reload(): Promise<void> {
    await call(`${this.session}/refresh`, 'POST', {})
  }

  /** Runs the body of an async function in the page; its result. */
  async run<T>(body: string, ...args: unknown[]): Promise<T> {
    const script = `const done = arguments[arguments.length - 1]; const args = [...arguments];
      (async () => { ${body} })().then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }))`
    const answer = await call<{ value: T; error?: string }>(`${this.session}/execute/async`, 'POST', { script, args })
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value
  }

  /** Waits until an expression holds in the page. */
  async until(expression: string): Promise<void> {
    const body = `const end = Date.now() + 10000
      while (!(${expression})) {
        if (Date.now() > end) throw new Error(${JSON.stringify(`never: ${expression}`)} + ' ' + JSON.stringify(sync.status()))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }`
    await this.run(body)
  }

  async stop(): Promise<void> {
    await call(this.session, 'DELETE').catch(() => {})
    this.process.kill()
  }
}

async function ready(base: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await fetch(`${base}/status`)
      return
    } catch (error) {
      if (tries > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function call<T>(url: string, method: string, body?: object): Promise<T> {
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const { value } = (await answer.json()) as { value: T }
  if (!answer.ok) throw new Error(`WebDriver: ${JSON.stringify(value)}`)
  return value
}
