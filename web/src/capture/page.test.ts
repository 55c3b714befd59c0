import { expect, test } from 'vitest'
import { Problem } from '../api/problem'
import { inWordsOfTheForm } from './page'

const refused = (field: string) =>
	new Problem(409, 'not_connected', '', 'None is worked by hand.', 'Send new_account.', '', [
		{ field, text: '' },
	])

test('what the server tells a program is said in the words of the form', () => {
	const said = inWordsOfTheForm(refused('new_account')) as Problem
	expect(said.detail).toBe('None is worked by hand.')
	expect(said.hint).toMatch(/field above/)
	const other = refused('url')
	expect(inWordsOfTheForm(other)).toBe(other)
})
