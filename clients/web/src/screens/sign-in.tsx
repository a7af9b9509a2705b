/** Signing in: one account for all the work. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../i18n'
import { signIn, SignInError, type Signed } from '../session'
import { useFocus } from '../ui/fields'
import { Icon, Seal } from '../ui/icon'

interface Props {
  onSigned: (signed: Signed) => void
  /** The session ended while work was under way. */
  again?: boolean
}

export function SignIn({ onSigned, again }: Props): JSX.Element {
  const field = useFocus<HTMLInputElement>(true)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onSigned(await signIn(login.trim(), password))
    } catch (failed) {
      setError(t.signIn[failed instanceof SignInError ? failed.kind : 'other'])
    } finally {
      setBusy(false)
    }
  }
  return (
    <main class="sign-in">
      <form class="paper" onSubmit={(event) => void submit(event)}>
        <p class="sign-brand">
          <Seal size={48} />
          <b>{t.app}</b>
        </p>
        <h1>{t.signIn.title}</h1>
        <p class="soft">{again ? t.signIn.again : t.signIn.lead}</p>
        <label class="field">
          <span>{t.signIn.login}</span>
          <input
            type="text"
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            value={login}
            ref={field}
            onInput={(event) => setLogin((event.target as HTMLInputElement).value)}
          />
        </label>
        <label class="field">
          <span>{t.signIn.password}</span>
          <span class="reveal">
            <input
              type={(shown ? 'text' : 'password') as 'password'}
              name="password"
              autocomplete="current-password"
              required
              value={password}
              onInput={(event) => setPassword((event.target as HTMLInputElement).value)}
            />
            <button
              type="button"
              class="icon-button"
              aria-pressed={shown}
              aria-label={shown ? t.signIn.hide : t.signIn.show}
              onClick={() => setShown(!shown)}
            >
              <Icon name="eye" />
            </button>
          </span>
        </label>
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" class="button primary big" disabled={busy}>
          {busy ? t.signIn.busy : t.signIn.submit}
        </button>
      </form>
    </main>
  )
}
