/** The stand-in gateway on a real port, with a bare page that has the SDK in it; its network can be cut. */
import { createServer, type Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { Gateway, type Peer } from '../../sync/test/stand-in.ts'
import type { ClientFrame } from '../../sync/src/wire.ts'

export interface Standing {
  readonly gateway: Gateway
  /** Address of the bare page. */
  readonly page: string
  /** Address of the gateway. */
  readonly socket: string
  /** Cuts every connection and refuses new ones, or stops doing so. */
  cut(yes: boolean): void
  close(): Promise<void>
}

/** Serves until closed; `delay`: milliseconds that a frame takes in each direction. */
export async function standIn(sdk: string, delay = 0): Promise<Standing> {
  const gateway = new Gateway()
  const server = createServer((request, response) => {
    const script = request.url === '/sdk.js'
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html')
    response.end(script ? sdk : '<!doctype html><meta charset="utf-8"><title>SDK</title><script src="/sdk.js"></script>')
  })
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  server.on('upgrade', (request, raw, head) => {
    if (!gateway.up) return raw.destroy()
    sockets.handleUpgrade(request, raw, head, (socket) => connect(gateway, socket, delay))
  })
  const port = await listening(server)
  return {
    gateway,
    page: `http://127.0.0.1:${port}/`,
    socket: `ws://127.0.0.1:${port}/sync`,
    cut: (yes) => {
      gateway.up = !yes
      if (yes) for (const socket of sockets.clients) socket.terminate()
    },
    close: () => closed(server, sockets),
  }
}

function connect(gateway: Gateway, socket: WebSocket, delay: number): void {
  const late = (task: () => void): void => void (delay > 0 ? setTimeout(task, delay) : task())
  const peer: Peer = { deliver: (frame) => late(() => socket.send(JSON.stringify(frame))) }
  gateway.sockets.add(peer)
  socket.on('message', (data) => late(() => gateway.receive(peer, JSON.parse(String(data)) as ClientFrame)))
  socket.on('close', () => gateway.sockets.delete(peer))
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)))
}

function closed(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
