/** What the issuer may do with an announcement as a whole: correct it, withdraw it. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { correct, withdraw } from '../act-announcement'
import { t } from '../i18n'
import { useOrganisation } from '../live'
import type { Announcement } from '../model/rows'
import { Acting } from '../ui/acting'
import { Check, TextField } from '../ui/fields'
import { Menu } from '../ui/menu'
import { Sheet } from '../ui/sheet'

interface Props {
  id: string
  announcement: Announcement
  post: string
}

export function AnnouncementMenu(props: Props): JSX.Element | null {
  const [open, setOpen] = useState<'correct' | 'withdraw' | null>(null)
  if (props.announcement.state !== 'issued') return null
  const items = [
    { label: t.announcement.correct, onPick: () => setOpen('correct') },
    { label: t.announcement.withdraw, onPick: () => setOpen('withdraw'), danger: true },
  ]
  const close = () => setOpen(null)
  return (
    <>
      <Menu label={t.task.moreActions} items={items} />
      {open === 'correct' && <Correct {...props} onClose={close} />}
      {open === 'withdraw' && <Withdraw {...props} onClose={close} />}
    </>
  )
}

type BodyProps = Props & { onClose: () => void }

function Foot({ post, label, give, danger }: { post: string; label: string; give: () => void; danger?: boolean }): JSX.Element {
  const org = useOrganisation()
  return (
    <>
      <Acting posts={[post]} value={post} onChange={() => undefined} org={org} />
      <button type="button" class={danger ? 'button danger big' : 'button primary big'} onClick={give}>
        {label}
      </button>
    </>
  )
}

function Correct({ id, announcement, post, onClose }: BodyProps): JSX.Element {
  const [title, setTitle] = useState(announcement.title)
  const [text, setText] = useState(announcement.text)
  const [again, setAgain] = useState(false)
  const [tried, setTried] = useState(false)
  const give = () => {
    if (!title.trim() || !text.trim()) return setTried(true)
    correct(id, announcement, { title: title.trim(), text: text.trim(), again }, post)
    onClose()
  }
  return (
    <Sheet
      title={t.announcement.correct}
      onClose={onClose}
      foot={<Foot post={post} label={t.announcement.correct} give={give} />}
    >
      <TextField
        label={t.announcement.title}
        value={title}
        onInput={setTitle}
        max={500}
        error={tried && !title.trim() ? t.announcement.needTitle : null}
      />
      <TextField
        label={t.announcement.text}
        value={text}
        onInput={setText}
        lines={6}
        max={20_000}
        error={tried && !text.trim() ? t.announcement.needText : null}
      />
      {announcement.acknowledge && (
        <Check label={t.announcement.askAgain} hint={t.announcement.askAgainHint} value={again} onChange={setAgain} />
      )}
    </Sheet>
  )
}

function Withdraw({ id, announcement, post, onClose }: BodyProps): JSX.Element {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const give = () => {
    if (!reason.trim()) return setTried(true)
    withdraw(id, reason.trim(), post)
    onClose()
  }
  return (
    <Sheet
      title={t.announcement.withdraw}
      onClose={onClose}
      foot={<Foot post={post} label={t.announcement.withdraw} give={give} danger />}
    >
      <p class="subject">{announcement.title}</p>
      <p>{t.announcement.withdrawText}</p>
      <TextField
        label={t.announcement.reason}
        value={reason}
        onInput={setReason}
        lines={2}
        focus
        error={tried && !reason.trim() ? t.needReason : null}
      />
    </Sheet>
  )
}
