import { expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { groupOf, merged, ordered } from './group'

const now = new Date(2026, 4, 4, 15, 30)
const at = (...when: [number, number, number, number]) => new Date(2026, ...when).toISOString()
const talk = (id: string, over: Partial<Conversation> = {}) => ({ id, ball: 'us', ...over }) as Conversation

test.each([
	['a minute ago', { due_at: at(4, 4, 15, 29) }, 'late'],
	['this very moment', { due_at: at(4, 4, 15, 30) }, 'late'],
	['within the hour', { due_at: at(4, 4, 16, 30) }, 'hour'],
	['this evening', { due_at: at(4, 4, 23, 59) }, 'today'],
	['after midnight', { due_at: at(4, 5, 0, 0) }, 'tomorrow'],
	['tomorrow evening', { due_at: at(4, 5, 23, 0) }, 'tomorrow'],
	['the day after', { due_at: at(4, 6, 0, 0) }, 'later'],
	['no deadline, our turn', {}, 'none'],
	["the customer's turn", { ball: 'customer' }, 'waiting'],
	['snoozed', { snoozed_until: at(4, 5, 9, 0), due_at: at(4, 4, 15, 0) }, 'snoozed'],
	['a snooze that is over', { snoozed_until: at(4, 4, 15, 0) }, 'none'],
] as const)('%s', (_, over, group) => {
	expect(groupOf(talk('a', over), now)).toBe(group)
})

test('groups come in their order, rows within one as they came', () => {
	const list = [
		talk('waits', { ball: 'customer' }),
		talk('soon2', { due_at: at(4, 4, 15, 50) }),
		talk('soon1', { due_at: at(4, 4, 15, 40) }),
		talk('late', { due_at: at(4, 4, 9, 0) }),
	]
	expect(ordered(list, now).map((s) => s.id)).toEqual(['late', 'soon2', 'soon1', 'waits'])
})

test('what is led and what is offered come together by deadline, each once', () => {
	const led = [talk('a', { due_at: at(4, 4, 16, 0) }), talk('b')]
	const offered = [talk('o', { due_at: at(4, 4, 15, 40) }), talk('a', { due_at: at(4, 4, 16, 0) })]
	expect(merged(led, offered).map((c) => c.id)).toEqual(['o', 'a', 'b'])
})
