/** A bare page with the SDK in it, on the city's own origin: one tab of one official's device. */
import type { BrowserContext, Page } from '@playwright/test'
import type { SendOptions, Status, Sync } from '@congvu/sync'
import { city, type Session, signIn } from './city.ts'
import type { SignIn } from './server.ts'

declare global {
  var sync: Sync
  var congvu: typeof import('@congvu/sync')
  function freshToken(): Promise<string>
}

const PATH = '/sdk-in-a-bare-page'

/** A tab with the SDK, live or not; what it shows and does. */
export class Device {
  constructor(
    readonly page: Page,
    readonly session: Session,
    readonly who: SignIn,
  ) {}

  /** Rows of a collection as plain objects, optimistic changes included. */
  rows<T>(collection: string): Promise<{ id: string; fields: T; pending: boolean; scopes: string[] }[]> {
    return this.page.evaluate((name) => [...globalThis.sync.rows(name as 'task').values()] as never, collection)
  }

  async row<T>(collection: string, id: string): Promise<{ fields: T; pending: boolean } | null> {
    return (await this.rows<T>(collection)).find((row) => row.id === id) ?? null
  }

  status(): Promise<Status> {
    return this.page.evaluate(() => globalThis.sync.status())
  }

  /** Ids and states of what is not confirmed. */
  outbox(): Promise<{ id: string; name: string; state: string; problem?: { code: string } }[]> {
    return this.page.evaluate(() => globalThis.sync.outbox() as never)
  }

  /** Gives a command; its id. */
  send(name: string, args: object, options: Omit<SendOptions, 'optimistic'> & { optimistic?: readonly object[] } = {}): Promise<string> {
    return this.page.evaluate((given) => globalThis.sync.send(...(given as [string, object, SendOptions])).id, [name, args, options] as const)
  }

  open(scope: string): Promise<void> {
    return this.page.evaluate((name) => void globalThis.sync.open(name), scope)
  }

  /** Loads the page again, as an official who pulls it down does. */
  async reload(): Promise<void> {
    await this.page.reload()
    await started(this.page, this.session)
  }
}

/** Serves the bare page to a context; the address is the city's, so the gateway knows the origin. */
export async function prepare(context: BrowserContext, who: SignIn): Promise<void> {
  await context.exposeFunction('freshToken', async () => (await signIn(who)).accessToken)
  await context.route(`**${PATH}`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><meta charset="utf-8"><script src="/sdk.js"></script>' }),
  )
  await context.route('**/sdk.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: process.env['CONGVU_E2E_SDK']! }),
  )
}

/** Opens a tab; the context must have been prepared for the same official. */
export async function openDevice(context: BrowserContext, who: SignIn): Promise<Device> {
  const session = await signIn(who)
  const page = await context.newPage()
  await page.goto(new URL(PATH, city().url).href)
  await started(page, session)
  return new Device(page, session, who)
}

async function started(page: Page, { realtime, official }: Session): Promise<void> {
  await page.evaluate(
    async ({ url, official }) => {
      globalThis.sync = await globalThis.congvu.openSync({ url, official, token: () => globalThis.freshToken() })
    },
    { url: realtime, official },
  )
}
