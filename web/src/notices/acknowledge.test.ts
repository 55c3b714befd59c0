import { expect, test } from 'vitest'
import { standing } from './acknowledge'

const reader = { self: 'agt_me', named: (ids: readonly string[] | null) => (ids ?? []).join(', ') }
const alarm = (more: object) => ({ calls: [], unheard: false, ...more }) as never
const now = new Date('2026-11-22T12:00:00Z')

test('whoever has an alarm in hand is told so as a reader, others by name', () => {
	expect(standing(alarm({ accepted_by: 'agt_me' }), reader, now)).toBe('You have it in hand.')
	expect(standing(alarm({ accepted_by: 'Bo' }), reader, now)).toBe('Bo has it in hand.')
	expect(standing(alarm({ calls: [{ agents: ['Bo'] }, { agents: ['Bo', 'Cleo'] }] }), reader, now)).toBe(
		'Calling Bo, Cleo.',
	)
})
