import { expect, test } from 'vitest'
import { moved } from './moves'

const from = { row: 1, day: 2 }
const to = (key: string, rtl = false) => moved(key, from, 3, 7, rtl)

test('arrows move in the grid and stop at its edges', () => {
	expect(to('ArrowUp')).toEqual({ row: 0, day: 2 })
	expect(to('ArrowDown')).toEqual({ row: 2, day: 2 })
	expect(to('ArrowLeft')).toEqual({ row: 1, day: 1 })
	expect(to('ArrowRight')).toEqual({ row: 1, day: 3 })
	expect(moved('ArrowUp', { row: 0, day: 0 }, 3, 7)).toEqual({ row: 0, day: 0 })
	expect(moved('ArrowRight', { row: 2, day: 6 }, 3, 7)).toEqual({ row: 2, day: 6 })
})

test('where one reads from the right, the arrows do as they look', () => {
	expect(to('ArrowLeft', true)).toEqual({ row: 1, day: 3 })
})

test('Home and End are the ends of a row, and what is no move is none', () => {
	expect(to('Home')).toEqual({ row: 1, day: 0 })
	expect(to('End')).toEqual({ row: 1, day: 6 })
	expect(to('PageDown')).toEqual({ row: 2, day: 2 })
	expect(to('a')).toBeUndefined()
})
