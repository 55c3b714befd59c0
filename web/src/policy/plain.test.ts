import { expect, test } from 'vitest'
import '../words/en'
import { finished, isAlone, policyOf } from './model'
import { plainly } from './plain'

const source = `version: 1
name: one
departments: [service, comms]
topic:
  - {id: new-business, when: {flag: sales_lead}, owner: service}
  - {id: about-to-leave, when: {flag: churn_risk}, owner: comms}
  - {id: new-rule, when: {}, owner: service}
default: {owner: service}
`
const vocabulary = {
	departments: [
		{ value: 'service', label: 'Service' },
		{ value: 'comms', label: 'Communications' },
	],
}

test('what the server found is said in the words of the forms', () => {
	const text =
		'What both about-to-leave and new-business match (flagged churn_risk, flagged sales_lead) goes to comms, because about-to-leave stands first.'
	expect(plainly(text, policyOf(source), vocabulary)).toBe(
		'What both rule 2, “about-to-leave” and rule 1, “new-business” match (flagged “May leave us”, flagged “Buyer”) goes to Communications, because rule 2, “about-to-leave” stands first.',
	)
})

test('a rule that says nothing yet does not keep the others from being counted', () => {
	const left = policyOf(finished(source))
	expect(left?.rules.map((r) => r.id)).toEqual(['new-business', 'about-to-leave', 'default'])
	const whole = source.replace('when: {}', 'when: {intent: bug}')
	expect(finished(whole)).toBe(whole)
})

test('a company is one person when its policy says so, or when nobody else and one department is there', () => {
	expect(isAlone({ mode: 'solo', departments: ['me'] }, 3)).toBe(true)
	expect(isAlone({ departments: ['desk'] }, 1)).toBe(true)
	expect(isAlone({ departments: ['desk', 'comms'] }, 1)).toBe(false)
	expect(isAlone({ departments: ['desk'] }, 2)).toBe(false)
})
