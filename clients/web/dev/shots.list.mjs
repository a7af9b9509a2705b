/** What is pictured: who looks, where, and what they do first. Sizes: m 360×740, d 1440×900; themes: l light, d dark. */
const click = (selector) => async (page) => page.locator(selector).first().click()
const board = async (page) => {
  await page.locator('a[href^="/chi-dao/"]').first().click()
  await page.waitForSelector('.board-dot')
}
const task = (state) => async (page) => {
  await page.goto(page.url().replace(/\/don-vi.*/, `/don-vi?den=${state}`))
  await page.locator('.row-link').first().click()
}
const announcement = async (page) => {
  await page.locator('a[href^="/cong-bo/"]').first().click()
  await page.waitForSelector('.announcement')
}
const remindedTask = async (page) => {
  await page.goto(new URL('/nhac-viec', page.url()).href)
  await page.locator('.row.reminder .row-link').first().click()
  await page.locator('#reminders').scrollIntoViewIfNeeded()
}
const refused = async (page) => {
  await page.getByLabel('Việc gì').fill('Rà soát hộ dân ven kênh!')
  await page.locator('input[type=search]').first().fill('so xay dung')
  await page.locator('.option').first().click()
  await page.getByRole('radio').nth(1).check()
  await page.locator('.form-foot .button').click()
  await page.waitForTimeout(6500)
  await page.locator('a[href="/thong-bao"]').click()
}

const ward = async (page) => {
  await page.locator('.talk-row .row-link', { hasText: 'Phường Sài Gòn' }).first().click()
  await page.locator('.message .rich').first().waitFor()
}
const message = (words) => async (page) => {
  await ward(page)
  const said = page.locator('.message', { hasText: words }).last()
  await said.hover()
  await said.locator('.message-more').click()
}
/** Goes up in a conversation until there is what one looks for. */
const up = async (page, selector) => {
  for (let tries = 0; tries < 20 && !(await page.locator(selector).first().isVisible()); tries += 1) {
    await page.locator('.talk-lines').evaluate((list) => list.scrollBy(0, -250))
    await page.waitForTimeout(150)
  }
}
const talkOfTask = async (page) => {
  await page.locator('.talk-row', { has: page.locator('.avatar.task') }).locator('.row-link').first().click()
  await page.locator('.message').first().waitFor()
}

