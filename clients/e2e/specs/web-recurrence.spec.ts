/**
 * Work that comes by a rule: set up with a preview of its days, seen by whom it is asked of, changed from the next
 * time on, paused and ended; and one whose day is today comes as a task.
 */
import { expect, type Page, test } from '@playwright/test'
import { accessible, openApp, visit } from '../support/app.ts'
import { city, command, people, signIn } from '../support/city.ts'
import type { SignIn } from '../support/server.ts'

const DAILY = `Trực ban ${Date.now()}`

interface Seat {
  unit: string
  post: string
}

/** The first post of somebody, as the graph tells it. */
async function seatOf(who: SignIn): Promise<Seat> {
  const { accessToken } = await signIn(who)
  const answer = await fetch(new URL('/graphql', city().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query: '{ me { official { posts { id unit { id } } } } }' }),
  })
  const { data } = (await answer.json()) as { data: { me: { official: { posts: { id: string; unit: { id: string } }[] } } } }
  const [post] = data.me.official.posts
  const uuid = (id: string) => atob(id.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1]!
  return { unit: uuid(post!.unit.id), post: uuid(post!.id) }
}

/** The clock of Việt Nam, so many minutes from now. */
function soon(minutes: number): { date: string; clock: string } {
  const there = new Date(Date.now() + 7 * 3_600_000 + minutes * 60_000).toISOString()
  return { date: there.slice(0, 10), clock: there.slice(11, 16) }
}

/** Set up now, due in the next minute: it has come when the last test looks. */
test.beforeAll(async () => {
  const [chairman, specialist, administrator] = await Promise.all([people.wardChairman(), people.wardSpecialist(), people.administrator()].map(seatOf))
  const { date, clock } = soon(1)
  const day = { day: date, working: true, name: 'Làm bù', paper: null }
  await command(await signIn(people.administrator()), 'calendar.setDays', { days: [day], remove: [], paper: 'Công văn 1' }, administrator!.post)
  const wanted = { title: `${DAILY} {kỳ}`, lead: specialist }
  const schedule = { rule: 'FREQ=DAILY', start: date, at: clock, period: 'day', back: 0, due: { days: 1, working: true, at: '17:00' } }
  await command(await signIn(people.wardChairman()), 'recurrence.setUp', { wanted, schedule }, chairman!.post)
})

async function chooseLead(page: Page, name: string): Promise<void> {
  await page.getByLabel('Giao cho', { exact: true }).fill(name)
  await page.getByRole('option', { name }).first().click()
}

