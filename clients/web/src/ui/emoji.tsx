/** A small set of emoji, as officials use them at work; drawn by the device's own font. */
import type { JSX } from 'preact'
import { t } from '../i18n'

export const QUICK = ['👍', '❤️', '🙏', '✅', '😄', '👀'] as const

const GROUPS = {
  hands: '👍 👎 👌 🙏 👏 💪 🤝 ✌️ ☝️ 👋 🫡 ✍️',
  faces: '😄 😊 🙂 😉 😂 🤔 😮 😅 😢 😭 😡 😴',
  signs: '✅ ❌ ⚠️ ❗ ❓ 🔴 🟡 🟢 ⏰ 📌 🔥 💯',
  things: '❤️ 🎉 👀 📣 📞 📎 📷 📄 📊 🚗 🌧️ 🌊',
} as const

interface Props {
  onPick: (emoji: string) => void
}

export function EmojiGrid({ onPick }: Props): JSX.Element {
  return (
    <div class="emoji-grid">
      {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
        <div key={group} role="group" aria-label={t.talk.emojiGroups[group]}>
          {GROUPS[group].split(' ').map((emoji) => (
            <button key={emoji} type="button" class="emoji-button" onClick={() => onPick(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}

/** The few that are given most. */
export function EmojiRow({ onPick, chosen }: Props & { chosen: (emoji: string) => boolean }): JSX.Element {
  return (
    <div class="emoji-row" role="group" aria-label={t.talk.react}>
      {QUICK.map((emoji) => (
        <button key={emoji} type="button" class="emoji-button" aria-pressed={chosen(emoji)} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  )
}
