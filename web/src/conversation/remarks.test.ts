import { expect, test } from 'vitest'
import '../words/en'
import { remarks } from './lines'

test('a flag is remarked on from the chance on which a policy acts, as one that may not hold below even', () => {
	const facts = {
		sentiment: 'neutral',
		urgency: 'urgent',
		flags: { press: 0.8, safety: 0.06, legal: 0.01, about_us: 0.99 },
	}
	expect(remarks(facts as unknown as Parameters<typeof remarks>[0])).toEqual([
		'urgent',
		'press',
		'perhaps safety',
	])
})
