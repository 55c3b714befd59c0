import type { Schemas } from '../api/client'
import { isKey, t } from '../words/catalogue'
import { eventWord } from './word'

export type TeamEvent = NonNullable<Schemas['HookBody']['events']>[number]

/** What a department is usually told of, in the order in which it is offered. */
export const offeredToTeams: TeamEvent[] = [
	'safety',
	'crisis',
	'alarm_unheard',
	'late',
	'due_soon',
	'approval',
	'unknown_delivery',
]

/** teamWord says what a department is told of; a person's words would say “mine”. */
export function teamWord(event: string): string {
	const key = `team.e.${event}`
	return isKey(key) ? t(key) : eventWord(event)
}
