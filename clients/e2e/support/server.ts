/** A real `congvu serve` with the demonstration city, in a folder and on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '../../..')

/** Someone of the city whom tests can be: chairman, director, ward's chairman, ward's specialist, administrator. */
export interface SignIn {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly post: string
  readonly unit: string
}

/** The line that the server prints when it is ready. */
export interface Ready {
  readonly url: string
  readonly realtime: string
  readonly signIns: readonly SignIn[]
}

export interface Server {
  readonly ready: Ready
  stop(): Promise<void>
}

/** Resolves when the server is ready; rejects with what it said if it ends before. */
export async function startServer(): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'congvu-e2e-'))
  const [port, realtime] = [await freePort(), await freePort()]
  const options = ['serve', '--demo', '--data', data, '--port', `${port}`, '--realtime-port', `${realtime}`]
  const child = spawn(join(ROOT, '.venv/bin/congvu'), options, { stdio: ['ignore', 'pipe', 'pipe'], env: plain() })
  const stop = async (): Promise<void> => {
    await ended(child)
    rmSync(data, { recursive: true, force: true })
  }
  try {
    return { ready: await firstLine(child), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The environment without settings of this machine's own, which are no business of a test. */
function plain(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CONGVU_')))
}

function firstLine(child: ChildProcess): Promise<Ready> {
  let said = ''
  child.stderr!.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)))
  return new Promise((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => {
      if (line.includes('"ready"')) resolve(JSON.parse(line) as Ready)
    })
    child.once('exit', (code) => reject(new Error(`congvu serve ended with ${code}:\n${said}`)))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exit
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
