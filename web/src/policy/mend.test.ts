import { expect, test } from 'vitest'
import { mended } from './mend'

const finding = {
	severity: 'error',
	kind: 'unreadable',
	path: '',
	text: 'There is no department "peopel".',
} as const

test('the word that was meant takes the place of the one that was written', () => {
	const source = 'topic:\n  - {id: ø, owner: peopel, deadline: 5m}\n'
	const at = { line: 2, column: 20, hint: 'Did you mean people?' }
	expect(mended(source, { ...finding, ...at })).toEqual({
		source: 'topic:\n  - {id: ø, owner: people, deadline: 5m}\n',
		word: 'people',
	})
	expect(mended(source, { ...finding, ...at, hint: 'Known are a, b.' })).toBeUndefined()
})
