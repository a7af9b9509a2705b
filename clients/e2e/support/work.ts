/** Work that specs find there, given over HTTP. */
import { people } from './city.ts'
import { act, actor } from './talk.ts'

/** A task of the city's chairman for the ward's desk. */
export async function giveWard(title: string, deadline: string): Promise<void> {
  const [chairman, ward] = [await actor(people.chairman()), await actor(people.wardChairman())]
  await act(chairman, 'task.assign', { title, lead: { unit: ward.unit, post: null }, urgency: 'normal', deadline })
}
