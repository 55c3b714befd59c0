import { expect, test } from 'vitest'
import { begin, isAddress } from './begin'

test('what the bookmark gives is taken over', () => {
	const search = '?url=https%3A%2F%2Fa.example%2F1%3Fx%3D1%23c&title=It%20leaks&text=My%20kettle%0Aleaks'
	expect(begin(search)).toEqual({
		url: 'https://a.example/1?x=1#c',
		title: 'It leaks',
		text: 'My kettle\nleaks',
	})
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'no address', ''])(
	'%o is no address of the web',
	(url) => {
		expect(isAddress(url)).toBe(false)
		expect(begin(`?url=${encodeURIComponent(url)}`).url).toBe('')
	},
)

test('too much is cut', () => {
	expect(begin(`?title=${'x'.repeat(999)}`).title).toHaveLength(300)
	expect(begin('?nothing=1')).toEqual({ url: '', title: '', text: '' })
})
