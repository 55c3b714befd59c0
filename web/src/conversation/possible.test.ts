import { expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { type May, mayOf } from './possible'

const ada = { id: 'agt_ada', permissions: ['conversation.work'] }
const head = { id: 'agt_head', permissions: ['conversation.work', 'conversation.manage'] }
const guest = { id: 'agt_guest', permissions: [] }
const conversation = (more: Partial<Conversation>) => ({ stance: 'led', ...more }) as Conversation
const can = (may: May) =>
	Object.entries(may)
		.filter(([, why]) => !why)
		.map(([what]) => what)

test.each([
	['nobody leads', conversation({ stance: 'queued' }), ada, ['take', 'close', 'reroute', 'ask']],
	[
		'it is offered to me',
		conversation({ stance: 'offered', offer: { to: ada.id } as never }),
		ada,
		['take', 'accept', 'close', 'reroute', 'ask'],
	],
	[
		'it is offered to somebody',
		conversation({ stance: 'offered', offer: { to: 'agt_x' } as never }),
		ada,
		['close', 'reroute', 'ask'],
	],
	[
		'I lead',
		conversation({ lead: ada.id }),
		ada,
		['close', 'snooze', 'release', 'transfer', 'ask', 'askOutside'],
	],
	[
		'I lead, and practise',
		conversation({ lead: ada.id, network: 'practice' }),
		ada,
		['close', 'snooze', 'release', 'transfer', 'ask'],
	],
	['I help', conversation({ lead: 'agt_x', helpers: [ada.id] }), ada, ['ask', 'askOutside']],
	[
		'I lead and it is aside',
		conversation({ lead: ada.id, snoozed_until: 'later' }),
		ada,
		['close', 'snooze', 'wake', 'release', 'transfer', 'ask', 'askOutside'],
	],
	['somebody leads', conversation({ lead: 'agt_x' }), ada, ['ask']],
	[
		'somebody leads, and I manage',
		conversation({ lead: 'agt_x' }),
		head,
		['takeOver', 'close', 'snooze', 'release', 'transfer', 'ask'],
	],
	[
		'I am asked to take over',
		conversation({ stance: 'transfer', lead: 'agt_x', transfer: { to: ada.id } as never }),
		ada,
		['accept', 'ask'],
	],
	['it is closed', conversation({ stance: 'closed' }), ada, ['reopen']],
	['I only look', conversation({ stance: 'queued' }), guest, []],
])('when %s', (_, c, self, want) => {
	expect(can(mayOf(c, self)).sort()).toEqual([...want].sort())
})

test('what the server knows nobody to do it with says so, after what stands in the way here', () => {
	const possible = [
		{ action: 'transfer' as const, refused: 'You work alone here.', hint: 'Add somebody first.' },
		{ action: 'reroute' as const, refused: 'There is one team.' },
		{ action: 'ask' as const },
	]
	const led = mayOf(conversation({ lead: ada.id }), ada, possible)
	expect(led.transfer).toBe('You work alone here. Add somebody first.')
	expect(led.ask).toBeUndefined()
	expect(mayOf(conversation({ stance: 'queued' }), ada, possible).reroute).toBe('There is one team.')
	expect(mayOf(conversation({ stance: 'closed' }), ada, possible).transfer).toBe(
		'It is closed. Reopen it first.',
	)
})
