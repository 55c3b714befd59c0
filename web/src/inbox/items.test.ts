import { expect, test } from 'vitest'
import type { Group, Slot } from './group'
import { itemsOf, step } from './items'

const slots: Slot[] = [
	{ id: 'a', group: 'late' },
	{ id: 'b', group: 'today' },
	{ id: 'c', group: 'today' },
	{ id: 'd', group: 'waiting' },
	{ id: 'e', group: 'waiting' },
]
const keys = (unfolded: Group[] = []) => itemsOf(slots, new Set(unfolded)).map((i) => i.key)

test('what waits for the customer is folded, with how many they are', () => {
	expect(keys()).toEqual(['group:late', 'a', 'group:today', 'b', 'c', 'group:waiting'])
	expect(itemsOf(slots, new Set()).at(-1)).toMatchObject({ count: 2, folds: true, open: false })
	expect(keys(['waiting'])).toEqual(['group:late', 'a', 'group:today', 'b', 'c', 'group:waiting', 'd', 'e'])
})

test('rows know their place among the rows, and which begin a group', () => {
	const rows = itemsOf(slots, new Set(['waiting'])).filter((i) => i.kind === 'row')
	expect(rows.map((r) => r.place)).toEqual([1, 2, 3, 4, 5])
	expect(rows.map((r) => r.first)).toEqual([true, true, false, true, false])
})

test('a list without groups is rows alone', () => {
	const items = itemsOf([{ id: 'a', group: undefined }], new Set())
	expect(items.map((i) => i.kind)).toEqual(['row'])
})

test('the cursor goes over rows and folded groups, and stays inside', () => {
	const items = itemsOf(slots, new Set())
	expect(step(items, undefined, 1)).toBe('a')
	expect(step(items, 'a', 1)).toBe('b')
	expect(step(items, 'c', 1)).toBe('group:waiting')
	expect(step(items, 'group:waiting', 1)).toBe('group:waiting')
	expect(step(items, 'a', -1)).toBe('a')
	expect(step(items, 'c', 1, (i) => i.kind === 'row')).toBe('c')
	expect(step(items, 'b', Number.POSITIVE_INFINITY)).toBe('group:waiting')
	expect(step(items, undefined, Number.POSITIVE_INFINITY)).toBe('group:waiting')
	expect(step(items, undefined, Number.NEGATIVE_INFINITY)).toBe('a')
	expect(step([], 'a', 1)).toBeUndefined()
})
