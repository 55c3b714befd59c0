import { type Key, t } from '../words/catalogue'
import type { Action } from './action'

/** What the palette and the list of shortcuts call a group of actions, by the beginning of their ids. */
const names: Record<string, Key> = {
	offer: 'frame.groupOffer',
	list: 'frame.groupList',
	go: 'frame.groupGo',
	me: 'frame.groupMe',
	frame: 'frame.groupFrame',
}

const order = ['here', 'offer', 'list', 'go', 'me', 'frame']

export interface Listed {
	group: string
	name: string
	actions: { action: Action; word: string }[]
}

/** listed puts actions into named groups: what can be done to the open conversation first, what acts everywhere last. */
export function listed(actions: readonly Action[]): Listed[] {
	const parts = new Map<string, Action[]>(order.map((g) => [g, []]))
	for (const action of actions) {
		const begins = action.id.split('.')[0] ?? ''
		parts.get(begins in names ? begins : 'here')?.push(action)
	}
	return [...parts]
		.filter(([, some]) => some.length > 0)
		.map(([group, some]) => ({
			group,
			name: t(names[group] ?? 'frame.groupHere'),
			actions: some.map((action) => ({ action, word: t(action.word, action.values) })),
		}))
}
