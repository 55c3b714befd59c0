import { expect, test } from 'vitest'
import type { Decision } from './api'
import { testOf } from './test-of'

const decision: Decision = {
	policy: 'p',
	policy_hash: 'h',
	facts_hash: 'f',
	rule: 'bugs',
	department: 'repairs',
	required_level: 0,
	deadline_seconds: 3600,
	confidence: 1,
	helpers: ['sales'],
	path: [],
	facts: {
		network: 'x',
		account: '',
		purpose: '',
		visibility: '',
		intent: 'bug',
		intent_confidence: 0.29712,
		other_intents: { billing: 0.2, delivery: 0.0999 },
		language: 'und',
		sentiment: 'negative',
		urgency: '',
		flags: { needs_answer: 0.555 },
		at: '0001-01-01T00:00:00Z',
		author: { known: false, open_conversation: false },
	} as unknown as Decision['facts'],
}

test('a test holds to what was decided, with the facts and never the words', () => {
	expect(testOf(decision)).toEqual({
		name: 'tried out: needs answer on x',
		given: {
			network: 'x',
			intent: 'bug',
			intent_confidence: 0.2971,
			other_intents: { billing: 0.2, delivery: 0.0999 },
			language: 'und',
			flag: { needs_answer: 0.555 },
			sentiment: 'negative',
		},
		expect: { owner: 'repairs', rule: 'bugs', cover: 'none', helpers: ['sales'] },
	})
	expect(testOf({ ...decision, quarantine: true })).toMatchObject({ expect: { quarantine: true } })
})
