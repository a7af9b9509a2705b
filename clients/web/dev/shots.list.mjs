const first = (selector) => async (page) => page.locator(selector).first().click()
export const SHOTS = [
  { name: 'today-chair', theme: 'ld' },
  { name: 'today-ward', as: 'chu.tich.phuong', theme: 'ld' },
  { name: 'today-two-posts', as: 'chuyen.vien' },
  { name: 'today-offline', as: 'chu.tich.phuong', query: 'offline', size: 'm' },
  {
    name: 'board',
    theme: 'ld',
    act: async (page) => {
      await page.locator('a[href^="/chi-dao/"]').first().click()
      await page.waitForSelector('.board-dot')
    },
  },
  {
    name: 'board-unit',
    act: async (page) => {
      await page.locator('a[href^="/chi-dao/"]').first().click()
      await page.locator('.board-dot').nth(20).click()
    },
  },
  {
    name: 'board-past',
    size: 'm',
    act: async (page) => {
      await page.locator('a[href^="/chi-dao/"]').first().click()
      await page.locator('input[type=range]').fill('300')
    },
  },
  {
    name: 'board-table',
    act: async (page) => {
      await page.locator('a[href^="/chi-dao/"]').first().click()
      await page.locator('.switch button').nth(1).click()
    },
  },
  { name: 'task', as: 'chu.tich.phuong', theme: 'ld', act: first('.row-link') },
  { name: 'report', as: 'chu.tich.phuong', act: first('.row .button:not(.primary)') },
  { name: 'accepted', as: 'chu.tich.phuong', size: 'm', act: first('.row .button.primary') },
  { name: 'assign', path: '/giao', theme: 'ld' },
  {
    name: 'assign-search',
    path: '/giao',
    size: 'm',
    act: async (page) => {
      await page.locator('input[type=search]').first().fill('ubnd p ben nghe')
    },
  },
  { name: 'unit', as: 'chu.tich.phuong', path: '/don-vi' },
  { name: 'directory', path: '/danh-ba' },
  {
    name: 'directory-unit',
    path: '/danh-ba',
    size: 'm',
    act: async (page) => {
      await page.locator('input[type=search]').fill('sai gon')
      await page.locator('.found a').first().click()
    },
  },
  { name: 'notices', path: '/thong-bao', size: 'm' },
  { name: 'settings', path: '/cai-dat', theme: 'ld' },
  { name: 'sign-in', as: '' },
  { name: 'keys', size: 'd', act: (page) => page.keyboard.press('?') },
]
