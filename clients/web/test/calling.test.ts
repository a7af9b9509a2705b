import { describe, expect, it } from 'vitest'
import { calledIn, calling, callsMe, meOf, peopleOf, sittersOf, type Callable } from '../src/model/calling'
import { cardsIn } from '../src/model/cards'
import { callableIn, channelPlace, directivePlace, taskPlace, type TalkPlace } from '../src/model/talk-place'
import type { Channel, Directive } from '../src/model/rows'
import { org, seat, task } from './examples'

const one = (name: string, id: string): Callable => ({ mention: { kind: 'official', id }, name, detail: '' })
const PEOPLE = [one('Hồ Nhật Phát', 'phat'), one('Hồ Nhật', 'nhat'), one('Trần Kim Hoa', 'hoa')]

describe('calling', () => {
  it('is typed after an @ that begins a word', () => {
    expect(calling('Nhờ @Tran B', 11)).toEqual({ from: 4, query: 'Tran B' })
    expect(calling('@', 1)).toEqual({ from: 0, query: '' })
    expect(calling('a@b.vn', 6)).toBeNull()
    expect(calling('không', 5)).toBeNull()
    expect(calling('@Hoa  xong', 10)).toBeNull()
  })

  it('calls whom the text names, the longest name that fits, each once', () => {
    expect(calledIn('@Hồ Nhật Phát, @Trần Kim Hoa và @Hồ Nhật Phát', PEOPLE).map(({ id }) => id)).toEqual(['phat', 'hoa'])
    expect(calledIn('@Hồ Nhật ơi', PEOPLE).map(({ id }) => id)).toEqual(['nhat'])
    expect(calledIn('@Trần Kim Hoan', PEOPLE)).toEqual([])
  })

  it('reaches me as a person, by what I hold, and with everybody', () => {
    const me = meOf('phat', ['ward'], org)
    const calls = (kind: 'official' | 'post' | 'unit' | 'everyone', id: string | null) => callsMe({ kind, id }, me)
    expect([calls('official', 'phat'), calls('post', 'ward'), calls('unit', 'saigon'), calls('everyone', null)]).toEqual([true, true, true, true])
    expect([calls('official', 'hoa'), calls('post', 'clerk'), calls('unit', 'canGio')]).toEqual([false, false, false])
  })
})

describe('who hears a place', () => {
  it('are the holders of posts in a unit, and who sits in seats', () => {
    expect(peopleOf('saigon', org).sort()).toEqual(['phat', 'phuong'])
    expect(sittersOf([seat('city', 'chairman'), seat('saigon'), null], org).sort()).toEqual(['hoa', 'phat', 'phuong'])
  })
})

const me = { official: 'phat', posts: ['ward'], org }
const names = { post: () => '', everyone: 'tất cả', count: (n: number) => `${n}` }
const channel = (over: Partial<Channel>): Channel =>
  ({ kind: 'group', name: 'Tổ trực', topic: null, members: ['phat', 'hoa'], memberCount: 2, moderators: [], posting: 'all', archived: false, count: 3, pinned: [], ...over }) as Channel
const callable = (place: TalkPlace) => callableIn(place, 'phat', org, names).map(({ mention }) => `${mention.kind}:${mention.id}`)

describe('a place as it stands to me', () => {
  it('is mine to keep in order where I lead, moderate, or gave the work', () => {
    expect(channelPlace('saigon', channel({ kind: 'unit' }), false, me)).toMatchObject({ orderly: true, post: 'ward', heard: true, scope: 'unit:saigon' })
    expect(channelPlace('c', channel({ moderators: ['phat'] }), true, me).orderly).toBe(true)
    expect(channelPlace('c', channel({}), true, me).orderly).toBe(false)
    expect(taskPlace('t', task(), undefined, me).orderly).toBe(false)
    expect(taskPlace('t', task(), undefined, { ...me, official: 'hoa', posts: ['chairman'] }).orderly).toBe(true)
  })

  it('lets me write where I am, it is open, and posting is not left to others', () => {
    expect(channelPlace('c', channel({}), true, me).speaks).toBe(true)
    expect(channelPlace('c', channel({ kind: 'open' }), false, me)).toMatchObject({ heard: false, speaks: false })
    expect(channelPlace('c', channel({ archived: true }), true, me).speaks).toBe(false)
    expect(channelPlace('c', channel({ posting: 'moderators' }), true, me).speaks).toBe(false)
    expect(channelPlace('c', channel({ posting: 'moderators', moderators: ['phat'] }), true, me).speaks).toBe(true)
  })

  it('has those whom one can call there: never myself, everybody only for who keeps order', () => {
    expect(callable(channelPlace('c', channel({}), true, me))).toEqual(['official:hoa'])
    expect(callable(channelPlace('c', channel({ moderators: ['phat'] }), true, me))).toEqual(['official:hoa', 'everyone:null'])
    expect(callable(channelPlace('saigon', channel({ kind: 'unit' }), false, me))).toEqual(['official:phuong', 'post:ward', 'unit:saigon', 'everyone:null'])
    expect(callable(taskPlace('t', task(), undefined, me)).sort()).toEqual(['official:hoa', 'official:phuong'])
    const directive = { title: 'x', issuer: seat('city', 'chairman'), units: ['saigon'] } as unknown as Directive
    expect(callable(directivePlace('d', directive, undefined, me)).sort()).toEqual(['official:hoa', 'official:phuong'])
  })
})

describe('cards', () => {
  const id = '0192f000-0000-7000-8000-00000000000a'
  const ward = '0192f000-0000-7000-8000-00000000000b'

  it('are the things of ours that a text links to, each once', () => {
    const text = `Xem https://congvu.vn/viec/${id}, (https://congvu.vn/danh-ba?don-vi=${ward}) và https://khac.vn/viec/${ward} https://congvu.vn/viec/${id}`
    expect(cardsIn(text, 'https://congvu.vn')).toEqual([
      { kind: 'task', id },
      { kind: 'unit', id: ward },
    ])
    expect(cardsIn(`https://congvu.vn/chi-dao/${id}?muc=trao-doi`, 'https://congvu.vn')).toEqual([{ kind: 'directive', id }])
    expect(cardsIn('https://congvu.vn/viec/khong', 'https://congvu.vn')).toEqual([])
  })
})
