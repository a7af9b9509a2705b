/** A day's work in the app: given, accepted, undone, reported, approved; with the keyboard; in two tabs; access lost. */
import { expect, type Page, test } from '@playwright/test'
import { live, openApp, visit } from '../support/app.ts'
import { command, people, signIn } from '../support/city.ts'
import { accessible } from '../support/app.ts'

/** The ward's chairman gives a task to the ward's specialist, found by name, by keys alone. */
async function assign(page: Page, title: string): Promise<void> {
  await page.keyboard.press('n')
  await expect(page.getByLabel('Việc gì')).toBeFocused()
  await page.keyboard.type(title)
  await page.getByLabel('Giao cho').fill(people.wardSpecialist().name)
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'Ngày mai' }).check()
  await page.getByRole('button', { name: 'Giao việc', exact: true }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

test('given, accepted, reported, submitted, approved; each side sees how far it is', async ({ browser }) => {
  const title = `Đo mực nước ${Date.now()}`
  const chairman = await openApp(browser, people.wardChairman())
  const specialist = await openApp(browser, people.wardSpecialist(), true)
  await assign(chairman.page, title)
  await expect(chairman.page.getByText('Sắp gửi').first()).toBeVisible()

  const row = specialist.page.getByRole('link', { name: title })
  await visit(specialist.page, '/don-vi?xep=created')
  await row.click()
  await expect(chairman.page.getByText(/^Đã mở \d\d:\d\d$/)).toBeVisible()
  await specialist.page.getByRole('button', { name: 'Nhận', exact: true }).click()
  await specialist.page.getByRole('button', { name: 'Hoàn tác' }).click()
  await expect(specialist.page.getByText('Đã hoàn tác, chưa gửi gì đi')).toBeVisible()
  await specialist.page.getByRole('button', { name: 'Nhận', exact: true }).click()
  await specialist.page.getByRole('button', { name: 'Báo cáo', exact: true }).click()
  await specialist.page.getByRole('radio', { name: '50%' }).check()
  await specialist.page.getByLabel('Một dòng kết quả').fill('Đã đo 4 điểm')
  await accessible(specialist.page)
  await specialist.page.getByRole('button', { name: 'Gửi báo cáo' }).click()
  await expect(chairman.page.getByText('Đã đo 4 điểm').first()).toBeVisible()
  await specialist.page.getByRole('button', { name: 'Báo cáo', exact: true }).click()
  await specialist.page.getByRole('radio', { name: 'Xong' }).check()
  await specialist.page.getByLabel('Một dòng kết quả').fill('Đủ 9 điểm')
  await specialist.page.getByRole('button', { name: 'Trình kết quả' }).click()

  await chairman.page.getByRole('button', { name: 'Duyệt', exact: true }).click()
  await chairman.page.getByRole('button', { name: 'Duyệt hoàn thành' }).click()
  await expect(specialist.page.locator('.state-tag', { hasText: 'Hoàn thành' })).toBeVisible()
  await expect(specialist.page.locator('.timeline .entry')).toHaveCount(6)
  await chairman.context.close()
  await specialist.context.close()
})

test('refused work comes back, to be edited and sent again', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardSpecialist())
  await visit(page, '/giao')
  await page.getByLabel('Việc gì').fill('Việc ngoài thẩm quyền')
  await page.getByLabel('Giao cho').fill('so y te')
  await page
    .getByRole('option', { name: /Sở Y tế/ })
    .first()
    .click()
  await page.getByRole('radio', { name: 'Ngày mai' }).check()
  await page.getByRole('button', { name: 'Giao việc', exact: true }).click()
  await expect(page.getByText('Không được chấp nhận: Thông báo')).toBeVisible()
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: /Thông báo/ }).click()
  await expect(page.getByText('Giao việc: Việc ngoài thẩm quyền')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Sửa và gửi lại' }).click()
  await expect(page.getByLabel('Việc gì')).toHaveValue('Việc ngoài thẩm quyền')
  await context.close()
})

test('two tabs show the same, and the second goes on when the first is closed', async ({ browser }) => {
  const title = `Hai thẻ ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardChairman())
  const second = await context.newPage()
  await second.goto(page.url())
  await live(second)
  await assign(second, title)
  await visit(page, '/don-vi?xep=created')
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  await page.close()
  await live(second)
  await context.close()
})

test('work that one may no longer see leaves the screen at once', async ({ browser }) => {
  const administrator = await signIn(people.administrator())
  const { page, context } = await openApp(browser, people.director())
  const posts = await page.evaluate(() => performance.now())
  expect(posts).toBeGreaterThan(0)
  await visit(page, '/don-vi')
  await expect(page.locator('.row-link').first()).toBeVisible()
  const held = await holding(administrator.accessToken, people.director().name)
  await command(administrator, 'post.handOver', { post: held.post, holder: null }, held.administrator)
  await expect(page.locator('.row-link')).toHaveCount(0)
  await command(administrator, 'post.handOver', { post: held.post, holder: held.official }, held.administrator)
  await expect(page.locator('.row-link').first()).toBeVisible()
  await context.close()
})

interface Held {
  readonly post: string
  readonly official: string
  readonly administrator: string
}

/** The post of someone found by name, and the administrator's own. */
async function holding(token: string, name: string): Promise<Held> {
  const query = `query($name: String) { me { official { posts { id } } } officials(search: $name, first: 5) { edges { node { id name posts { id } } } } }`
  const { city } = await import('../support/city.ts')
  const answer = await fetch(new URL('/graphql', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { name } }),
  })
  const { data } = (await answer.json()) as {
    data: {
      me: { official: { posts: { id: string }[] } }
      officials: { edges: { node: { id: string; name: string; posts: { id: string }[] } }[] }
    }
  }
  const found = data.officials.edges.map(({ node }) => node).find((node) => node.name === name)!
  const plain = (id: string): string => atob(id.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1]!
  return { post: plain(found.posts[0]!.id), official: plain(found.id), administrator: plain(data.me.official.posts[0]!.id) }
}
