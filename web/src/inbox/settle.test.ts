import { expect, test } from 'vitest'
import type { Slot } from './group'
import { settle } from './settle'

const slots = (text: string): Slot[] => [...text].map((id) => ({ id, group: 'today' }))
const text = (list: Slot[]) => list.map((s) => s.id).join('')

test.each([
	['nobody looks: the latest order', 'abc', 'cxa', 0, 'cxa', 0],
	['nothing changed', 'abc', 'abc', 3, 'abc', 0],
	['an arrival above waits', 'abc', 'xabc', 3, 'abc', 1],
	['an arrival between waits', 'abc', 'abxc', 3, 'abc', 1],
	['what comes below what is seen is let in', 'abc', 'abcx', 3, 'abcx', 0],
	['below the seen part everything is free', 'abcd', 'abdxc', 2, 'abdxc', 0],
	['what is gone keeps its place', 'abc', 'ac', 3, 'abc', 1],
	['one row that moved is one change', 'abcd', 'dabc', 4, 'abcd', 1],
	['the next page goes on', 'abc', 'abcdef', 3, 'abcdef', 0],
	['all of it gone', 'abc', 'xyz', 3, 'abcxyz', 3],
	['the first answer is shown at once', '', 'abc', 5, 'abc', 0],
] as const)('%s', (_, shown, latest, keep, want, changes) => {
	const settled = settle(slots(shown), slots(latest), keep)
	expect(text(settled.slots)).toBe(want)
	expect(settled.changes).toBe(changes)
})

test('a row that changed its group is a change, and stays where it was', () => {
	const late: Slot[] = [
		{ id: 'a', group: 'late' },
		{ id: 'b', group: 'today' },
	]
	const settled = settle(slots('ab'), late, 2)
	expect(settled.changes).toBe(1)
	expect(settled.slots[0]?.group).toBe('today')
})

test.each([
	['abc', 'ac', 'b', 'abc'],
	['abc', 'bc', 'a', 'abc'],
	['abc', 'cxa', 'b', 'cxab'],
	['abc', 'abc', 'b', 'abc'],
	['abc', 'ac', 'z', 'ac'],
])('the open row keeps its place: %s becomes %s with %s open', (shown, latest, pin, want) => {
	expect(text(settle(slots(shown), slots(latest), 0, pin).slots)).toBe(want)
})

test('the open row that is gone is no change to be told', () => {
	expect(settle(slots('abc'), slots('ac'), 3, 'b').changes).toBe(0)
})
