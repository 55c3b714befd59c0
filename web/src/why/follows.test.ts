import { expect, test } from 'vitest'
import type { Consequence } from './api'
import { followsOf } from './follows'

const names = { team: (key: string) => key.toUpperCase(), who: () => 'Jonas' }
const outcome = {
	department: 'service',
	takes: 'service',
	rule: 'r',
	required_level: 2,
	deadline_seconds: 3600,
	helpers: [],
	informs: [],
}
const follows = (after: object, more: object = {}) =>
	followsOf(
		{
			changes: true,
			moves: false,
			before: outcome,
			after: { ...outcome, ...after },
			...more,
		} as unknown as Consequence,
		names,
	)

test('what nobody leads would wait elsewhere; what somebody leads stays', () => {
	expect(follows({ department: 'comms', takes: 'comms' }, { moves: true })[0]).toContain('COMMS')
	const kept = follows({ department: 'comms', takes: 'comms' }, { keeps_lead: 'agt_1' })[0]
	expect(kept).toContain('Jonas')
	expect(kept).toContain('COMMS')
})

test('every duty that would change is said', () => {
	const said = follows(
		{ required_level: 4, deadline_seconds: 900, helpers: ['legal'] },
		{ policy_changed: true },
	)
	expect(said).toHaveLength(4)
	expect(said.join(' ')).toContain('level 4')
	expect(said.join(' ')).toContain('15 min')
	expect(said.join(' ')).toContain('LEGAL')
})

test('when nothing follows that is said too', () => {
	expect(follows({}, { changes: false })[0]).toContain('SERVICE')
	expect(follows({ informs: [] })).toHaveLength(1)
})
