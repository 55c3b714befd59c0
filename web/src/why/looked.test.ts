import { expect, test } from 'vitest'
import '../words/en'
import type { Why } from '../conversation/queries'
import { factsOf } from './looked'

const why = (facts: object) =>
	({
		decision: {
			decision: {
				facts: {
					intent: 'billing',
					intent_confidence: 0.4,
					visibility: 'public',
					account: '@shop',
					...facts,
				},
			},
		},
	}) as unknown as Why
const rows = (facts: object) => factsOf(why(facts)).map((f) => `${f.name}: ${f.value}`)

test('what else it may be stands behind the intent, the likeliest first', () => {
	expect(
		rows({ other_intents: { bug: 0.06, delivery: 0.1, outage: 0.08, account: 0.25 } }).slice(0, 2),
	).toEqual(['Intent: Billing', 'Or else: Account 0.25, Delivery 0.10, Outage 0.08'])
	expect(rows({}).join()).not.toContain('Or else')
})

test('a small chance of danger is said as one', () => {
	expect(rows({ flags: { safety: 0.06, press: 0.8 } })).toEqual(
		expect.arrayContaining(['Flag: perhaps safety', 'Flag: Press']),
	)
})
