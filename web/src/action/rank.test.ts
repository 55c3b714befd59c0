import { expect, test } from 'vitest'
import { rank } from './rank'

const all = [
	'Go to My work',
	'Go to Service',
	'Go to Unowned',
	'Appearance: dark',
	'Prendre l’œil',
	'Inès führt',
]
const found = (typed: string) =>
	all
		.map((text) => ({ text, fits: rank(text, typed) }))
		.filter((r) => r.fits > 0)
		.sort((a, b) => b.fits - a.fits)
		.map((r) => r.text)

test.each([
	['', all],
	['work', ['Go to My work']],
	['go to s', ['Go to Service']],
	['DARK', ['Appearance: dark']],
	['ines', ['Inès führt']],
	['fuhrt', ['Inès führt']],
	['unowned work', []],
	['(', []],
	['nothing like it', []],
])('%j finds %j', (typed, want) => {
	expect(found(typed)).toEqual(want)
})

test('a beginning counts more than what stands inside a word', () => {
	expect(rank('Close', 'cl')).toBeGreaterThan(rank('Go to Closed', 'cl'))
	expect(rank('Go to Closed', 'cl')).toBeGreaterThan(rank('Uncle', 'cl'))
})
