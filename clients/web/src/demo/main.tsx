/** The demonstration: chairman, a ward's phone and the office side by side, each a device of its own; served only with --demo. */
import { render, type JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { EMPTY, type Draft } from '../model/draft'
import type { Guest } from '../session'
import { atDay, HOUR } from '../model/time'
import { Icon, Seal } from '../ui/icon'
import '../styles/tokens.css'
import '../styles/base.css'
import './demo.css'
import { texts } from './texts'

type Role = 'chairman' | 'ward' | 'office'

/** One of the sessions that a server in demonstration hands out. */
interface Session extends Omit<Guest, 'name'> {
  role: Role
  name: string
  post: string
  unit: string
}

const ROLES: readonly Role[] = ['chairman', 'ward', 'office']

function address(session: Session, path: string): string {
  const { official, realtime, accessToken, refreshToken } = session
  const guest: Guest = {
    name: `demo-${session.role}`,
    official,
    realtime,
    accessToken,
    ...(refreshToken ? { refreshToken } : {}),
  }
  return `${path}#demo=${encodeURIComponent(JSON.stringify(guest))}`
}

/** The directive of the story, left in the chairman's frame as a draft to be sent by hand. */
function prepare(official: string): void {
  const { draft } = texts
  const now = Date.now()
  const eleven = atDay(now, 0, 11)
  const [households = '', depth = '', help = ''] = draft.questions
  const filled: Draft = {
    ...EMPTY,
    title: draft.title,
    detail: draft.detail,
    urgency: 'flash',
    deadline: eleven > now + HOUR ? eleven : now + 2 * HOUR,
    form: [
      { label: households, kind: 'number', unit: draft.unit, options: '', required: true },
      { label: depth, kind: 'choice', unit: '', options: draft.depths, required: true },
      { label: help, kind: 'text', unit: '', options: '', required: false },
    ],
  }
  localStorage.setItem(`congvu.draft.${official}`, JSON.stringify(filled))
}

function Demo({ sessions }: { sessions: readonly Session[] }): JSX.Element {
  const frames = useRef(new Map<Role, HTMLIFrameElement>())
  const [offline, setOffline] = useState(false)
  const [step, setStep] = useState(0)
  const of = (role: Role) => sessions.find((session) => session.role === role)
  useEffect(() => frames.current.get('ward')?.contentWindow?.postMessage({ offline }, location.origin), [offline])
  const begin = () => {
    const chairman = of('chairman')
    const frame = frames.current.get('chairman')
    if (!chairman || !frame) return
    prepare(chairman.official)
    frame.src = address(chairman, `/giao?tat-ca=${Date.now()}`)
    setStep(1)
  }
  return (
    <>
      <header class="demo-head">
        <Seal size={40} />
        <div class="grow">
          <h1>{texts.title}</h1>
          <p class="soft">{texts.note}</p>
        </div>
        <button type="button" class="demo-button" onClick={begin}>
          <Icon name="edit" size={18} />
          {texts.prepare}
        </button>
      </header>
      <ol class="demo-story" aria-label={texts.steps}>
        {texts.story.map((line, place) => (
          <li key={line}>
            <button type="button" aria-current={place === step ? 'step' : undefined} onClick={() => setStep(place)}>
              <b>{place + 1}</b>
              <span>{line}</span>
            </button>
          </li>
        ))}
      </ol>
      <main class="demo-frames">
        {ROLES.map((role) => {
          const session = of(role)
          return (
            session && (
              <section key={role} class={`device ${role}`} aria-label={texts.roles[role]}>
                <header class="device-head">
                  <p>
                    <b>{texts.roles[role]}</b>
                    <span class="soft">
                      {session.name} · {session.post}
                    </span>
                  </p>
                  {role === 'ward' && (
                    <label class="network">
                      <input
                        type="checkbox"
                        role="switch"
                        checked={!offline}
                        onChange={() => {
                          setStep(offline ? 3 : 2)
                          setOffline(!offline)
                        }}
                        aria-label={texts.network}
                      />
                      <span>{offline ? texts.off : texts.on}</span>
                    </label>
                  )}
                </header>
                <iframe
                  ref={(frame) => void (frame && frames.current.set(role, frame))}
                  title={texts.roles[role]}
                  src={address(session, '/')}
                />
              </section>
            )
          )
        })}
      </main>
    </>
  )
}

const root = document.getElementById('demo') as HTMLElement
render(<p class="demo-wait">{texts.loading}</p>, root)
const answer = await fetch('/demo/sessions.json', { cache: 'no-store' }).catch(() => null)
if (answer?.ok) render(<Demo sessions={(await answer.json()) as Session[]} />, root)
else render(<p class="demo-wait">{texts.failed}</p>, root)
