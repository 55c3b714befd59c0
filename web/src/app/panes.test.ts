import { expect, test } from 'vitest'
import { kept, within } from './panes'

test.each([
	['list', 100, 280],
	['list', 340.4, 340],
	['list', 900, 480],
	['panel', 900, 400],
	['panel', 1, 260],
] as const)('the %s drawn to %d is %d wide', (pane, width, want) => {
	expect(within(pane, width)).toBe(want)
})

test.each([
	['{"list":400}', { list: 400 }],
	['{"list":4000,"panel":"wide","other":3}', { list: 480 }],
	['null', {}],
	['not json', {}],
	[null, {}],
])('%s is read as %o', (text, want) => {
	expect(kept(text)).toEqual(want)
})
