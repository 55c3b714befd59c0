import { expect, test } from 'vitest'
import '../words/en'
import { changesOf } from './changes'

const words = {
	of: (kind: string) => (kind === 'flags' ? [{ value: 'press', label: 'Press' }] : []),
	name: (key: string) => ({ service: 'Service', comms: 'Communications' })[key] ?? key,
}
const policy = (topic: string, more = '') => `version: 1
name: one
departments: [service, comms]
topic:
${topic}
default: {owner: service}
${more}`
const press = '  - {id: press, when: {flag: press}, owner: service}'
const bugs = '  - {id: bugs, when: {intent: bug}, owner: service}'
const told = (before: string, after: string) => changesOf(before, after, words)

test('a rule whose owner changes is told as it reads now and as it read', () => {
	expect(told(policy(press), policy(press.replace('owner: service', 'owner: comms, deadline: 30m')))).toEqual(
		[
			{
				sign: 'changed',
				what: 'rule 1, “press”',
				now: 'A message flagged Press → Communications, within 30 min',
				was: 'A message flagged Press → Service',
			},
		],
	)
})

test('rules that come, go or change places are told, others are not', () => {
	expect(told(policy(press), policy(`${press}\n${bugs}`)).map((c) => [c.sign, c.what])).toEqual([
		['new', 'rule 2, “bugs”'],
	])
	expect(told(policy(`${press}\n${bugs}`), policy(bugs)).map((c) => [c.sign, c.what])).toEqual([
		['gone', 'rule 1, “press”'],
	])
	expect(told(policy(`${press}\n${bugs}`), policy(`${bugs}\n${press}`)).map((c) => c.sign)).toEqual([
		'moved',
		'moved',
	])
	expect(told(policy(press), policy(press))).toEqual([])
})

test('who has to agree is named when that changes', () => {
	const [change] = told(policy(press, 'sign_off: [comms]'), policy(press))
	expect(change).toMatchObject({ sign: 'gone', was: 'Communications' })
})
