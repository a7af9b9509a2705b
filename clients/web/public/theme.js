// Before anything is drawn: the theme and language chosen on this device.
;(function () {
  var root = document.documentElement
  var dark = matchMedia('(prefers-color-scheme: dark)')
  var paint = function () {
    var theme = 'auto'
    try {
      theme = localStorage.getItem('congvu.theme') || 'auto'
      root.lang = localStorage.getItem('congvu.language') || 'vi'
    } catch (refused) {
      theme = 'auto'
    }
    var now = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme
    root.dataset.theme = now
    var bar = document.querySelector('meta[name="theme-color"]')
    if (bar) bar.content = now === 'dark' ? '#10151a' : '#f5f4f1'
  }
  paint()
  dark.addEventListener('change', paint)
  addEventListener('congvu:theme', paint)
})()
