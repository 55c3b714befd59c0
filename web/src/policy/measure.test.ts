import { expect, test } from 'vitest'
import { lengthOf, lengthWord } from './measure'

test.each([
	['15m', '15 min'],
	['60m', '60 min'],
	['2h', '2 hours'],
	['4h30m', '4 h 30'],
	['24h', '1 day'],
	['30d', '30 days'],
	['soon', 'soon'],
])('%s is %s', (text, want) => {
	expect(lengthWord(text)).toBe(want)
})

test('what is no length of time is none', () => {
	expect(lengthOf('5 m')).toBeUndefined()
	expect(lengthOf('')).toBeUndefined()
	expect(lengthOf('1h30m')).toBe(5_400_000)
})
