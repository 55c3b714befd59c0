import { expect, test } from 'vitest'
import '../words/en/team'
import { bodyOf, ofPolicy, typedOf } from './terms-said'

test('terms come back as they were said, and what is left empty is as usual', () => {
	const terms = {
		accept: 'at_once' as const,
		offer_seconds: 90,
		sticky_hours: 36,
		cover_seconds: 100,
		ramp_after_hours: 0,
		ramp_hours: -1,
		note_minutes: 20,
		weights: { resting: 10, offered: 0, channel: 0, long: 0, long_from: 0 },
	}
	const typed = typedOf(terms)
	expect(typed).toMatchObject({
		accept: 'at_once',
		offer: '1.5',
		sticky: '1.5',
		rampAfter: '',
		ramp: '0',
		resting: '10',
	})
	expect(bodyOf(typed)).toEqual(terms)
	expect(bodyOf({ ...typed, sticky: '0', note: '' })).toMatchObject({ sticky_hours: -1, note_minutes: 0 })
})

test('what the form does not ask about stays, and days are told as hours', () => {
	const terms = { most: 4, keep_lead: true, ramp_hours: 36 }
	expect(typedOf(terms).ramp).toBe('1.5')
	expect(bodyOf(typedOf(terms), terms)).toMatchObject(terms)
	expect(bodyOf(typedOf({}))).not.toHaveProperty('most')
})

test('what the policy says is said', () => {
	expect(ofPolicy({})).toEqual([])
	expect(ofPolicy({ accept: 'at_once', most: 2, sticky_hours: 720, keep_lead: true })).toEqual([
		'Whoever is chosen leads, and nobody sees an offer.',
		'At most 2 at once, for anybody.',
		'A customer comes to the same person for 30 days.',
		'Whoever leads keeps it to the end.',
	])
})

test('terms that nobody said ask first', () => {
	expect(typedOf({}).accept).toBe('ask')
	expect(bodyOf(typedOf({}))).toMatchObject({ accept: 'ask', offer_seconds: 0, sticky_hours: 0 })
})