export const SHOTS = [
  { name: 'today-chair', theme: 'ld' },
  { name: 'today-ward', as: 'chu.tich.phuong', theme: 'ld' },
  { name: 'today-two-posts', as: 'chuyen.vien' },
  { name: 'today-offline', as: 'chu.tich.phuong', query: 'offline', size: 'm' },
  { name: 'today-english', as: 'chu.tich.phuong', language: 'en' },
  { name: 'board', theme: 'ld', act: board },
  { name: 'board-unit', act: async (page) => { await board(page); await page.locator('.board-dot').nth(20).click() } },
  { name: 'board-past', act: async (page) => { await board(page); await page.locator('input[type=range]').fill('300') } },
  { name: 'board-table', act: async (page) => { await board(page); await page.locator('.switch button').nth(1).click() } },
  { name: 'board-menu', size: 'm', act: async (page) => { await board(page); await page.locator('.detail-head .icon-button').last().click() } },
  { name: 'task', as: 'chu.tich.phuong', theme: 'ld', act: click('.row-link[href^="/viec/"]') },
  { name: 'task-two-posts', as: 'chuyen.vien', act: click('.row-link[href^="/viec/"]') },
  { name: 'task-past', as: 'chu.tich.phuong', size: 'm', act: async (page) => { await page.locator('.row-link[href^="/viec/"]').first().click(); await page.locator('input[type=range]').fill('400') } },
  { name: 'task-missing', path: '/viec/khong-co', size: 'm' },
  { name: 'report', as: 'chu.tich.phuong', theme: 'ld', act: click('.row .button:not(.primary)') },
  { name: 'accepted', as: 'chu.tich.phuong', act: click('.row .button.primary') },
  { name: 'approve', path: '/don-vi', size: 'm', act: async (page) => { await task('decide')(page); await page.locator('.actions .primary').click() } },
  { name: 'assign', path: '/giao', theme: 'ld' },
  { name: 'assign-search', path: '/giao', act: async (page) => page.locator('input[type=search]').first().fill('ubnd p ben nghe') },
  { name: 'assign-all', path: '/giao?tat-ca=1', act: async (page) => { await page.getByLabel('Việc gì').fill('Báo cáo số hộ bị ngập'); await page.locator('summary').click(); await page.getByRole('button', { name: 'Thêm câu hỏi' }).click() } },
  { name: 'unit', as: 'chu.tich.phuong', path: '/don-vi' },
  { name: 'unit-empty', as: 'chu.tich.phuong', path: '/don-vi', size: 'm', act: async (page) => page.locator('input[type=search]').fill('không có việc này') },
  { name: 'directory', path: '/danh-ba' },
  { name: 'directory-search', path: '/danh-ba', size: 'm', act: async (page) => page.locator('input[type=search]').fill('da kao') },
  { name: 'directory-unit', path: '/danh-ba', size: 'm', act: async (page) => { await page.locator('input[type=search]').fill('sai gon'); await page.locator('.found a').first().click() } },
  { name: 'notices', path: '/thong-bao', size: 'm' },
  { name: 'notices-refused', path: '/giao', act: refused },
  { name: 'settings', path: '/cai-dat', theme: 'ld' },
  { name: 'announcements', path: '/cong-bo', as: 'chu.tich.phuong' },
  { name: 'announcement', as: 'chuyen.vien', theme: 'ld', act: announcement },
  { name: 'announcement-done', as: 'chuyen.vien', size: 'm', act: async (page) => { await announcement(page); await page.locator('.answer-bar .button').click() } },
  { name: 'announcement-corrected', as: 'chuyen.vien', path: '/cong-bo', size: 'm', act: async (page) => page.getByRole('link', { name: /chứng thư/ }).first().click() },
  { name: 'announcement-board', theme: 'ld', act: announcement },
  { name: 'announcement-unit', act: async (page) => { await announcement(page); await page.locator('.unit-tile').nth(20).click() } },
  { name: 'announcement-correct', size: 'm', act: async (page) => { await announcement(page); await page.locator('.detail-head .icon-button').last().click(); await page.locator('.menu-item').first().click() } },
  { name: 'announce', path: '/cong-bo/moi', theme: 'ld', act: async (page) => { await page.locator('.circle').nth(1).click() } },
  { name: 'talks', as: 'chuyen.vien', path: '/trao-doi', theme: 'ld' },
  { name: 'talks-nothing', as: 'chuyen.vien', path: '/trao-doi', size: 'm', act: async (page) => page.locator('input[type=search]').fill('không có') },
  { name: 'talk', as: 'chuyen.vien', path: '/trao-doi', query: 'typing', theme: 'ld', act: ward },
  { name: 'talk-up', as: 'chuyen.vien', path: '/trao-doi', act: async (page) => { await ward(page); await page.locator('.talk-lines').evaluate((list) => list.scrollTo(0, 500)); await page.waitForTimeout(500) } },
  { name: 'talk-menu', as: 'chuyen.vien', path: '/trao-doi', act: message('xin thêm một máy bơm') },
  { name: 'talk-thread', as: 'chuyen.vien', path: '/trao-doi', theme: 'ld', act: async (page) => { await ward(page); await up(page, '.replies'); await page.locator('.replies').first().click() } },
  { name: 'talk-call', as: 'chu.tich.phuong', path: '/trao-doi', act: async (page) => { await ward(page); await page.locator('.composer textarea').pressSequentially('Nhờ @') } },
  { name: 'talk-files', as: 'chuyen.vien', path: '/trao-doi', act: async (page) => { await ward(page); await page.locator('.composer input[type=file]').setInputFiles([{ name: 'Báo cáo nhanh.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_400_000) }, { name: 'hien-truong.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64') }]) } },
  { name: 'talk-direct', as: 'chuyen.vien', path: '/trao-doi', size: 'm', act: async (page) => page.locator('.talk-row', { has: page.locator('.avatar:not(.place)') }).locator('.row-link').first().click() },
  { name: 'talk-people', as: 'chu.tich.phuong', path: '/trao-doi', act: async (page) => { await page.locator('.talk-row .row-link', { hasText: 'Tổ trực' }).click(); await page.locator('.talk-head .link').click() } },
  { name: 'talk-rules', as: 'chu.tich.phuong', path: '/trao-doi', size: 'm', act: async (page) => { await page.locator('.talk-row .row-link', { hasText: 'Tổ trực' }).click(); await page.locator('.talk-head .icon-button').last().click(); await page.getByRole('button', { name: 'Tên và quy định' }).click() } },
  { name: 'talk-new', as: 'chuyen.vien', path: '/trao-doi', act: async (page) => { await page.locator('.screen-head .button').click(); await page.getByRole('combobox').fill('tran') } },
  { name: 'talk-join', as: 'chuyen.vien', path: '/trao-doi', size: 'm', act: async (page) => { await page.locator('.screen-head .button').click(); await page.getByRole('radio', { name: 'Vào kênh mở' }).check() } },
  { name: 'talk-forward', as: 'chuyen.vien', path: '/trao-doi', act: async (page) => { await message('xin thêm một máy bơm')(page); await page.getByRole('button', { name: 'Chuyển tiếp' }).locator('visible=true').click() } },
  { name: 'talk-offline', as: 'chuyen.vien', path: '/trao-doi', query: 'offline', size: 'm', act: async (page) => { await ward(page); await page.locator('.composer textarea').fill('Em báo lại sau 10 phút.'); await page.locator('.composer .send').click() } },
  { name: 'talk-task', as: 'chuyen.vien', path: '/trao-doi', theme: 'ld', act: talkOfTask },
  { name: 'sign-in', as: '' },
  { name: 'sign-in-wrong', as: '', size: 'm', act: async (page) => { await page.fill('[name=username]', 'sai'); await page.fill('[name=password]', 'x'); await page.click('[type=submit]') } },
  { name: 'time-today', as: 'chuyen.vien', theme: 'ld' },
  { name: 'time-task', as: 'chuyen.vien', theme: 'ld', act: remindedTask },
  { name: 'time-remind', as: 'chuyen.vien', act: async (page) => { await remindedTask(page); await page.getByRole('button', { name: 'Nhắc tôi riêng' }).click() } },
  { name: 'time-reminders', as: 'chuyen.vien', path: '/nhac-viec', theme: 'ld' },
  { name: 'time-reminders-none', as: 'chuyen.vien', path: '/nhac-viec', act: async (page) => { while (await page.locator('.tick').count()) await page.locator('.tick').first().click() } },
  { name: 'time-calendar', as: 'quan.tri', path: '/lich-lam-viec', theme: 'ld' },
  { name: 'time-calendar-read', as: 'chuyen.vien', path: '/lich-lam-viec?nam=2029', size: 'm' },
  { name: 'time-calendar-day', as: 'chu.tich', path: '/lich-lam-viec', act: async (page) => { await page.locator('.day-row .row-link').first().click() } },
  { name: 'time-calendar-add', as: 'quan.tri', path: '/lich-lam-viec', theme: 'ld', act: async (page) => { await page.getByRole('button', { name: 'Thêm ngày' }).click(); await page.getByLabel('Ngày', { exact: true }).fill('2026-12-31'); await page.getByLabel('Tên').fill('Nghỉ hoán đổi dịp Tết Dương lịch') } },
  { name: 'time-calendar-hours', as: 'quan.tri', path: '/lich-lam-viec', size: 'm', act: async (page) => { await page.getByRole('button', { name: 'Giờ làm việc' }).click() } },
  { name: 'time-calendar-import', as: 'quan.tri', path: '/lich-lam-viec', act: async (page) => { await page.getByRole('button', { name: 'Nhập từ CSV' }).click(); await page.getByLabel('Nội dung').fill('ngày;làm việc;tên\n31/12/2026;không;Nghỉ hoán đổi dịp Tết Dương lịch\n26/12/2026;có;Làm bù ngày 31/12\n31/02/2027;không;Nghỉ\n01/01/2027;có lẽ;Tết Dương lịch') } },
  { name: 'time-rule', as: 'chu.tich.phuong', path: '/quy-tac-nhac', theme: 'ld' },
  { name: 'time-rule-edit', as: 'giam.doc', path: '/quy-tac-nhac', theme: 'ld', act: async (page) => { await page.getByRole('button', { name: 'Sửa quy tắc' }).click() } },
  { name: 'time-unit', as: 'chu.tich.phuong', path: '/danh-ba', act: async (page) => { if (page.viewportSize().width < 500) await page.locator('.tree-link').first().click() } },
  { name: 'time-absence', as: 'chuyen.vien', path: '/vang-mat/away-now', theme: 'ld' },
  { name: 'time-absence-mine', as: 'chu.tich.phuong', path: '/vang-mat', size: 'm' },
  { name: 'time-absence-none', as: 'quan.tri', path: '/vang-mat', size: 'm' },
  { name: 'time-absence-new', as: 'chu.tich.phuong', path: '/vang-mat', theme: 'ld', act: async (page) => { await page.getByRole('button', { name: 'Báo vắng mặt' }).click(); await page.getByRole('combobox').first().fill('tran') } },
  { name: 'time-absence-marks', as: 'chuyen.vien', path: '/giao', size: 'm', act: async (page) => { await page.getByLabel('Giao cho').fill('chu tich sai gon') } },
  { name: 'time-hand-over', as: 'chu.tich.phuong', path: '/ban-giao', size: 'm' },
  { name: 'time-hand-over-steps', as: 'chu.tich.phuong', path: '/ban-giao', theme: 'ld', act: async (page) => { await page.locator('.step-card .button').first().click(); await page.locator('.part summary').first().click() } },
  { name: 'time-hand-over-done', as: 'chu.tich.phuong', path: '/ban-giao', act: async (page) => { await page.locator('.step-card .button').first().click(); await page.getByLabel('Người nhận').fill('tran'); await page.locator('.option').first().click(); await page.getByRole('button', { name: 'Bàn giao', exact: true }).click(); await page.getByRole('dialog').getByRole('button', { name: 'Bàn giao', exact: true }).click() } },
  { name: 'time-settings', as: 'chu.tich.phuong', path: '/cai-dat', size: 'm' },
  { name: 'choosing', path: '/don-vi?chon=', theme: 'ld', act: async (page) => { await page.locator('.pick-row').nth(2).click(); await page.locator('.pick-row').nth(4).click() } },
  { name: 'choosing-filtered', path: '/don-vi?den=late&vai=assigner&chon=', size: 'm', language: 'en' },
  { name: 'choosing-chase', path: '/don-vi?chon=', act: async (page) => { await page.locator('.pick-row').first().click(); await page.locator('.bulk-actions .button').first().click() } },
  { name: 'agenda', as: 'chu.tich.phuong', path: '/lich', theme: 'ld' },
  { name: 'agenda-given', path: '/lich?cua=given', theme: 'ld' },
  { name: 'agenda-english', as: 'chuyen.vien', path: '/lich', language: 'en' },
  { name: 'agenda-none', as: 'quan.tri', path: '/lich', size: 'm' },
  { name: 'agenda-task', as: 'chu.tich.phuong', path: '/lich', size: 'd', act: async (page) => { await page.locator('a.agenda-line').first().click() } },
  { name: 'keys', size: 'd', act: (page) => page.keyboard.press('?') },
]
