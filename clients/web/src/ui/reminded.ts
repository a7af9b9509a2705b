/** Reminders in words: what was due, and whom they reach. */
import { t } from '../i18n'
import type { Kind, Role } from '../model/foreseen'

export function kindWords(kind: string, days: number): string {
  return (t.reminding.kind as Record<string, ((days: number) => string) | undefined>)[kind]?.(days) ?? t.event['task.reminded']
}

/** "chủ trì, người đôn đốc" */
export function rolesWords(to: readonly Role[]): string {
  return to.map((role) => t.reminding.role[role] ?? role).join(', ')
}

/** What a timeline tells of a reminder: "quá hạn 3 ngày làm việc, nhắc chủ trì". */
export function remindedWords(data: Readonly<Record<string, unknown>>): string {
  const { kind, days, to } = data as { kind: Kind; days?: number; to?: readonly Role[] }
  return t.reminding.told(kindWords(kind, days ?? 0), rolesWords(to ?? []))
}
