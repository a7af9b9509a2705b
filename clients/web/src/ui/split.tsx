/** Two columns of a wide screen: a list, and what one chose from it. */
import type { ComponentChildren, JSX } from 'preact'

export function Split({ list, children }: { list: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <div class="split">
      <div class="split-list">{list}</div>
      <div class="split-detail">{children}</div>
    </div>
  )
}
