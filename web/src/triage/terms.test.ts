import { expect, test } from 'vitest'
import { keyFor, termsOf, termsText } from './terms'

test('terms are written one a line, and read back', () => {
	const words = { any: ['K7'], de: ['*akku*', 'löcher passen nicht'], en: ['wrong ... box'] }
	const text = 'K7\nde: *akku*\nde: löcher passen nicht\nen: wrong ... box'
	expect(termsText(words)).toBe(text)
	expect(termsOf(text)).toEqual(words)
	expect(termsText(undefined)).toBe('')
	expect(termsOf('\n  \n')).toEqual({})
})

test('a colon within a term is no language', () => {
	expect(termsOf('error: 12\n e5:1 ')).toEqual({ any: ['error: 12', 'e5:1'] })
	expect(termsOf('de:akku')).toEqual({ de: ['akku'] })
	expect(termsOf('  de :  akku ')).toEqual({ de: ['akku'] })
})

test('a key is made of a name', () => {
	expect(keyFor('Flat tyres')).toBe('flat_tyres')
	expect(keyFor('  Größe & Rückgabe! ')).toBe('grosse_ruckgabe')
	expect(keyFor('電池')).toBe('')
})
