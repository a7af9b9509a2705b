/** Language, theme, this device, and leaving it clean. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { language, moment, number, t, type Language } from '../i18n'
import { myPosts, rows, signed, sync, useNow, useOrganisation, useStatus } from '../live'
import { leave, changeLanguage, refill } from '../device'
import { Choice, TextField } from '../ui/fields'
import { Icon } from '../ui/icon'
import { showKeys } from '../ui/keys'
import { postName } from '../ui/seat'
import { Sheet } from '../ui/sheet'
import { SettingsPush } from './settings-push'
import { SettingsTime } from './settings-time'
import { SettingsWishes } from './settings-wishes'

type Theme = 'auto' | 'light' | 'dark'

function setTheme(theme: Theme): void {
  localStorage.setItem('congvu.theme', theme)
  dispatchEvent(new Event('congvu:theme'))
}

const COLLECTIONS = ['task', 'timeline', 'directive', 'line', 'unit', 'post', 'official', 'phone', 'figure'] as const

export function Settings(): JSX.Element {
  const org = useOrganisation()
  const status = useStatus()
  const now = useNow()
  const [theme, change] = useState<Theme>(() => (localStorage.getItem('congvu.theme') as Theme | null) ?? 'auto')
  const [device, setDevice] = useState(() => localStorage.getItem('congvu.device-name') ?? '')
  const [asking, setAsking] = useState<'out' | 'wipe' | null>(null)
  const held = COLLECTIONS.reduce((sum, name) => sum + rows(name).size, 0)
  const name = (text: string) => {
    setDevice(text)
    localStorage.setItem('congvu.device-name', text)
  }
  return (
    <div class="screen settings">
      <header class="screen-head">
        <h1>{t.settings.title}</h1>
      </header>
      <section class="paper">
        <h2>{t.settings.account}</h2>
        <p>
          <b>{org.official(signed().official)?.name}</b>
        </p>
        <ul class="plain">
          {myPosts().map((post) => (
            <li key={post}>{postName(post, org)}</li>
          ))}
        </ul>
        <p class="card-actions">
          <button type="button" class="button" onClick={() => setAsking('out')}>
            <Icon name="out" size={18} />
            {t.settings.signOut}
          </button>
        </p>
      </section>
      <section class="paper">
        <h2>{t.nav.figures}</h2>
        <p class="card-actions">
          <a class="button" href="/so-lieu">
            {t.nav.figures}
          </a>
          <a class="button" href="/danh-gia">
            {t.nav.evaluation}
          </a>
        </p>
      </section>
      <SettingsTime />
      <section class="paper">
        <Choice<Language>
          legend={t.settings.language}
          value={language}
          onChange={(next) => void changeLanguage(next)}
          options={[
            { value: 'vi', label: 'Tiếng Việt' },
            { value: 'en', label: 'English' },
          ]}
        />
        <Choice<Theme>
          legend={t.settings.theme}
          value={theme}
          onChange={(next) => {
            setTheme(next)
            change(next)
          }}
          options={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t.settings.themes[value] }))}
        />
        <TextField label={t.settings.device} hint={t.settings.deviceHint} value={device} onInput={name} max={60} />
        <button type="button" class="button" onClick={() => showKeys(true)}>
          <Icon name="keyboard" size={18} />
          {t.settings.shortcuts}
        </button>
      </section>
      <SettingsPush />
      <SettingsWishes />
      <section class="paper">
        <h2>{t.settings.sync}</h2>
        <p>
          {t.sync[status.connection]} · {status.syncedAt ? t.sync.at(moment(status.syncedAt, now)) : t.sync.never}
        </p>
        <p>
          {t.settings.rows(number(held))}
          {status.waiting > 0 && ` · ${t.sync.waiting(status.waiting)}`}
        </p>
        {status.storage !== 'durable' && <p class="error">{t.settings.storageWarning}</p>}
        <p class="card-actions">
          <button type="button" class="button danger" onClick={() => setAsking('wipe')}>
            <Icon name="trash" size={18} />
            {t.settings.wipe}
          </button>
        </p>
      </section>
      {asking && <Ask kind={asking} waiting={sync().status().waiting} onClose={() => setAsking(null)} />}
    </div>
  )
}

/** The one place where the app asks "are you sure": what goes cannot come back. */
function Ask({ kind, waiting, onClose }: { kind: 'out' | 'wipe'; waiting: number; onClose: () => void }): JSX.Element {
  const out = kind === 'out'
  return (
    <Sheet
      title={out ? t.settings.signOut : t.settings.wipe}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button big" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" class="button danger big" onClick={() => void (out ? leave() : refill())}>
            {out ? t.settings.signOut : t.settings.wipeDo}
          </button>
        </>
      }
    >
      <p>{out ? t.settings.signOutText : t.settings.wipeText}</p>
      {waiting > 0 && <p class="error">{t.settings.signOutWaiting(waiting)}</p>}
    </Sheet>
  )
}
