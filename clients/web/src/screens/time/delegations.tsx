/** Ủy quyền: which powers of mine others have, and which of theirs I have, by which paper and until when. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { revokeDelegation } from '../../act-delegation'
import { moment, t } from '../../i18n'
import { words } from '../../i18n/time'
import { myPosts, useFilling, useNow, useOrganisation, useRows } from '../../live'
import { delegations, holds, type Given } from '../../model/delegation'
import { Icon } from '../../ui/icon'
import { Filling } from '../../ui/loading'
import { Menu } from '../../ui/menu'
import { postName } from '../../ui/seat'
import { DelegationSheet } from './delegation-sheet'
import { Section } from './parts'
import '../../styles/time.css'

const MOST_OVER = 20

export function Delegations({ id }: { id: string | undefined }): JSX.Element {
  const w = words().delegation
  const now = useNow()
  const posts = myPosts()
  const all = delegations(useRows('delegation').values(), now)
  const open = all.filter(({ standing }) => holds(standing))
  const given = open.filter(({ delegation }) => posts.includes(delegation.giver))
  const received = open.filter(({ delegation }) => posts.includes(delegation.receiver))
  const over = all.filter((each) => !holds(each.standing)).slice(0, MOST_OVER)
  const filling = useFilling()
  const [giving, setGiving] = useState(false)
  return (
    <div class="screen">
      <header class="screen-head">
        <h1>{t.time.delegation}</h1>
        <button type="button" class="button primary add" onClick={() => setGiving(true)}>
          <Icon name="plus" size={18} />
          {w.give}
        </button>
      </header>
      {filling && <Filling />}
      {!filling && all.length === 0 && <None />}
      {all.length > 0 && (
        <>
          <Section title={w.given} count={given.length} empty={w.noneGiven}>
            {given.map((each) => (
              <DelegationRow key={each.id} given={each} asked={each.id === id} now={now}>
                <Menu
                  label={w.more(each.delegation.paper)}
                  items={[
                    {
                      label: w.revoke,
                      onPick: () => revokeDelegation(each.id, each.delegation.giver, w.revoked),
                      danger: true,
                    },
                  ]}
                />
              </DelegationRow>
            ))}
          </Section>
          <Section title={w.received} count={received.length} hint={received.length > 0 ? w.acting : ''} empty={w.noneReceived}>
            {received.map((each) => (
              <DelegationRow key={each.id} given={each} asked={each.id === id} now={now} />
            ))}
          </Section>
          {over.length > 0 && (
            <Section title={w.past} count={over.length}>
              {over.map((each) => (
                <DelegationRow key={each.id} given={each} asked={each.id === id} now={now} />
              ))}
            </Section>
          )}
        </>
      )}
      {giving && <DelegationSheet onClose={() => setGiving(false)} />}
    </div>
  )
}

/** What delegations are for, to whom has seen none yet. */
function None(): JSX.Element {
  const w = words().delegation
  return (
    <div class="empty">
      <Icon name="user" size={40} />
      <p>
        <b>{w.none}</b>
      </p>
      <p class="soft">{w.noneHint}</p>
    </div>
  )
}

interface RowProps {
  given: Given
  /** A notice led here. */
  asked: boolean
  now: number
  children?: JSX.Element
}

function DelegationRow({ given: { delegation, standing, start, end }, asked, now, children }: RowProps): JSX.Element {
  const w = words().delegation
  const org = useOrganisation()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (asked) row.current?.scrollIntoView({ block: 'nearest' })
  }, [asked])
  const whose = (post: string) => w.seat(org.official(org.post(post)?.holder)?.name || t.vacant, postName(post, org))
  return (
    <li ref={row} class={`row absence${asked ? ' current' : ''}`}>
      <span class="row-title">{w.powers(delegation.powers)}</span>
      <span class="row-meta">
        <span class="mark">{w.standing[standing]}</span>
        <span class="tabular">{w.span(moment(start, now), moment(end, now))}</span>
        <span>{w.from(whose(delegation.giver))}</span>
        <span>{w.to(whose(delegation.receiver))}</span>
        <span>{w.by(delegation.paper)}</span>
      </span>
      {children}
    </li>
  )
}
