import { describe, expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { type Known, takes, usualWay, waysOf } from './ways'

const account = (state = 'live') => ({ id: 'acc_1', network: 'practice', handle: 'ferrywell', state })
const network = (...can: string[]) => ({
	key: 'practice',
	name: 'Practice network',
	capabilities: can.map((capability) => ({ capability, means: '' })),
	text: { max: 500, unit: 'graphemes', source: '' },
	parts: 10,
})
const known = (more: Record<string, unknown> = {}, c: Partial<Conversation> = {}): Known =>
	({
		c: { stance: 'led', lead: 'agt_me', ...c },
		legs: [{ id: 'leg_1', kind: 'public', account_id: 'acc_1' }],
		accounts: [account()],
		networks: [network('post_public')],
		self: 'agt_me',
		permissions: ['conversation.work', 'draft.send'],
		names: { who: () => 'Jonas', whom: () => 'Jonas', team: () => '' },
		...more,
	}) as unknown as Known
const first = (k: Known) => waysOf(k)[0]

test('the legs come first, then a note for colleagues', () => {
	expect(waysOf(known()).map((w) => [w.kind, w.readers, w.handle])).toEqual([
		['public', 'public', '@ferrywell'],
		['internal', 'internal', ''],
	])
	expect(first(known())).toMatchObject({ parts: 10, limit: { max: 500 } })
})

describe('why a customer cannot be answered', () => {
	test.each([
		['it is closed', {}, { stance: 'closed' }, 'This conversation is closed.'],
		['somebody else leads', {}, { lead: 'agt_x' }, 'Jonas leads.'],
		[
			'it is offered to somebody',
			{},
			{ lead: undefined, offer: { to: 'agt_x' } as never },
			'Offered to Jonas.',
		],
		['the account listens', { accounts: [account('listen')] }, {}, '@ferrywell only listens.'],
		[
			'the account is history',
			{ accounts: [account('history')] },
			{},
			'This account is known from imports only.',
		],
		['the account is paused', { accounts: [account('paused')] }, {}, '@ferrywell is paused.'],
		[
			'the network cannot post',
			{ networks: [network()] },
			{},
			'Practice network gives no way to answer here.',
		],
		[
			'the role does not send',
			{ permissions: ['conversation.work'] },
			{},
			'You can read this, not answer it.',
		],
	])('%s', (_, more, c, what) => {
		const way = first(known(more, c as Partial<Conversation>))
		expect(way?.refused?.what).toBe(what)
		expect(usualWay(waysOf(known(more, c as Partial<Conversation>)), 'leg_1')?.leg).toBe('note')
	})
	test('nobody leads is no reason: sending takes it', () => {
		expect(first(known({}, { lead: undefined, stance: 'queued' }))?.refused).toBeUndefined()
		expect(takes({ stance: 'queued' } as Conversation)).toBe(true)
		expect(takes({ stance: 'led', lead: 'agt_me' } as Conversation)).toBe(false)
	})
})

test('an answer goes where the customer spoke last', () => {
	const legs = [
		{ id: 'leg_1', kind: 'public', account_id: 'acc_1' },
		{ id: 'leg_2', kind: 'email', account_id: 'acc_1' },
	]
	const ways = waysOf(known({ legs, networks: [network('post_public', 'post_private')] }))
	expect(usualWay(ways, 'leg_2')?.leg).toBe('leg_2')
	expect(usualWay(ways, 'leg_9')?.leg).toBe('leg_1')
})
