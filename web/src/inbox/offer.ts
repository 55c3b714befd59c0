import type { Conversation } from '../api/query'
import { type Key, t } from '../words/catalogue'

/** The reasons one may decline for, in the order of their keys: 1 to 5. */
export const reasons = [
	{ reason: 'busy', word: 'inbox.busy' },
	{ reason: 'skill', word: 'inbox.skill' },
	{ reason: 'language', word: 'inbox.language' },
	{ reason: 'wrong_owner', word: 'inbox.wrongOwner' },
	{ reason: 'leaving', word: 'inbox.leaving' },
] as const satisfies { reason: string; word: Key }[]

export type Reason = (typeof reasons)[number]['reason']

/**
 * offersTo lists what waits for somebody's yes or no: offers that are not over, the one that ends first first, then what
 * a colleague asks them to take over, which does not end.
 */
export function offersTo(agent: string, conversations: readonly Conversation[], now: Date): Conversation[] {
	const open = conversations.filter((c) =>
		c.offer
			? c.offer.to === agent && Date.parse(c.offer.expires_at) > now.getTime()
			: c.transfer?.to === agent,
	)
	return [...new Map(open.map((c) => [c.id, c])).values()].sort((a, b) => ends(a) - ends(b))
}

const ends = (c: Conversation) => (c.offer ? Date.parse(c.offer.expires_at) : Number.MAX_SAFE_INTEGER)

/** titleOf says who wants what of whoever looks: the desk offers it, or a colleague asks. */
export function titleOf(c: Conversation, nameOf: (agent: string) => string): string {
	if (c.offer || !c.transfer) return t('inbox.offerTitle')
	return t('state.transferToYou', { name: nameOf(c.transfer.from) })
}

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
