import { expect, test } from 'vitest'
import type { Action } from './action'
import { listed } from './listed'

const action = (id: string): Action => ({ id, word: 'frame.go', values: { place: id }, run: () => {} })

test('what concerns the open conversation comes first, what acts everywhere last', () => {
	const all = ['frame.palette', 'go.mine', 'close', 'conversation.why', 'list.next'].map(action)
	expect(listed(all).map((g) => [g.name, g.actions.map((a) => a.action.id)])).toEqual([
		['In the conversation', ['close', 'conversation.why']],
		['In the list', ['list.next']],
		['Go to', ['go.mine']],
		['Everywhere', ['frame.palette']],
	])
})

test('words have their values filled in', () => {
	expect(listed([action('go.mine')])[0]?.actions[0]?.word).toBe('Go to go.mine')
})
