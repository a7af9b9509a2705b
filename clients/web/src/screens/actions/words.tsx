/** Actions that need a few words: submitting, reminding, cancelling, reopening. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import type { ActionName } from '../../model/actions'
import { useOnceSent, useUploads } from '../../uploads'
import { Attach } from '../../ui/attach'
import { TextField } from '../../ui/fields'
import { Sheet } from '../../ui/sheet'
import { Subject, type BodyProps } from './body'

/** A sheet that asks for one text, needed or not. */
export function oneText(
  title: () => string,
  label: () => string,
  name: ActionName,
  field: string,
  options: { needed?: boolean; danger?: boolean; files?: boolean; button?: () => string } = {},
) {
  return function OneText({ task, give, acting, words, onClose }: BodyProps): JSX.Element {
    const [text, setText] = useState(words)
    const [tried, setTried] = useState(false)
    const uploads = useUploads()
    const send = useOnceSent(uploads, () => {
      const files = uploads.done.length > 0 ? { files: uploads.done } : {}
      give(name, { ...(text.trim() ? { [field]: text.trim() } : {}), ...files })
    })
    const attempt = () => (options.needed && !text.trim() ? setTried(true) : send.start())
    return (
      <Sheet
        title={title()}
        onClose={onClose}
        foot={
          <>
            {acting}
            <button type="button" class={options.danger ? 'button danger big' : 'button primary big'} onClick={attempt}>
              {(options.button ?? (() => t.action[name]))()}
            </button>
          </>
        }
      >
        <Subject task={task} />
        <TextField
          label={options.needed ? label() : `${label()} (${t.optional})`}
          value={text}
          onInput={setText}
          lines={3}
          focus
          error={tried && !text.trim() ? t.needReason : null}
        />
        {options.files && <Attach uploads={uploads} note={send.waits ? t.talk.queued : null} />}
      </Sheet>
    )
  }
}
