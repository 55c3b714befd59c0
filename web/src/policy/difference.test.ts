import { expect, test } from 'vitest'
import { difference } from './difference'

test('what changed is shown with what stands around it', () => {
	const before = 'a\nb\nc\nd\ne\nf\ng\nh'
	const after = 'a\nb\nc\nd\ne\nF\ng\nh'
	expect(difference(before, after).map((r) => r.sign + r.text)).toEqual([
		'…',
		' d',
		' e',
		'-f',
		'+F',
		' g',
		' h',
	])
	expect(difference(before, before)).toEqual([])
	expect(difference('', 'x').map((r) => r.sign + r.text)).toEqual(['-', '+x'])
})
