/** This device as a whole: change its language, leave it clean, fill it anew. */
import { type Language } from './i18n'
import { signed, sync } from './live'
import { leavePush } from './push/subscribe'
import { signOut } from './session'

/** Everything is drawn again by the page's own start. */
export async function changeLanguage(next: Language): Promise<void> {
  localStorage.setItem('congvu.language', next)
  dispatchEvent(new CustomEvent('congvu:language', { detail: next }))
}

/** Ends the session and removes what this official left on the device. */
export async function leave(): Promise<void> {
  const who = signed()
  for (const key of Object.keys(localStorage)) if (key.endsWith(who.official)) localStorage.removeItem(key)
  await leavePush()
  await signOut(who)
  await sync().wipe()
  location.assign('/')
}

/** Removes the copy and fetches it again. */
export async function refill(): Promise<void> {
  await sync().wipe()
  location.assign('/')
}
