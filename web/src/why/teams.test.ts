import { expect, test } from 'vitest'
import { withTeams } from './teams'

const names: Record<string, string> = { 'the-desk': 'The desk', service: 'Service', pr: 'Press' }
const team = (key: string) => names[key] ?? key

test.each([
	['No rule matched → the-desk by default.', 'No rule matched → The desk by default.'],
	[
		'Rule billing: intent billing (0.82) → service; else default would choose the-desk.',
		'Rule billing: intent billing (0.82) → Service; else default would choose The desk.',
	],
	['decided: pr (press), policy ferrywell', 'decided: Press (press), policy ferrywell'],
	[
		'spam → pr; helpers the-desk, service; informs pr',
		'spam → Press; helpers The desk, Service; informs Press',
	],
	['guard not-spam passed: no service word', 'guard not-spam passed: no service word'],
])('%s', (sentence, words) => {
	expect(withTeams(sentence, team)).toBe(words)
})
