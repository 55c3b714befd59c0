import type { Conversation } from '../api/query'
import type { Key } from '../words/catalogue'

/** The reasons one may decline for, in the order of their keys: 1 to 5. */
export const reasons = [
	{ reason: 'busy', word: 'inbox.busy' },
	{ reason: 'skill', word: 'inbox.skill' },
	{ reason: 'language', word: 'inbox.language' },
	{ reason: 'wrong_owner', word: 'inbox.wrongOwner' },
	{ reason: 'leaving', word: 'inbox.leaving' },
] as const satisfies { reason: string; word: Key }[]

export type Reason = (typeof reasons)[number]['reason']

/** offersTo lists what is offered to somebody and not over yet, the one that ends first first. */
export function offersTo(agent: string, conversations: readonly Conversation[], now: Date): Conversation[] {
	return conversations
		.filter((c) => c.offer?.to === agent && Date.parse(c.offer.expires_at) > now.getTime())
		.sort((a, b) => ends(a) - ends(b))
}

const ends = (c: Conversation) => Date.parse(c.offer?.expires_at ?? '')

/** countdown writes what is left of an offer as minutes and seconds: 0:42. */
export function countdown(expires: Date, now: Date): string {
	const seconds = Math.max(0, Math.ceil((expires.getTime() - now.getTime()) / 1000))
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** leftOf is the part of an offer's time that is left, 1 to 0. */
export function leftOf(offer: { at: string; expires_at: string }, now: Date): number {
	const whole = Date.parse(offer.expires_at) - Date.parse(offer.at)
	const left = Date.parse(offer.expires_at) - now.getTime()
	return whole > 0 ? Math.min(1, Math.max(0, left / whole)) : 0
}

/** chosen is the offer that Y and Shift Y are about: the open one, else the one the cursor is on, else the first to end. */
export function chosen(
	offers: readonly Conversation[],
	open?: string,
	cursor?: string,
): Conversation | undefined {
	return offers.find((c) => c.id === open) ?? offers.find((c) => c.id === cursor) ?? offers[0]
}
