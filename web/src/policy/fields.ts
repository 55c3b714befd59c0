import type { Key } from '../words/catalogue'

/** What the values of a condition are chosen from. */
export type Kind =
	| 'flags'
	| 'intents'
	| 'topics'
	| 'networks'
	| 'accounts'
	| 'brands'
	| 'purposes'
	| 'visibilities'
	| 'languages'
	| 'sentiments'
	| 'urgencies'
	| 'segments'
	| 'calendars'
	| 'truth'
	| 'share'

/** A condition of the language that has words in a sentence. */
export interface Field {
	key: string
	kind: Kind
	/** What stands before its values in the sentence. */
	word: Key
	/** What the dashed blank says that adds it. */
	add: Key
}

/** Conditions, in the order in which a sentence says them. */
export const fields: Field[] = [
	{ key: 'flag', kind: 'flags', word: 'policy.cond.flag', add: 'policy.any.flag' },
	{ key: 'intent', kind: 'intents', word: 'policy.cond.intent', add: 'policy.any.intent' },
	{ key: 'topic', kind: 'topics', word: 'policy.cond.topic', add: 'policy.any.topic' },
	{
		key: 'min_confidence',
		kind: 'share',
		word: 'policy.cond.min_confidence',
		add: 'policy.any.min_confidence',
	},
	{ key: 'network', kind: 'networks', word: 'policy.cond.network', add: 'policy.any.network' },
	{ key: 'account', kind: 'accounts', word: 'policy.cond.account', add: 'policy.any.account' },
	{ key: 'brand', kind: 'brands', word: 'policy.cond.brand', add: 'policy.any.brand' },
	{ key: 'purpose', kind: 'purposes', word: 'policy.cond.purpose', add: 'policy.any.purpose' },
	{ key: 'visibility', kind: 'visibilities', word: 'policy.cond.visibility', add: 'policy.any.visibility' },
	{ key: 'language', kind: 'languages', word: 'policy.cond.language', add: 'policy.any.language' },
	{ key: 'sentiment', kind: 'sentiments', word: 'policy.cond.sentiment', add: 'policy.any.sentiment' },
	{ key: 'urgency', kind: 'urgencies', word: 'policy.cond.urgency', add: 'policy.any.urgency' },
	{ key: 'segment', kind: 'segments', word: 'policy.cond.segment', add: 'policy.any.segment' },
	{ key: 'known', kind: 'truth', word: 'policy.cond.known', add: 'policy.any.known' },
	{
		key: 'open_conversation',
		kind: 'truth',
		word: 'policy.cond.open_conversation',
		add: 'policy.any.open_conversation',
	},
	{ key: 'opted_out', kind: 'truth', word: 'policy.cond.opted_out', add: 'policy.any.opted_out' },
	{ key: 'during', kind: 'calendars', word: 'policy.cond.during', add: 'policy.any.during' },
	{ key: 'outside', kind: 'calendars', word: 'policy.cond.outside', add: 'policy.any.outside' },
]

/** The conditions a row of the table of networks may have. */
export const channelFields = fields.filter((f) => f.key === 'network' || f.key === 'purpose')

/** Those that a sentence offers by name; the others stand in a list behind. */
export const offered = ['flag', 'intent', 'network', 'language', 'during']

/** A group of words that are typed: there is no list of all of them. */
export const typed: Kind[] = ['topics', 'segments', 'brands']
