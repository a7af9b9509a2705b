export const SHOTS = [
  { name: 'today-chair', theme: 'ld' },
  { name: 'today-ward', as: 'chu.tich.phuong', theme: 'ld' },
]
