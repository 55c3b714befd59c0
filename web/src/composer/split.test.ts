import { expect, test } from 'vitest'
import { lengthOf } from './length'
import { joined, split } from './split'

const limit = (max: number, unit = 'graphemes') => ({ max, unit })

test.each([
	['', 20, []],
	['  It fits.  ', 20, ['It fits.']],
	[
		'We are sorry. It leaves today. You have it on Friday.',
		30,
		['We are sorry. It leaves today.', 'You have it on Friday.'],
	],
	['one two three four', 9, ['one two', 'three', 'four']],
	['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
	['See https://a.example/b?c now. Thanks.', 30, ['See https://a.example/b?c now.', 'Thanks.']],
	['すみません。明日届きます。', 7, ['すみません。', '明日届きます。']],
	['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2, ['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']],
])('%s in parts of %d', (text, max, parts) => {
	expect(split(text, limit(max))).toEqual(parts)
})

test('every part fits, and no word is lost', () => {
	const text = Array.from({ length: 90 }, (_, i) => `Word${i}${i % 7 === 0 ? '.' : ''}`).join(' ')
	for (const unit of ['graphemes', 'bytes', 'weighted']) {
		const parts = split(text, limit(64, unit))
		expect(parts.every((p) => lengthOf(p, { unit }) <= 64)).toBe(true)
		expect(joined(parts)).toBe(text)
	}
})

test('what was split comes back to the same parts', () => {
	const text = 'We are sorry. It leaves today. You have it on Friday. Tell us if not.'
	const parts = split(text, limit(32))
	expect(split(joined(parts), limit(32))).toEqual(parts)
})
