import type { Action } from '../action/action'
import { type Listed, listed } from '../action/listed'
import { rank } from '../action/rank'
import type { Conversation } from '../api/query'
import { withoutNames } from '../conversation/matter'

/** What somebody most often wants of the open conversation, in this order; what is not here comes behind it. */
const likely = [
	'accept',
	'take',
	'write',
	'close',
	'transfer',
	'ask',
	'note',
	'snooze',
	'reopen',
	'why',
	'wake',
]
/** What is done by its key and hardly ever looked for. */
const rarely = ['conversation.olderMessage', 'conversation.newerMessage', 'conversation.undo']

function likelihood({ id }: Action): number {
	if (rarely.includes(id)) return likely.length + 1
	const at = likely.indexOf(id.replace(/^conversation\./, ''))
	return at < 0 ? likely.length : at
}

/**
 * offered lists what the palette offers: every command once, the likeliest first. What cannot be done now comes only when
 * somebody types for it, with why.
 */
export function offered(known: readonly Action[], typed: string): Listed[] {
	const some = known.filter(
		(a) => a.id !== 'frame.palette' && (typed.trim() !== '' || a.refused === undefined),
	)
	return listed(some).map((part) => ({ ...part, actions: once(part.actions).sort(byLikelihood) }))
}

type Offered = Listed['actions']

const byLikelihood = (a: Offered[number], b: Offered[number]) => likelihood(a.action) - likelihood(b.action)

/** once keeps one of those that are called the same: one that can be done, if there is one. */
function once(actions: Offered): Offered {
	const best = new Map<string, Offered[number]>()
	for (const one of actions) {
		const before = best.get(one.word)
		if (!before || (before.action.refused !== undefined && one.action.refused === undefined))
			best.set(one.word, one)
	}
	return [...best.values()]
}

/** What is refused stands behind what can be done and fits as well. */
const behind = 0.5

/** fit says how well a command fits what is typed, 0 for not at all. */
export function fitness(text: string, typed: string, refused: boolean): number {
	return rank(text, typed) * (refused ? behind : 1)
}

const atMost = 8

/** found are the open conversations, of those that were read, in which every word typed occurs: the best first. */
export function found(conversations: readonly Conversation[], typed: string): Conversation[] {
	if (typed.trim() === '') return []
	return [...new Map(conversations.map((c) => [c.id, c])).values()]
		.filter((c) => c.stance !== 'closed')
		.map((c) => ({ c, fits: rank(`${c.customer_name} ${withoutNames(c.preview)}`, typed) }))
		.filter(({ fits }) => fits > 0)
		.sort((a, b) => b.fits - a.fits)
		.slice(0, atMost)
		.map(({ c }) => c)
}