test('a monthly report is set up with a preview of its days; whom it is asked of reads its rule; it changes from the next time on, rests and ends', async ({ browser }) => {
  const title = `Báo cáo chống ngập ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardChairman())
  await visit(page, '/cai-dat')
  await page.getByRole('link', { name: 'Việc định kỳ' }).click()
  await page.getByRole('link', { name: 'Lập mới' }).click()
  await page.getByRole('button', { name: 'Lập việc định kỳ' }).click()
  await expect(page.getByText('Hãy ghi tên việc.')).toBeVisible()
  await page.getByLabel('Tên việc mỗi kỳ').fill(title)
  await page.getByRole('button', { name: /^Chèn \{kỳ\}/ }).click()
  await chooseLead(page, people.wardSpecialist().name)
  await page.getByRole('textbox', { name: 'Từ ngày', exact: true }).fill('2031-01-01')
  await page.getByRole('checkbox', { name: '25', exact: true }).uncheck()
  await expect(page.getByText('Hãy chọn ít nhất một ngày trong tháng.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'cuối tháng' }).check()
  await page.getByRole('switch', { name: 'Có ngày chốt số liệu' }).check()
  const preview = page.getByRole('region', { name: 'Xem trước các kỳ' })
  await expect(preview).toContainText('Ngày cuối tháng hằng tháng; giao lúc 08:00; về tháng này; chốt số liệu 17:00 ngay ngày đó; hạn 17:00, sau 2 ngày làm việc')
  await expect(preview.getByRole('listitem').first()).toContainText(`${title} tháng 1/2031`)
  await expect(preview.getByRole('listitem').first()).toContainText('số liệu 01/01/2031 – 31/01/2031')
  const begins = page.getByRole('group', { name: 'Kỳ số liệu tính từ' })
  await begins.getByRole('radio', { name: 'Ngày khác' }).check()
  await page.getByLabel('Ngày của tháng liền trước kỳ').fill('29')
  await expect(page.getByText('Ngày bắt đầu kỳ số liệu phải từ 1 đến 28.')).toBeVisible()
  await page.getByLabel('Ngày của tháng liền trước kỳ').fill('26')
  await expect(preview.getByRole('listitem').first()).toContainText('số liệu 26/12/2030 – 25/01/2031')
  await begins.getByRole('radio', { name: 'Ngày 15 tháng trước' }).check()
  await expect(begins.locator('..')).toContainText('đến hết ngày 14 của tháng cuối kỳ (Điều 12 Nghị định 09/2019/NĐ-CP)')
  await expect(preview).toContainText('về tháng này (số liệu từ ngày 15 của tháng liền trước kỳ); chốt số liệu')
  await expect(preview.getByRole('listitem').first()).toContainText('số liệu 15/12/2030 – 14/01/2031')
  await accessible(page)
  await page.getByRole('button', { name: 'Lập việc định kỳ' }).click()
  const rule = page.getByRole('region', { name: 'Quy tắc' })
  await expect(rule).toContainText('Ngày cuối tháng hằng tháng, giao lúc 08:00')
  await expect(page.getByRole('region', { name: 'Các kỳ tới' }).getByRole('listitem').first()).toContainText('31/01')
  await accessible(page)

  const specialist = await openApp(browser, people.wardSpecialist(), true)
  await visit(specialist.page, '/dinh-ky?cua=asked')
  await accessible(specialist.page)
  await specialist.page.getByLabel('Tìm theo tên, đơn vị').fill('bao cao chong ngap')
  await specialist.page.getByRole('link', { name: title }).click()
  await expect(specialist.page.getByText(/^Chỉ .* được sửa\.$/)).toBeVisible()
  await expect(specialist.page.getByRole('link', { name: 'Sửa' })).toHaveCount(0)

  await page.getByRole('link', { name: 'Sửa' }).click()
  await expect(page.getByText('Thay đổi áp dụng từ kỳ sau.')).toBeVisible()
  await page.getByRole('radio', { name: 'Hằng quý' }).check()
  await expect(preview.getByRole('listitem').first()).toContainText('quý I/2031')
  await expect(preview.getByRole('listitem').first()).toContainText('số liệu 15/12/2030 – 14/03/2031')
  await page.getByRole('group', { name: 'Hạn' }).getByLabel('Số ngày sau ngày giao').fill('3')
  await page.getByRole('button', { name: 'Lưu, áp dụng từ kỳ sau' }).click()
  await expect(specialist.page.getByRole('region', { name: 'Quy tắc' })).toContainText('Ngày cuối tháng, tháng cuối mỗi quý')
  await expect(specialist.page.getByRole('region', { name: 'Quy tắc' })).toContainText('Quý này (số liệu từ ngày 15 của tháng liền trước kỳ)')
  await specialist.page.getByText('Diễn biến').click()
  await expect(specialist.page.locator('.timeline', { hasText: 'sửa, áp dụng từ kỳ sau' })).toContainText('hạn 17:00, sau 3 ngày làm việc')
  await accessible(specialist.page)

  await page.getByRole('button', { name: 'Tạm dừng' }).click()
  await expect(specialist.page.getByText('Đang tạm dừng: không kỳ nào được giao cho đến khi tiếp tục.')).toBeVisible()
  await page.getByRole('button', { name: 'Tiếp tục' }).click()
  await expect(specialist.page.getByText('Đang tạm dừng')).toHaveCount(0)
  await page.getByRole('button', { name: 'Thao tác khác' }).click()
  await page.getByRole('button', { name: 'Kết thúc' }).locator('visible=true').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc' }).click()
  await expect(specialist.page.locator('.state-tag')).toHaveText('Đã kết thúc')
  await visit(page, '/dinh-ky?muc=ended')
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  await specialist.context.close()
  await context.close()
})

test('a rule is written without a network and by keys alone; what the server would refuse is said beside the preview', async ({ browser }) => {
  const title = `Họp giao ban ${Date.now()}`
  const { page, context } = await openApp(browser, people.wardChairman(), true)
  await visit(page, '/dinh-ky/moi')
  await page.getByLabel('Tên việc mỗi kỳ').fill(`${title} {kì}`)
  await chooseLead(page, people.wardSpecialist().name)
  await page.getByRole('radio', { name: 'Hằng năm' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('radio', { name: '6 tháng', exact: true })).toBeChecked()
  await page.getByRole('radio', { name: 'Hằng năm' }).check()
  await page.getByRole('combobox', { name: 'Tháng', exact: true }).selectOption('2')
  await page.getByRole('checkbox', { name: '25', exact: true }).uncheck()
  await page.getByRole('checkbox', { name: '30', exact: true }).check()
  const preview = page.getByRole('region', { name: 'Xem trước các kỳ' })
  await page.getByRole('checkbox', { name: '30', exact: true }).focus()
  await page.getByLabel('Tên việc mỗi kỳ').fill(`${title} {kỳ}`)
  await expect(preview.getByRole('alert')).toContainText('Không có ngày nào đúng với quy tắc này.')
  await page.getByRole('radio', { name: 'Hằng tuần' }).check()
  await expect(preview.getByRole('listitem').first()).toContainText('tuần')
  await accessible(page)
  await context.setOffline(true)
  await page.getByRole('checkbox', { name: 'thứ Hai' }).check()
  await expect(preview).toContainText('Cần kết nối để xem trước.')
  await page.getByRole('button', { name: 'Lập việc định kỳ' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Quy tắc' })).toContainText('Thứ Hai và thứ Sáu hằng tuần')
  await context.setOffline(false)
  await expect(page.getByRole('region', { name: 'Các kỳ tới' }).getByRole('listitem').first()).toBeVisible()
  await context.close()
})

test('what was due today has come as a task, and leads there and back', async ({ browser }) => {
  const { page, context } = await openApp(browser, people.wardChairman())
  await visit(page, '/dinh-ky?cua=mine')
  await page.getByRole('link', { name: DAILY }).click()
  const past = page.getByRole('region', { name: 'Các kỳ đã qua' })
  await expect(past.getByRole('link', { name: DAILY })).toBeVisible({ timeout: 90_000 })
  await expect(past).toContainText('1 kỳ đã giao, 0 kỳ bỏ qua')
  await accessible(page)
  await past.getByRole('link', { name: DAILY }).click()
  await expect(page.getByRole('heading', { name: DAILY })).toBeVisible()
  await expect(page.getByText('Nguồn', { exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: `Việc định kỳ: ${DAILY} …` }).click()
  await expect(past).toContainText('1 kỳ đã giao, 0 kỳ bỏ qua')
  await context.close()
})
