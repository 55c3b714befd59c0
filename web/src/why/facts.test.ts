import { expect, test } from 'vitest'
import '../words/en'
import type { Why } from '../conversation/queries'
import { choicesOf, countsAs, flagWord, heads, headWord, standing, truthWord } from './facts'

const facts = {
	intent: 'question',
	urgency: 'normal',
	sentiment: 'neutral',
	language: 'en',
	flags: { press: 0.7 },
} as unknown as Why['decision']['decision']['facts']
const why = (...corrections: object[]) => ({ corrections }) as unknown as Why

test('the newest word on a finding counts, of the text as it reads now', () => {
	const said = why(
		{ kind: 'fact', head: 'intent', truth: 'billing', revision: 1 },
		{ kind: 'fact', head: 'intent', truth: 'complaint', revision: 2 },
		{ kind: 'fact', head: 'intent', truth: 'outage', revision: 2 },
		{ kind: 'fact', head: 'press', truth: 'no', revision: 2 },
		{ kind: 'owner', revision: 2 },
	)
	const corrected = standing(said, 2)
	expect(countsAs(facts, 'intent', corrected)).toBe('outage')
	expect(countsAs(facts, 'press', corrected)).toBe('no')
	expect(countsAs(facts, 'urgency', corrected)).toBe('normal')
	expect(standing(said, 3).size).toBe(0)
})

test('without a correction it is what triage said', () => {
	const none = standing(why())
	expect(countsAs(facts, 'press', none)).toBe('yes')
	expect(countsAs(facts, 'safety', none)).toBe('no')
	expect(countsAs(facts, 'language', none)).toBe('en')
})

test('what is less likely than not is only asked to be looked at', () => {
	expect(flagWord('safety', 0.06)).toBe('perhaps safety')
	expect(flagWord('safety', 0.5)).toBe('Safety')
})

test('every finding has its closed list, in words', () => {
	for (const head of heads) {
		const choices = choicesOf(head, 'gd')
		expect(choices.length).toBeGreaterThan(1)
		for (const choice of choices) expect(truthWord(head, choice)).not.toMatch(/^[a-z]+\./)
	}
	expect(choicesOf('language', 'gd')).toContain('gd')
	expect(choicesOf('language', 'und')).not.toContain('und')
})

test('a topic is called what the company calls it', () => {
	expect(headWord('topic/bell')).toContain('Bell')
	expect(headWord('topic/bell', (key) => `the ${key} and the horn`)).toContain('the bell and the horn')
})
