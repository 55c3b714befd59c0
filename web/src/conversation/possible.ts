import type { Schemas } from '../api/client'
import type { Conversation } from '../api/query'
import { type Key, t } from '../words/catalogue'

/** Who acts: their id and what they may do. */
export interface Self {
	id: string
	permissions: string[]
}

/** May holds, for each thing, why it cannot be done now, or nothing when it can. */
export type May = Record<
	| 'take'
	| 'takeOver'
	| 'accept'
	| 'close'
	| 'reopen'
	| 'snooze'
	| 'wake'
	| 'release'
	| 'reroute'
	| 'transfer'
	| 'ask'
	| 'askOutside',
	string | undefined
>

/** Possible is what the server says of whom or what an action needs besides the conversation. */
export type Possible = Schemas['Possible']

interface Standing {
	open: boolean
	mine: boolean
	free: boolean
	asked: boolean
	pending: boolean
	asleep: boolean
	manages: boolean
	works: boolean
	helps: boolean
	practises: boolean
}

function standing(c: Conversation, self: Self): Standing {
	return {
		open: c.stance !== 'closed',
		mine: c.lead === self.id,
		free: !c.lead,
		asked: c.offer?.to === self.id || c.transfer?.to === self.id,
		pending: c.transfer !== undefined,
		asleep: c.snoozed_until !== undefined,
		manages: self.permissions.includes('conversation.manage'),
		works: self.permissions.includes('conversation.work'),
		helps: c.helpers?.includes(self.id) ?? false,
		practises: c.network === 'practice',
	}
}

/**
 * mayOf says what somebody can do with a conversation as it stands, and where the server knows of nobody to do it with.
 * The server decides; this is what is shown.
 */
export function mayOf(c: Conversation, self: Self, possible: Possible[] = []): May {
	const s = standing(c, self)
	const first = (...rules: [boolean, Key][]): string | undefined =>
		refused([[!s.works, 'conversation.mayNot'] as [boolean, Key], ...rules].find(([broken]) => broken)?.[1])
	const lacks = (action: Possible['action']) => {
		const found = possible.find((p) => p.action === action)
		return found?.refused && [found.refused, found.hint].filter(Boolean).join(' ')
	}
	const open: [boolean, Key] = [!s.open, 'conversation.isClosed']
	const led: [boolean, Key] = [s.free, 'conversation.nobodyLeads']
	const yours: [boolean, Key] = [!s.free && !s.mine && !s.manages, 'conversation.notYours']
	const offered: [boolean, Key] = [c.offer !== undefined && c.offer.to !== self.id, 'conversation.isOffered']
	const mine: [boolean, Key] = [s.mine, 'conversation.youLead']
	const others: [boolean, Key] = [!s.free, 'conversation.somebodyLeads']
	const mayTake: [boolean, Key] = [!s.manages, 'conversation.mayNot']
	const nobody: [boolean, Key] = [s.free && !offered[0], 'conversation.nobodyToTakeFrom']
	return {
		take: first(open, mine, others, offered),
		takeOver: first(open, mine, nobody, mayTake),
		accept: first(open, [!s.asked, 'conversation.notAsked']),
		close: first(open, yours),
		reopen: first([s.open, 'conversation.isOpen']),
		snooze: first(open, led, yours, [s.pending, 'conversation.pending']),
		wake: first(open, [!s.asleep, 'conversation.notAsleep'], yours),
		release: first(open, led, yours),
		reroute: first(open, [s.mine, 'conversation.youLeadMove'], others) ?? lacks('reroute'),
		transfer: first(open, led, yours, [s.pending, 'conversation.pending']) ?? lacks('transfer'),
		ask: first(open) ?? lacks('ask'),
		askOutside: first(
			open,
			led,
			[!s.mine && !s.helps, 'conversation.onlyLeadAsks'],
			[s.practises, 'conversation.noOutside'],
		),
	}
}

/** refused is what an action says that cannot be done now. */
export const refused = (why: Key | undefined): string | undefined => (why ? t(why) : undefined)
