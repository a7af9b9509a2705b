/** Which scopes are on screen, in this tab and in the others. */

export class Screen {
  #own = new Map<string, number>()
  #others = new Map<string, readonly string[]>()

  /** What this tab shows. */
  get own(): string[] {
    return [...this.#own.keys()]
  }

  /** What any tab shows. */
  get all(): Set<string> {
    return new Set([...this.own, ...[...this.#others.values()].flat()])
  }

  /** Counts a scope in; whether it is new. */
  open(scope: string): boolean {
    const count = this.#own.get(scope) ?? 0
    this.#own.set(scope, count + 1)
    return count === 0
  }

  /** Counts a scope out; whether it left. */
  close(scope: string): boolean {
    const count = this.#own.get(scope) ?? 0
    if (count > 1) this.#own.set(scope, count - 1)
    else this.#own.delete(scope)
    return count === 1
  }

  /** Counts a scope in until what is returned is called; `changed`: it is new here, or has left. */
  hold(scope: string, changed: () => void): () => void {
    if (this.open(scope)) changed()
    let held = true
    return () => {
      if (held && this.close(scope)) changed()
      held = false
    }
  }

  /** Another tab says what it shows; whether that tab is new. */
  other(tab: string, scopes: readonly string[]): boolean {
    const known = this.#others.has(tab)
    this.#others.set(tab, scopes)
    return !known
  }

  gone(tab: string): void {
    this.#others.delete(tab)
  }
}
