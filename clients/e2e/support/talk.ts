/** Talking in the app, as the specs of conversations do it again and again. */
import { expect, type Locator, type Page } from '@playwright/test'
import { visit } from './app.ts'
import { city, command, type Session, signIn } from './city.ts'
import type { SignIn } from './server.ts'

export const WARD = 'Phường Sài Gòn'

/** Opens a conversation by its name in the list. */
export async function openTalk(page: Page, name = WARD): Promise<void> {
  await visit(page, '/trao-doi')
  await page.locator('.talk-row .row-link', { hasText: name }).first().click()
  await expect(page.locator('.talk-head').getByRole('heading', { name })).toBeVisible()
}

export async function write(page: Page | Locator, text: string, label = 'Viết tin nhắn'): Promise<void> {
  const field = page.getByLabel(label)
  await field.fill(text)
  await field.press('Control+Enter')
}

export function message(page: Page | Locator, text: string): Locator {
  return page.locator('.message', { hasText: text }).last()
}

/** Chooses something from the menu of a message. */
export async function choose(page: Page, text: string, item: string): Promise<void> {
  await message(page, text).getByRole('button', { name: /thao tác/ }).click()
  await page.getByRole('button', { name: item, exact: true }).locator('visible=true').click()
}

function uuidIn(id: string): string {
  return Buffer.from(id, 'base64url').toString().split(':')[1]!
}

export interface Actor {
  readonly session: Session
  readonly post: string
  readonly unit: string
}

/** Someone who gives commands over HTTP, in their first post. */
export async function actor(who: SignIn): Promise<Actor> {
  const session = await signIn(who)
  const answer = await fetch(new URL('/graphql', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
    body: JSON.stringify({ query: '{ me { official { posts { id unit { id } } } } }' }),
  })
  const { data } = (await answer.json()) as { data: { me: { official: { posts: { id: string; unit: { id: string } }[] } } } }
  const [first] = data.me.official.posts
  return { session, post: uuidIn(first!.id), unit: uuidIn(first!.unit.id) }
}

export function act({ session, post }: Actor, name: string, args: object): Promise<{ position?: number }> {
  return command(session, name, args, post)
}
