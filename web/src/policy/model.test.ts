import { expect, test } from 'vitest'
import { adopted, freshId, policyOf, sensible } from './model'

const source = `version: 1
name: small
carve_out:
  - {id: care, when: {flag: safety}, owner: service}
topic:
  - {id: bugs, when: {intent: bug}, owner: people}
channel:
  - {network: x, purpose: [review, outbound], owner: service}
default: {owner: service}
`

test('rules are counted through, and a row of the table of networks is called as the server calls it', () => {
	const rules = policyOf(source)?.rules ?? []
	expect(rules.map((r) => [r.number, r.id, r.first])).toEqual([
		[1, 'care', 4],
		[2, 'bugs', 6],
		[3, 'channel-x-review', 8],
		[undefined, 'default', 9],
	])
})

test('a rule with a slip in its text is shown as it last made sense, the others as they are', () => {
	const last = policyOf(source)
	const now = policyOf(source.replace('people', 'peopel').replace('flag: safety', 'flag: legal'))
	const rules = sensible(now, last, [6])?.rules ?? []
	expect(rules[1]).toMatchObject({ slip: true, data: { owner: 'people' } })
	expect(rules[0]).toMatchObject({ data: { when: { flag: 'legal' } } })
	expect(rules[0]?.slip).toBeUndefined()
})

test('all of it is shown as it last made sense while the text is no YAML', () => {
	const last = policyOf(source)
	expect(policyOf('topic: [')).toBeUndefined()
	expect(sensible(undefined, last, [])?.rules.every((r) => r.slip)).toBe(true)
	expect(sensible(undefined, undefined, [])).toBeUndefined()
})

test('a new rule has an id of its own', () => {
	const policy = policyOf(source)
	expect(policy && [freshId(policy, 'bugs'), freshId(policy, 'other')]).toEqual(['bugs-2', 'other'])
})

test('what the forms write is no slip, and the rule with a slip stays as it last made sense', () => {
	const last = policyOf(source)
	const typed = source.replace('people', 'peopel')
	const shown = sensible(policyOf(typed), last, [6])
	const next = policyOf(typed.replace('{flag: safety}', '{}'))
	if (!next) throw new Error('the text is no YAML')
	const rules = sensible(next, adopted(next, shown), [4, 6])?.rules ?? []
	expect(rules[0]?.slip).toBeUndefined()
	expect(rules[1]).toMatchObject({ slip: true, data: { owner: 'people' } })
})
