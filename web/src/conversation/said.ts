import type { IconName } from '../ui/icon'
import { type Key, t } from '../words/catalogue'
import type { Event } from './queries'

/** An event in words: who did what to whom. */
export interface Saying {
	word: Key
	icon: IconName
	/** A reason of a closed list, … */
	reason?: Key
	/** … which is how it ended, not why. */
	ends: boolean
	/** When it comes back, for what was put aside. */
	until?: Date
}

const sayings: Record<string, [Key, IconName]> = {
	'conversation.queued': ['event.rerouted', 'tray'],
	'conversation.taken': ['event.taken', 'led'],
	'conversation.released': ['event.released', 'unowned'],
	'conversation.snoozed': ['event.snoozed', 'pause'],
	'conversation.woken': ['event.woken', 'clock'],
	'conversation.closed': ['event.closed', 'solved'],
	'conversation.reopened': ['event.reopened', 'undo'],
	'conversation.merged': ['event.merged', 'link'],
	'conversation.absorbed': ['event.absorbed', 'link'],
	'offer.made': ['event.offered', 'offered'],
	'offer.accepted': ['event.accepted', 'led'],
	'offer.declined': ['event.declined', 'unowned'],
	'offer.expired': ['event.expired', 'unowned'],
	'transfer.asked': ['event.transferAsked', 'transfer'],
	'transfer.accepted': ['event.transferAccepted', 'transfer'],
	'transfer.declined': ['event.transferDeclined', 'transfer'],
	'transfer.cancelled': ['event.transferCancelled', 'transfer'],
	'helper.added': ['event.helperAdded', 'helped'],
	'customer.opted_out': ['event.optedOut', 'blocked'],
	'helper.removed': ['event.helperRemoved', 'helped'],
	'draft.held': ['event.held', 'hand'],
	'draft.approved': ['event.approved', 'shield'],
	'draft.returned': ['event.returned', 'undo'],
	'delivery.conflict': ['event.conflict', 'late'],
	'delivery.returned': ['event.cameBack', 'late'],
	'answer.outside': ['event.outside', 'open'],
	'verdict.corrected': ['event.corrected', 'pencil'],
	'verdict.confirmed': ['event.confirmed', 'tick'],
	'decision.disputed': ['event.disputed', 'flag'],
	'deadline.missed': ['event.missed', 'late'],
	'deadline.escalated': ['event.escalated', 'late'],
	'consult.asked': ['event.consultAsked', 'email'],
	'consult.reminded': ['event.consultReminded', 'clock'],
	'consult.expired': ['event.consultExpired', 'late'],
	'consult.failed': ['event.consultFailed', 'late'],
	'consult.ended': ['event.consultEnded', 'undo'],
	'advice.thrown': ['event.adviceThrown', 'strike'],
	'amendment.failed': ['event.amendmentFailed', 'blocked'],
}

const reasons: Record<string, Key> = {
	skill: 'reason.skill',
	wrong_owner: 'reason.wrong_owner',
	cover: 'reason.cover',
	shift: 'reason.shift',
	escalation: 'reason.escalation',
	busy: 'reason.busy',
	language: 'reason.language',
	leaving: 'reason.leaving',
	resolved: 'reason.resolved',
	confirmed: 'reason.confirmed',
	explained_no: 'reason.explained_no',
	lapsed: 'reason.lapsed',
	no_answer: 'reason.no_answer',
	spam: 'reason.spam',
	imported: 'reason.imported',
	merged: 'reason.merged',
}

/** reasonWord is a reason of a closed list in words. */
export const reasonWord = (reason: string): Key | undefined => reasons[reason]

/** Why somebody took a conversation over, said of them. */
const taking: Record<string, Key> = {
	skill: 'took.skill',
	wrong_owner: 'took.wrong_owner',
	cover: 'took.cover',
	shift: 'took.shift',
	escalation: 'took.escalation',
}

/** sayingOf puts an event into words; what the timeline shows anyhow has none. */
export function sayingOf(e: Event): Saying | undefined {
	// Queued by a decision is told by the decision's own line.
	if (e.kind === 'conversation.queued' && !e.reason) return undefined
	const found = sayings[e.kind]
	if (!found) return undefined
	const until = e.numbers?.until
	const tookOver = e.kind === 'conversation.taken' && e.reason !== undefined && e.reason !== ''
	const told = !e.kind.startsWith('verdict.') && e.kind !== 'decision.disputed' // they say it in their own words
	const reason = told ? (tookOver ? taking : reasons)[e.reason ?? ''] : undefined
	const tookBack = e.kind === 'customer.opted_out' && e.reason === 'off'
	return {
		word: tookOver ? 'event.tookOver' : tookBack ? 'event.optedIn' : found[0],
		icon: found[1],
		...(reason && { reason }),
		ends: e.kind === 'conversation.closed',
		...(until !== undefined && { until: new Date(until / 1000) }),
	}
}

/** reasonText puts a reason of a closed list into words. */
export function reasonText(reason: string): string {
	const word = reasonWord(reason)
	return word ? t(word) : reason
}
