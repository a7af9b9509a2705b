/** What is shown when a screen fails: the data is safe, and there is a way on. */
import { Component, type ComponentChildren } from 'preact'
import { t } from './i18n'
import { Icon } from './ui/icon'

export class Guarded extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false }

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    console.error(error)
  }

  override render(): ComponentChildren {
    if (!this.state.failed) return this.props.children
    return (
      <main class="empty">
        <Icon name="late" size={40} />
        <h1>{t.error.title}</h1>
        <p class="soft">{t.error.text}</p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {t.error.reload}
        </button>
      </main>
    )
  }
}
