/** The icons, drawn on a grid of 24 with one stroke; each goes with a word, so all are hidden from readers. */
import type { JSX } from 'preact'

const PATHS = {
  today: 'M7 3v3M17 3v3M4 9h16M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm4 9 2.2 2.2L15.5 12',
  tasks: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  plus: 'M12 5v14M5 12h14',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3V4Zm0 13a3 3 0 0 1 3-3h11M10 8h5',
  bell: 'M6 16v-5a6 6 0 1 1 12 0v5l1.5 2h-15L6 16Zm4 4.5h4',
  gear: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM12 3v2.5M12 18.5V21M3 12h2.5M18.500 12H21M5.600 5.600l1.800 1.800M16.600 16.600l1.800 1.800M18.400 5.600l-1.800 1.800M7.400 16.600l-1.800 1.800',
  late: 'M12 3 2.500 20h19L12 3Zm0 6.500v5M12 17.300h.01',
  soon: 'M7 3h10M7 21h10M8 3v4l4 5-4 5v4M16 3v4l-4 5 4 5v4',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v4.500l3 1.800',
  check: 'm5 12.500 4.500 4.500L19.500 7',
  checks: 'm2 12.500 4 4 8-8.500M11 16l.8.500L21 8',
  close: 'm6 6 12 12M18 6 6 18',
  back: 'M15 5 8 12l7 7',
  next: 'm9 5 7 7-7 7',
  down: 'm5 9 7 7 7-7',
  up: 'm5 15 7-7 7 7',
  chart: 'M4 20h16M7 16v-5M12 16V6M17 16v-8',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM15.500 15.500 20.500 20.500',
  phone: 'M6 3h3l1.500 5-2 1.500a12 12 0 0 0 6 6l1.500-2 5 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4 5.200 2 2 0 0 1 6 3Z',
  mail: 'M4 5h16v14H4zM4 7l8 6 8-6',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.500 20.500a7.500 7.500 0 0 1 15 0',
  unit: 'M4 21V9l8-5 8 5v12M4 21h16M9 21v-6h6v6M9 11h.01M15 11h.01',
  flag: 'M5 21V4h13l-3 4.500 3 4.500H5',
  flame: 'M12 3c.500 4 5 5.500 5 10.500a5 5 0 0 1-10 0c0-2 1-3 2-4 .500 1.500 1.500 2 1.500 2C11 8.500 10.500 5.500 12 3Z',
  swap: 'M4 8h14l-3.500-3.500M20 16H6l3.500 3.500',
  send: 'M4 12 20 4l-5 16-3.500-6.500L4 12Zm7.500 1.500L20 4',
  device: 'M7 3h10v18H7zM11 18h2',
  cloud: 'M7 18a4 4 0 0 1-.500-8 6 6 0 0 1 11.500 1.500A3.300 3.300 0 0 1 17.500 18H7Z',
  cloudOff: 'M9.500 6.500A6 6 0 0 1 18 11.500a3.300 3.300 0 0 1 1.800 5.500M16 18H7a4 4 0 0 1-.500-8M3 3l18 18',
  sync: 'M4 12a8 8 0 0 1 14-5.300L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.300L4 15M4 20v-5h5',
  history: 'M4 5v5h5M4.500 10A8 8 0 1 1 4 13.500M12 8v4.500l3 1.800',
  grid: 'M5 5h4v4H5zM15 5h4v4h-4zM5 15h4v4H5zM15 15h4v4h-4z',
  table: 'M4 5h16v14H4zM4 10h16M10 5v14',
  download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  megaphone: 'M4 10v4h3l8 4.500v-13L7 10H4Zm14 .500a3 3 0 0 1 0 3M8 14.500 9.500 20h2',
  more: 'M5 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0Zm6 0a1 1 0 1 0 2 0 1 1 0 0 0-2 0Zm6 0a1 1 0 1 0 2 0 1 1 0 0 0-2 0Z',
  edit: 'M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  eye: 'M2.500 12C5 7.500 8 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.500 6.500-9.500 6.500S5 16.500 2.500 12ZM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5Z',
  out: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
  chain: 'M7 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM17 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM7 9v3a5 5 0 0 0 5 5h3',
  calendar: 'M7 3v3M17 3v3M4 9h16M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z',
  pause: 'M8 5v14M16 5v14',
  undo: 'M9 7 4.500 11.500 9 16M5 11.500h9a5 5 0 0 1 0 10h-2',
  chat: 'M4 5h16v11H9l-5 4V5Zm4 4h8M8 12.500h5',
  users: 'M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7ZM2.500 19.500a6.500 6.500 0 0 1 13 0M16 5.500a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5',
  reply: 'M9 7 4.500 11.500 9 16M5 11.500h8a6 6 0 0 1 6 6v1.500',
  forward: 'm15 7 4.500 4.500L15 16M19 11.500h-8a6 6 0 0 0-6 6v1.500',
  pin: 'M9 4h6l-.500 6 3 3.500h-11l3-3.500L9 4Zm3 9.500V20',
  smile: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM8.500 13.500a4 4 0 0 0 7 0M9.500 9.500v.300M14.500 9.500v.300',
  mic: 'M12 3.500a2.800 2.800 0 0 0-2.800 2.800v5a2.800 2.800 0 0 0 5.600 0v-5A2.800 2.800 0 0 0 12 3.500ZM6 11a6 6 0 0 0 12 0M12 17v3.500',
  play: 'M8 5.500v13l10.500-6.500L8 5.500Z',
  stop: 'M7 7h10v10H7z',
  file: 'M6 3.500h8l4 4V20.500H6zM14 3.500v4h4',
  picture: 'M4 5h16v14H4zM4 16l4.500-4.500 4 4 3-3L20 17M9 9h.01',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4V8Zm8 2a3.300 3.300 0 1 0 0 6.600 3.300 3.300 0 0 0 0-6.600Z',
  tag: 'M4 4h8l8.500 8.500-8 8L4 12V4Zm4 4h.01',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  bellOff: 'M6 16v-5a6 6 0 0 1 9-5.200M18 11v5l1.500 2H9M10 20.500h4M4 4l16 16',
  clip: 'M20 11.500 12 19.500a5 5 0 0 1-7-7l8-8a3.300 3.300 0 0 1 4.700 4.700l-8 8a1.700 1.700 0 0 1-2.400-2.400l7.300-7.300',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10',
  question: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .600-1.500 1.200-1.500 2.400M12 17.500h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The seal of the product: a ring around a star, as on a stamp. */
export function Seal({ size = 28 }: { size?: number }): JSX.Element {
  return (
    <svg class="seal" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" class="seal-ground" />
      <circle cx="16" cy="16" r="10.500" class="seal-ring" />
      <path
        class="seal-star"
        d="m16 9.600 1.500 4.500h4.700l-3.800 2.800 1.400 4.500-3.800-2.800-3.800 2.800 1.400-4.500-3.800-2.800h4.700Z"
      />
    </svg>
  )
}
